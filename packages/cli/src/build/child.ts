import { tellParent } from "../child/tell-parent.js";
import { answerJob } from "./answer-job.js";
import type { BuildJob } from "./protocol.js";

/** Runs one plugin's code, tells the parent what came of it, and ends. */
export async function runBuildChild(text: string): Promise<void> {
  await tellParent(await answerJob(JSON.parse(text) as BuildJob));
  // Whatever the plugin has begun ends here.
  process.exit(0);
}
