import type { ActivationPlan } from "@mortise/core/catalog";
import { readApplication } from "../application.js";
import type { GlobalOptions, JsonOption } from "../options.js";
import { asJson, asText, type Outcome } from "../outcome.js";
import { printProblems } from "../printing/diagnostics.js";
import { createPaper, type Paper } from "../printing/paper.js";
import { plain } from "../printing/plain.js";
import { printPlan } from "../printing/plan.js";
import { misuse } from "./misuse.js";

/** What `mortise plugins plan` takes. */
export interface PlanOptions extends GlobalOptions, JsonOption {
  /** The ids alone. */
  readonly ids?: boolean;
}

/** `mortise plugins plan`: which plugins a trigger loads, and why; works from manifests alone. */
export async function plan(trigger: string, options: PlanOptions): Promise<Outcome> {
  const paper = createPaper(options);
  const controlPlane = await readApplication(options.config, "check");
  const planned = controlPlane.plan(trigger);
  if ("code" in planned) return misuse(planned, paper, controlPlane.loaded.diagnostics);
  const stderr = asText(printProblems(controlPlane.diagnostics, paper));
  return { stdout: answer(planned, options, paper), stderr, exitCode: 0 };
}

function answer(planned: ActivationPlan, { ids, json }: PlanOptions, paper: Paper): string {
  const found = planned.entries.map(({ plugin }) => plugin);
  if (ids === true) return json === true ? asJson(found) : asText(plain(found));
  return json === true ? asJson(planned) : asText(printPlan(planned, paper));
}
