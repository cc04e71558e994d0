import type { PluginBuild } from "../build/build-plugin.js";
import { fields, type Field } from "./fields.js";
import type { Paper } from "./paper.js";
import { plain } from "./plain.js";

/** What came of building plugins: a line for each. */
export function printBuilds(given: readonly PluginBuild[], paper: Paper): readonly string[] {
  if (given.length === 0) return [];
  return fields(
    plain(given).map((build): Field => ({
      label: build.id,
      values: [lineOf(build)],
      paint: paintResult(build, paper),
    })),
    paper,
  );
}

function lineOf({ result, changes, diagnostics }: PluginBuild): string {
  const places = changes.length === 0 ? "" : `  ${changes.length} ${changes.length === 1 ? "place" : "places"}`;
  const [first] = result === "failed" ? diagnostics.filter(({ level }) => level === "error") : [];
  return `${result}${places}${first ? `  ${first.code}` : ""}`;
}

function paintResult({ result }: PluginBuild, { colors }: Paper): (text: string) => string {
  return { unchanged: colors.dim, written: colors.green, differs: colors.yellow, failed: colors.red }[result];
}
