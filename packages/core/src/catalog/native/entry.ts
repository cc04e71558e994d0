import { ownMember } from "../../config/pointer.js";
import { describeFound } from "../../config/schema-issue.js";
import { diagnose } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { ManifestSource, PluginReading } from "../format.js";

/** The entries that are looked for where package.json names none. */
export const defaultEntries: readonly string[] = [
  "index.js",
  "index.mjs",
  "index.cjs",
  "index.ts",
  "index.mts",
  "index.cts",
];

/** The entry of a native plugin: `mortise.entry` of package.json, in development `mortise.source`, else an index file. */
export function resolveNativeEntry(source: ManifestSource): Pick<PluginReading, "entry" | "entryProblem"> {
  const built = namedEntry(source, "entry");
  const written = namedEntry(source, "source");
  const problem = built.problem ?? written.problem;
  if (problem) return { entryProblem: problem };
  const [first, second] = source.development ? [written.entry, built.entry] : [built.entry, written.entry];
  const named = [first, second].find((entry) => entry !== undefined && source.exists(entry)) ?? first ?? second;
  const entry = named ?? defaultEntries.find((file) => source.exists(file));
  if (entry !== undefined) return { entry };
  return {
    entryProblem: diagnose("ENTRY_MISSING", { example: '"mortise": { "entry": "./index.js" }' }, { path: source.root }),
  };
}

function namedEntry(source: ManifestSource, key: string): { entry?: string; problem?: Diagnostic } {
  const { packageJson } = source;
  if (packageJson === undefined) return {};
  const value = ownMember(ownMember(packageJson.json.value, "mortise"), key);
  if (value === undefined) return {};
  if (typeof value === "string") return { entry: value };
  const pointer = `/mortise/${key}`;
  const place = { path: packageJson.path, pointer, ...packageJson.json.locate(pointer) };
  const found = describeFound(value, false);
  return { problem: diagnose("PACKAGE_INVALID", { expected: "a string, the entry file", found }, place) };
}
