import type { Diagnostic, DiagnosticPlace } from "@mortise/core/catalog";
import { diagnoseCli } from "../diagnostics.js";
import type { Difference } from "./differences.js";

/** As much of a value as is shown, in characters. */
const longestShown = 80;

/** One place where a manifest differs from the source, with the change that mends it. */
export function driftDiagnostic(
  change: Difference,
  isTools: boolean,
  place: DiagnosticPlace & { path?: string },
): Diagnostic {
  const { pointer } = change;
  const parameters = {
    found: shown(change, "found"),
    wanted: shown(change, "wanted"),
    command: isTools ? "mortise plugins build --tools" : "mortise plugins build",
  };
  const { path } = place;
  const value = Object.hasOwn(change, "wanted") && { value: change.wanted };
  const fix = path !== undefined && { fix: { path, pointer, ...value } };
  return diagnoseCli("CLI_BUILD_DRIFT", parameters, { ...place, pointer, ...fix });
}

function shown(change: Difference, side: "found" | "wanted"): string {
  if (!Object.hasOwn(change, side)) return "nothing";
  const text = JSON.stringify(change[side]);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 1)}…`;
}
