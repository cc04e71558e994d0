// What OpenClaw's SDK has for who may do what on a channel, and who there is.
import { normalizeStringEntries, uniqueStrings } from "../values/lists.js";
import { normalizeOptionalLowercaseString } from "../values/strings.js";

type Entries = readonly (string | number)[] | null | undefined;

/** The entries of a list of senders in lower case, without a prefix. */
export function formatAllowFromLowercase(of: { allowFrom?: Entries; stripPrefixRe?: RegExp }): string[] {
  const { stripPrefixRe } = of;
  const entries = normalizeStringEntries(of.allowFrom);
  const stripped = stripPrefixRe ? entries.map((entry) => entry.replace(stripPrefixRe, "")) : entries;
  return stripped.flatMap((entry) => normalizeOptionalLowercaseString(entry) ?? []);
}

/** The entries of a list of senders, each as the channel writes it. */
export function formatNormalizedAllowFromEntries(of: {
  allowFrom?: Entries;
  normalizeEntry: (entry: string) => string | undefined | null;
}): string[] {
  return normalizeStringEntries(of.allowFrom).flatMap((entry) => of.normalizeEntry(entry) || []);
}

/** Whether a list has a sender, or `*`. An empty list has nobody. */
export function isNormalizedSenderAllowed(of: {
  senderId: string | number;
  allowFrom?: Entries;
  stripPrefixRe?: RegExp;
}): boolean {
  const allowed = formatAllowFromLowercase(of);
  const sender = normalizeOptionalLowercaseString(String(of.senderId));
  return allowed.includes("*") || (sender !== undefined && allowed.includes(sender));
}

/** The list with `*` in it, for everybody. */
export function addWildcardAllowFrom(allowFrom?: Entries): string[] {
  return uniqueStrings([...normalizeStringEntries(allowFrom), "*"]);
}

/** The list with other entries, each once. */
export function mergeAllowFromEntries(current: Entries, additions: Entries): string[] {
  return uniqueStrings([...normalizeStringEntries(current), ...normalizeStringEntries(additions)]);
}

type Collector<Context> = (context: Context) => string | readonly string[] | null | undefined | false;

function collectWarnings<Context>(...collectors: readonly Collector<Context>[]): (context: Context) => string[] {
  return (context) => collectors.flatMap((collect) => collect(context) || []);
}

interface FindingOptions<Context> {
  readonly checkId: string;
  readonly severity: string;
  readonly title: string;
  readonly collectWarnings: (context: Context) => readonly string[];
}

function collectFindings<Context>(options: FindingOptions<Context>): (context: Context) => object[] {
  const { checkId, severity, title } = options;
  return (context) => {
    const details = options.collectWarnings(context).map((warning) => warning.trim().replace(/^-\s*/, ""));
    return details.filter((detail) => detail !== "").map((detail) => ({ checkId, severity, title, detail }));
  };
}

/** All that some functions warn of; with `findings`, each as what a check of the config found. */
export const createConditionalWarningCollector: typeof collectWarnings & { findings: typeof collectFindings } =
  Object.assign(collectWarnings, { findings: collectFindings });

/** Takes a prefix off an entry. */
export function createPairingPrefixStripper(
  prefix: RegExp,
  map: (entry: string) => string = (entry) => entry,
): (entry: string) => string {
  return (entry) => map(entry.trim().replace(prefix, "").trim());
}

/** A list of people and groups with the functions that are given; `self` knows nobody unless told. */
export function createChannelDirectoryAdapter<Adapter extends object>(adapter?: Adapter): Adapter & { self: unknown } {
  return { self: () => Promise.resolve(null), ...adapter } as Adapter & { self: unknown };
}

/** One with nobody in it. */
export function createEmptyChannelDirectoryAdapter(): object {
  const none = () => Promise.resolve([]);
  return createChannelDirectoryAdapter({ listPeers: none, listGroups: none });
}
