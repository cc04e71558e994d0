import { compatibilityRecords } from "../../../packages/core/src/reporting/compatibility.js";
import type { CompatibilityStatus } from "../../../packages/core/src/reporting/report.js";
import { code, referencePage, table, type Artifact } from "./markdown.js";

const statuses: Readonly<Record<CompatibilityStatus, string>> = {
  active: "It works and stays; there is something better. Signal `compatibility-advisory`.",
  deprecated: "It works; new plugins must not use it. Signal `legacy-warning`.",
  "removal-pending": "It works until the version named under removal. Signal `legacy-warning`.",
  removed: "It does not work any more. Signal `hard-error`.",
};

/** `docs/reference/compatibility.md`. */
export function compatibilityPage(): Artifact {
  return referencePage("compatibility", "Compatibility", "packages/core/src/reporting/compatibility.ts", [
    "What plugins may still rely on that has something better, or goes away. `mortise plugins inspect`, `mortise doctor`, " +
      "`mortise plugins doctor` and `mortise status --all` show which plugins do, under `compatibility` in their JSON. " +
      "Versions are those of the SDK's API.",
    table(
      ["code", "status", "since", "removal", "use instead"],
      compatibilityRecords.map((record) => [
        code(record.code),
        code(record.status),
        record.since,
        record.removal ?? "",
        (record.replacement ?? "").replaceAll(/[a-z]+(?:_[a-z]+)+/g, code),
      ]),
    ),
    "## What they are",
    ...compatibilityRecords.map(
      (record) => `### ${record.code}\n\n${record.summary.replaceAll(/[a-z]+(?:_[a-z]+)+/g, code)}`,
    ),
    "## Statuses",
    table(
      ["status", "meaning"],
      Object.entries(statuses).map(([status, text]) => [code(status), text]),
    ),
  ]);
}
