// What OpenClaw's SDK has for what was said in a group before an agent is asked.

/** Something that was said. */
export interface HistoryEntry {
  readonly sender: string;
  readonly body: string;
  /** In milliseconds since 1970. */
  readonly timestamp?: number;
  readonly messageId?: string;
}

/** How many entries are kept of a group, unless told. */
export const DEFAULT_GROUP_HISTORY_LIMIT = 50;

/** Stands before what was said earlier. */
export const HISTORY_CONTEXT_MARKER = "[Chat messages since your last reply - for context]";

/** Stands before the message that is to be answered. */
export const CURRENT_MESSAGE_MARKER = "[Current message - respond to this]";

type Histories<Entry> = Map<string, Entry[]>;

interface Place<Entry> {
  readonly historyMap: Histories<Entry>;
  readonly historyKey: string;
  /** How many entries are kept; 0 keeps none. */
  readonly limit: number;
}

/** Forgets the groups that were silent longest, down to so many. */
export function evictOldHistoryKeys(histories: Histories<unknown>, maxKeys = 1000): void {
  for (const key of histories.keys()) {
    if (histories.size <= maxKeys) return;
    histories.delete(key);
  }
}

/** Keeps what was said, and gives all that is kept of the group; nothing is kept with a limit of 0. */
export function recordPendingHistoryEntryIfEnabled<Entry>(of: Place<Entry> & { entry?: Entry | null }): Entry[] {
  const { historyMap, historyKey, limit, entry } = of;
  if (limit <= 0 || entry === undefined || entry === null) return [];
  const kept = [...(historyMap.get(historyKey) ?? []), entry].slice(-limit);
  historyMap.delete(historyKey);
  historyMap.set(historyKey, kept);
  evictOldHistoryKeys(historyMap);
  return kept;
}

/** Forgets what was said in a group. */
export function clearHistoryEntriesIfEnabled<Entry>(of: Place<Entry>): void {
  if (of.limit > 0) of.historyMap.set(of.historyKey, []);
}

interface Framing {
  readonly currentMessage: string;
  readonly lineBreak?: string;
}

/** A message with what was said before it; the message alone where nothing was. */
export function buildHistoryContext(of: Framing & { historyText: string }): string {
  if (of.historyText.trim() === "") return of.currentMessage;
  const lines = [HISTORY_CONTEXT_MARKER, of.historyText, "", CURRENT_MESSAGE_MARKER, of.currentMessage];
  return lines.join(of.lineBreak ?? "\n");
}

interface Formatting<Entry> extends Framing {
  readonly formatEntry: (entry: Entry) => string;
}

/** The same of entries; the last is the message itself, unless `excludeLast` is false. */
export function buildHistoryContextFromEntries<Entry>(
  of: Formatting<Entry> & { entries: readonly Entry[]; excludeLast?: boolean },
): string {
  const entries = of.excludeLast === false ? of.entries : of.entries.slice(0, -1);
  return buildHistoryContext({ ...of, historyText: entries.map(of.formatEntry).join(of.lineBreak ?? "\n") });
}

/** The same of what is kept of a group, all of it. */
export function buildPendingHistoryContextFromMap<Entry>(of: Formatting<Entry> & Place<Entry>): string {
  if (of.limit <= 0) return of.currentMessage;
  return buildHistoryContextFromEntries({ ...of, entries: of.historyMap.get(of.historyKey) ?? [], excludeLast: false });
}

/** What is kept of a group as data for an agent; nothing with a limit of 0. */
export function buildInboundHistoryFromMap<Entry extends HistoryEntry>(of: Place<Entry>): HistoryEntry[] | undefined {
  if (of.limit <= 0) return undefined;
  return buildInboundHistoryFromEntries({ entries: of.historyMap.get(of.historyKey) ?? [], limit: of.limit });
}

/** The same of entries. */
export function buildInboundHistoryFromEntries(of: {
  entries: readonly HistoryEntry[];
  limit: number;
}): HistoryEntry[] | undefined {
  if (of.limit <= 0) return undefined;
  return of.entries.slice(-of.limit).map(({ sender, body, timestamp, messageId }) => ({
    sender,
    body,
    ...(timestamp !== undefined && { timestamp }),
    ...(messageId !== undefined && { messageId }),
  }));
}
