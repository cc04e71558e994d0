import { readApplication } from "../application.js";
import type { GlobalOptions, JsonOption } from "../options.js";
import { asJson, asText, type Outcome } from "../outcome.js";
import { printProblems } from "../printing/diagnostics.js";
import { createPaper } from "../printing/paper.js";
import { printPlan } from "../printing/plan.js";
import { misuse } from "./misuse.js";

/** `mortise plugins plan`: which plugins a trigger loads, and why; works from manifests alone. */
export async function plan(trigger: string, options: GlobalOptions & JsonOption): Promise<Outcome> {
  const paper = createPaper(options);
  const controlPlane = await readApplication(options.config, "check");
  const planned = controlPlane.plan(trigger);
  if ("code" in planned) return misuse(planned, paper, controlPlane.loaded.diagnostics);
  const stdout = options.json === true ? asJson(planned) : asText(printPlan(planned, paper));
  return { stdout, stderr: asText(printProblems(controlPlane.diagnostics, paper)), exitCode: 0 };
}
