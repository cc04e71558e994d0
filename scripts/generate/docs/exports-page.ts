import { exportTable, publicPackages, type ExportStability } from "../../surface/entries.js";
import { code, referencePage, type Artifact } from "./markdown.js";

/** `docs/reference/exports.md`: every name that a package exports, and what may become of it. */
export function exportsPage(): Artifact {
  const entries = publicPackages.flatMap((folder) => Object.entries(exportTable(folder)));
  return referencePage("exports", "What packages export", "scripts/surface/exports", [
    "Every name that the packages export. What is **stable** changes in a compatible way only, until the next version of the " +
      "SDK's API (`apiVersion`). What is **evolving** may change with any release; the changelog says how. A name that is in " +
      "neither list is not exported. Capabilities, surfaces, resources and hooks say their own stability as data, in " +
      "`stability` ([capabilities](capabilities.md), [hooks](hooks.md)).",
    ...entries.flatMap(([entry, marks]) => [`## ${entry}`, ...lists(marks)]),
  ]);
}

function lists(marks: ExportStability): readonly string[] {
  return (["stable", "evolving"] as const).flatMap((wanted) => {
    const names = Object.keys(marks).filter((name) => marks[name] === wanted);
    return names.length === 0 ? [] : [`**${wanted}**: ${names.map(code).join(", ")}`];
  });
}
