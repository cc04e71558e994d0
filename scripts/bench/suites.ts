import { cli } from "./cli.js";
import { config } from "./config.js";
import { controlPlane } from "./control-plane.js";
import { loading } from "./loading.js";
import { lookups } from "./lookups.js";
import { memory } from "./memory.js";
import { openclaw } from "./openclaw.js";
import { reload } from "./reload.js";
import { calls, register } from "./started.js";
import type { Suite } from "./suite.js";

/** Every suite by the name that it is asked for by, in the order in which they are run. */
export const suites: Readonly<Record<string, Suite>> = {
  "control-plane": controlPlane,
  config,
  loading,
  openclaw,
  lookups,
  reload,
  register,
  calls,
  memory,
  cli,
};
