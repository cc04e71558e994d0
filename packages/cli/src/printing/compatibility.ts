import type { CompatibilityFinding, CompatibilityNote } from "@mortise/core/catalog";
import type { Field } from "./fields.js";
import { plain } from "./plain.js";

/** A compatibility note in a line: its code, how it stands, and what to use instead. */
export function compatibilityText({ code, status, since, removal, replacement }: CompatibilityNote): string {
  const until = removal === undefined ? "" : `, removed in ${removal}`;
  const instead = replacement === undefined ? "" : `: use ${replacement}`;
  return `${code} (${status} since ${since}${until})${instead}`;
}

/** What running plugins rely on that has something better, or goes away; with the plugins' ids. */
export function compatibilityField(found: readonly CompatibilityFinding[]): Field {
  return {
    label: "Compatibility",
    values: plain(found).map((finding) => `${compatibilityText(finding)}; by ${finding.plugins.join(", ")}`),
  };
}
