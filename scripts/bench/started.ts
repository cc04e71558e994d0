import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { top } from "./program.js";
import type { Finding } from "./row.js";
import type { Suite } from "./suite.js";

const run = promisify(execFile);
const jiti = join(dirname(createRequire(import.meta.url).resolve("jiti/package.json")), "lib", "jiti-cli.mjs");

/** A suite that is a program of its own, of this folder, and answers with findings; `--small` changes nothing in it. */
function startedSuite(file: string, about: string): Suite {
  return {
    about,
    async run() {
      const args = [jiti, join(top, "scripts", "bench", file), "--findings"];
      const { stdout } = await run(process.execPath, args, { cwd: top, maxBuffer: 1 << 24 });
      return JSON.parse(stdout) as readonly Finding[];
    },
  };
}

/** How plugins' functions are called. */
export const calls: Suite = startedSuite("hooks.ts", "hooks and provider calls, against a loop of awaits by hand");

/** What `register` and commits cost without a disk. */
export const register: Suite = startedSuite(
  "register.ts",
  "up to 10,000 plugins registered and committed, and one changed among them",
);
