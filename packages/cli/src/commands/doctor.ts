import { doctor as examine } from "@mortise/core/catalog";
import { readApplication } from "../application.js";
import { checkApplicationSections } from "../application-sections.js";
import { askForLive } from "../live/ask.js";
import type { GlobalOptions, JsonOption, RuntimeOptions } from "../options.js";
import { asJson, asText, type Outcome } from "../outcome.js";
import { printDoctor, printPluginsDoctor } from "../printing/doctor.js";
import { createPaper } from "../printing/paper.js";

/** What both doctors take. */
export interface DoctorOptions extends GlobalOptions, JsonOption, RuntimeOptions {}

/** `mortise doctor` (worst first) and `mortise plugins doctor` (by plugin): everything that is wrong or worth knowing. */
export async function doctor(options: DoctorOptions, order: "by-level" | "by-plugin"): Promise<Outcome> {
  const controlPlane = await readApplication(options.config, "check");
  const { live, diagnostics } = await askForLive(controlPlane, options);
  const sections = await checkApplicationSections(controlPlane);
  const report = examine(controlPlane, live, [...sections, ...diagnostics]);
  const print = order === "by-level" ? printDoctor : printPluginsDoctor;
  const stdout = options.json === true ? asJson(report) : asText(print(report, createPaper(options)));
  return { stdout, stderr: "", exitCode: report.ok ? 0 : 1 };
}
