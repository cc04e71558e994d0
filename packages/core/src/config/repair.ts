import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { validateHostConfig } from "./host-config.generated.js";
import { readPointer, removePointer, splitPointer, writePointer } from "./pointer.js";
import { describeFound, describeSchemaErrors, type SchemaIssue } from "./schema-issue.js";
import type { HostConfig } from "./schema.js";

type Place = (pointer: string) => { readonly pointer: string; readonly path?: string };

/** What stands in for a broken value, and what that means. A gate that is broken stays shut. */
interface StandIn {
  readonly matches: RegExp;
  readonly pointer: (segments: readonly string[]) => string;
  readonly value: unknown;
  readonly consequence: string;
}

const allShut = { pointer: () => "/plugins", value: { enabled: false }, consequence: "Until it is mended no plugin runs." };

const standIns: readonly StandIn[] = [
  { matches: /^\/plugins$/, ...allShut },
  { matches: /^\/plugins\/(?:enabled|deny|entries)$/, ...allShut },
  {
    matches: /^\/plugins\/allow$/,
    pointer: () => "/plugins/allow",
    value: [],
    consequence: "Until it is mended nothing is allowed.",
  },
  {
    matches: /^\/plugins\/entries\/[^/]+(?:\/enabled)?$/,
    pointer: ([, , id = ""]) => `/plugins/entries/${id.replaceAll("~", "~0").replaceAll("/", "~1")}`,
    value: { enabled: false },
    consequence: "Until it is mended the plugin is off.",
  },
  {
    matches: /^\/plugins\/entries\/[^/]+\/config$/,
    pointer: ([, , id = ""]) => `/plugins/entries/${id.replaceAll("~", "~0").replaceAll("/", "~1")}`,
    value: { enabled: false },
    consequence: "Until it is mended the plugin is off.",
  },
];

/** More broken places than this, and the file is not worth mending piece by piece. */
const mostRepairs = 500;

function issuesOf(value: unknown): readonly SchemaIssue[] {
  if (validateHostConfig(value)) return [];
  return describeSchemaErrors(validateHostConfig.errors ?? [], value);
}

/** Sets the parts aside that do not hold, `whole` being changed, and says what was done. */
export function repairHostConfig(
  whole: Record<string, unknown>,
  place: Place,
): { readonly config: HostConfig; readonly diagnostics: readonly Diagnostic[] } {
  let issues = issuesOf(whole);
  const diagnostics = issues.map((issue) => toDiagnostic(issue, whole, place));
  for (let repairs = 0; issues.length > 0 && repairs < mostRepairs; repairs += 1) {
    setAside(issues[0] as SchemaIssue, whole);
    issues = issuesOf(whole);
  }
  const config = issues.length > 0 ? { plugins: { enabled: false } } : { plugins: (whole as HostConfig).plugins ?? {} };
  return { config, diagnostics };
}

/** The stand-in for a broken value; a misspelt gate (`denny`) counts as that gate broken. */
function standInFor({ kind, pointer, suggestion }: SchemaIssue): StandIn | undefined {
  const meant = kind === "unknown" ? (suggestion === undefined ? "" : `${pointer.replace(/[^/]*$/, "")}${suggestion}`) : pointer;
  return standIns.find(({ matches }) => matches.test(meant));
}

function setAside(issue: SchemaIssue, whole: Record<string, unknown>): void {
  const standIn = standInFor(issue);
  if (issue.kind === "unknown" || !standIn) removePointer(whole, issue.pointer);
  if (standIn) writePointer(whole, standIn.pointer(splitPointer(issue.pointer)), standIn.value);
}

function toDiagnostic(issue: SchemaIssue, whole: unknown, place: Place): Diagnostic {
  const at = place(issue.pointer);
  const suggestion = issue.suggestion === undefined ? "" : ` Did you mean "${issue.suggestion}"?`;
  const consequence = standInFor(issue)?.consequence ?? "It was set aside.";
  if (issue.kind === "unknown") {
    const key = splitPointer(issue.pointer).at(-1) ?? "";
    const fix = at.path === undefined ? {} : { fix: { path: at.path, pointer: issue.pointer } };
    return diagnose("CONFIG_UNKNOWN_KEY", { key, suggestion, consequence }, { ...at, ...fix });
  }
  // Values below a plugin's config may be secrets, whatever they are called.
  const isSensitive = /^\/plugins\/entries\/[^/]+\/config/.test(issue.pointer);
  const found = describeFound(readPointer(whole, issue.pointer), isSensitive);
  return diagnose("CONFIG_INVALID_VALUE", { expected: issue.expected, found, consequence, suggestion }, at);
}
