import { MortiseError } from "@mortise/core";
import type { BuildAnswer, BuildJob } from "./protocol.js";
import { readSchemas } from "./read-schemas.js";
import { readTools } from "./read-tools.js";

/** Runs a plugin's code, here and now, to find out what its manifest is to say of it. */
export async function answerJob(job: BuildJob): Promise<BuildAnswer> {
  try {
    return await (job.ask === "schemas" ? readSchemas(job) : readTools(job));
  } catch (error) {
    if (error instanceof MortiseError) return { diagnostics: [error.diagnostic] };
    throw error;
  }
}
