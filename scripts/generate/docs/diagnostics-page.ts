import type { DiagnosticCatalogue, DiagnosticDefinition } from "../../../packages/core/src/diagnostics/define.js";
import { code, plain, referencePage, type Artifact } from "./markdown.js";

/** A catalogue of codes and who gives them. */
export interface CatalogueSection {
  readonly title: string;
  readonly catalogue: DiagnosticCatalogue;
}

/** `docs/reference/diagnostics.md`: one anchor for each code. */
export function diagnosticsPage(sections: readonly CatalogueSection[]): Artifact {
  return referencePage("diagnostics", "Diagnostics", "the catalogues of codes in packages/*/src", [
    "Everything that is refused, or works otherwise than was asked, is a diagnostic: a stable code, a level, what " +
      "happened, what to do, and where it is known the plugin, file, line, column and JSON Pointer. Words in braces are " +
      "filled in. `mortise doctor` lists what there is, and `mortise doctor --explain CODE` prints an entry of this page.",
    [
      "- `error`: something does not work.",
      "- `warning`: something works otherwise than was asked.",
      "- `advisory`: worth knowing.",
    ].join("\n"),
    "The level is the usual one; in some places the same code comes with another.",
    ...sections.flatMap(({ title, catalogue }) => [
      `## ${title}`,
      ...Object.entries(catalogue).map(([name, definition]) => entry(name, definition)),
    ]),
  ]);
}

function entry(name: string, { level, message, help }: DiagnosticDefinition): string {
  return [`### ${name}`, `${code(level)}: ${plain(message)}`, `**What to do:** ${plain(help)}`].join("\n\n");
}
