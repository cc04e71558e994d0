import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { validateHostConfig } from "./host-config.generated.js";
import { joinPointer, readPointer, removePointer, splitPointer, writePointer } from "./pointer.js";
import { describeFound, describeSchemaErrors, type SchemaIssue } from "./schema-issue.js";
import type { HostConfig, PluginEntryConfig } from "./schema.js";

type Place = (pointer: string) => { readonly pointer: string; readonly path?: string };

/** What follows from a broken gate. */
export const noPluginRuns = "Until it is mended no plugin runs.";
const pluginIsOff = "Until it is mended the plugin is off.";

/** Something broken that may have kept a plugin out: what is written in its stead, so that it goes on doing so. */
interface ShutGate {
  readonly matches: RegExp;
  readonly pointer: (segments: readonly string[]) => string;
  readonly value: unknown;
  readonly consequence: string;
}

const entryEnabled = ([, , id = ""]: readonly string[]) => joinPointer("/plugins/entries", id, "enabled");

const shutGates: readonly ShutGate[] = [
  {
    // A plugin that a gate cannot do without is part of the gate.
    matches: /^\/plugins(?:\/(?:enabled|entries|deny(?:\/\d+)?|hooks(?:\/[^/]+(?:\/required(?:\/\d+)?)?)?))?$/,
    pointer: () => "/plugins/enabled",
    value: false,
    consequence: noPluginRuns,
  },
  {
    matches: /^\/plugins\/allow$/,
    pointer: () => "/plugins/allow",
    value: [],
    consequence: "Until it is mended nothing is allowed.",
  },
  {
    matches: /^\/plugins\/entries\/[^/]+(?:\/(?:enabled|config|hooks(?:\/[^/]+(?:\/enabled)?)?))?$/,
    pointer: entryEnabled,
    value: false,
    consequence: pluginIsOff,
  },
];

/** More broken places than this, and the file is not worth mending piece by piece. */
const mostRepairs = 500;

/** What is left of a config after repair. */
export interface RepairedConfig {
  readonly config: HostConfig;
  readonly diagnostics: readonly Diagnostic[];
  /** The pointer, in the file as it was written, of what stands at a pointer into `config`. */
  asWritten(pointer: string): string;
}

/** Sets the parts aside that do not hold, `whole` being changed, and says what was done. */
export function repairHostConfig(whole: Record<string, unknown>, place: Place): RepairedConfig {
  let issues = issuesOf(whole);
  const diagnostics = issues.map((issue) => toDiagnostic(issue, whole, place));
  const removed: string[] = [];
  const most = new Set(issues.map(({ pointer }) => pointer)).size > mostRepairs ? 0 : mostRepairs;
  for (let repairs = 0; issues.length > 0 && repairs < most; repairs += 1) {
    setAside(issues[0] as SchemaIssue, whole, removed);
    issues = issuesOf(whole);
  }
  const mended: HostConfig = issues.length > 0 ? { plugins: { enabled: false } } : whole;
  const { plugins = {} } = mended;
  const { entries, twice } = joinEntries(plugins.entries, place);
  return {
    config: { plugins: entries ? { ...plugins, entries } : plugins },
    diagnostics: [...diagnostics, ...twice],
    asWritten: (pointer) => removed.reduceRight(beforeRemoval, pointer),
  };
}

function issuesOf(value: unknown): readonly SchemaIssue[] {
  if (validateHostConfig(value)) return [];
  return describeSchemaErrors(validateHostConfig.errors ?? [], value);
}

/** The gate that is broken with it; a misspelt gate (`denny`) counts as that gate. */
function gateOf({ kind, pointer, suggestion }: SchemaIssue): ShutGate | undefined {
  const isMisspelt = kind === "unknown" && suggestion !== undefined;
  if (kind === "unknown" && !isMisspelt) return undefined;
  const meant = isMisspelt ? joinPointer("", ...splitPointer(pointer).slice(0, -1), suggestion) : pointer;
  return shutGates.find(({ matches }) => matches.test(meant));
}

/** A way to read something broken that keeps what was meant. */
interface Rereading {
  readonly pointer: string;
  readonly value: unknown;
  readonly consequence: string;
}

/** Lists of which one element alone is plain enough. */
const listOfTexts = /^\/plugins\/(?:allow|deny|hooks\/[^/]+\/(?:required|waive)|entries\/[^/]+\/requiredFor)$/;

/** What is one of a few words. */
const wordOfChoice = /^\/plugins\/entries\/[^/]+\/onFailure$/;

/** A misspelt key is read as the one that was meant, and one id as a list of one; nothing where it is not that plain. */
function reread({ kind, pointer, suggestion }: SchemaIssue, whole: unknown): Rereading | undefined {
  const value = readPointer(whole, pointer);
  if (kind === "unknown" && suggestion !== undefined) {
    const meant = joinPointer("", ...splitPointer(pointer).slice(0, -1), suggestion);
    if (readPointer(whole, meant) !== undefined) return undefined;
    return { pointer: meant, value, consequence: `Until it is mended it is read as "${suggestion}".` };
  }
  if (kind !== "mismatch" || typeof value !== "string") return undefined;
  if (suggestion !== undefined && wordOfChoice.test(pointer)) {
    return { pointer, value: suggestion, consequence: `Until it is mended it is read as "${suggestion}".` };
  }
  if (!listOfTexts.test(pointer)) return undefined;
  return { pointer, value: [value], consequence: "Until it is mended it is read as a list of one." };
}

function setAside(issue: SchemaIssue, whole: Record<string, unknown>, removed: string[]): void {
  const { pointer } = issue;
  const meant = reread(issue, whole);
  const parent = joinPointer("", ...splitPointer(pointer).slice(0, -1));
  if (Array.isArray(readPointer(whole, parent))) removed.push(pointer);
  removePointer(whole, pointer);
  if (meant) return writePointer(whole, meant.pointer, meant.value);
  const gate = gateOf(issue);
  if (gate) writePointer(whole, gate.pointer(splitPointer(pointer)), gate.value);
}

/** The pointer before the element at `gone` was taken out of its list. */
function beforeRemoval(pointer: string, gone: string): string {
  const list = splitPointer(gone);
  const place = list.length - 1;
  const segments = splitPointer(pointer);
  const isSameList =
    segments.length > place && list.slice(0, -1).every((segment, index) => segment === segments[index]);
  if (!isSameList || Number(segments[place]) < Number(list[place])) return pointer;
  return joinPointer("", ...segments.map((segment, index) => (index === place ? Number(segment) + 1 : segment)));
}

type Entries = Readonly<Record<string, PluginEntryConfig>>;

/** Two entries for one plugin contradict each other or hide one another, so neither counts. */
function joinEntries(
  written: Entries | undefined,
  place: Place,
): { readonly entries: Entries | undefined; readonly twice: readonly Diagnostic[] } {
  const ids = Object.keys(written ?? {});
  const firsts = new Map(ids.toReversed().map((id) => [id.toLowerCase(), id]));
  if (firsts.size === ids.length) return { entries: written, twice: [] };
  const entries: Record<string, PluginEntryConfig> = Object.fromEntries(
    [...firsts.values()].map((id) => [id, written?.[id] ?? {}]),
  );
  const twice = ids.flatMap((second) => {
    const first = firsts.get(second.toLowerCase()) ?? second;
    if (first === second) return [];
    entries[first] = { enabled: false };
    return [diagnose("CONFIG_ENTRY_TWICE", { first, second }, place(joinPointer("/plugins/entries", second)))];
  });
  return { entries, twice };
}

/** Below a plugin's entry anything may be a secret, whatever it is called; these cannot. */
const plainEntryKey =
  /^\/plugins\/entries\/[^/]+\/(?:enabled|required|requiredFor(?:\/\d+)?|onFailure|deadlineMs|breaker\/[^/]+|hooks\/[^/]+\/[^/]+)$/;

function toDiagnostic(issue: SchemaIssue, whole: unknown, place: Place): Diagnostic {
  const { pointer, kind, expected } = issue;
  const at = place(pointer);
  const suggestion = issue.suggestion === undefined ? "" : ` Did you mean "${issue.suggestion}"?`;
  const consequence = (reread(issue, whole) ?? gateOf(issue))?.consequence ?? "It was set aside.";
  if (kind === "unknown") {
    const key = splitPointer(pointer).at(-1) ?? "";
    // A key that was meant for another is not to be removed: that would open the gate it was meant to be.
    const isFixable = at.path !== undefined && issue.suggestion === undefined;
    const fix = isFixable ? { fix: { path: at.path, pointer } } : {};
    return diagnose("CONFIG_UNKNOWN_KEY", { key, suggestion, consequence }, { ...at, ...fix });
  }
  const isSensitive = pointer.startsWith("/plugins/entries/") && !plainEntryKey.test(pointer);
  const found = describeFound(readPointer(whole, pointer), isSensitive);
  return diagnose("CONFIG_INVALID_VALUE", { expected, found, consequence, suggestion }, at);
}
