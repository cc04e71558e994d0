// What OpenClaw's SDK has for the keys of sessions: `agent:main:telegram:direct:42`.
import { normalizeLowercaseStringOrEmpty, normalizeOptionalString } from "../values/strings.js";
import { normalizeAccountId, normalizeAgentId } from "./ids.js";

/** The last part of the key of an agent's main session. */
export const DEFAULT_MAIN_KEY = "main";

/** The name of an agent's main session as it stands in keys. */
export function normalizeMainKey(key?: string | null): string {
  return normalizeLowercaseStringOrEmpty(key) || DEFAULT_MAIN_KEY;
}

/** The key of an agent's main session. */
export function buildAgentMainSessionKey(of: { agentId: string; mainKey?: string }): string {
  return `agent:${normalizeAgentId(of.agentId)}:${normalizeMainKey(of.mainKey)}`;
}

interface SessionPlace {
  readonly agentId: string;
  readonly channel: string;
  readonly accountId?: string | null;
  readonly mainKey?: string;
  readonly peer?: { readonly kind: string; readonly id: string | number } | null;
  /** What direct messages share: `main`, one session for all. */
  readonly dmScope?: "main" | "per-peer" | "per-channel-peer" | "per-account-channel-peer";
  readonly groupScope?: "main" | "per-group";
  /** Names of people, each with its peers as `peer` or `channel:peer`: they share a session. */
  readonly identityLinks?: Readonly<Record<string, readonly string[]>>;
}

/** The key of the session that a message to or from a place belongs to. */
export function buildAgentSessionKey(of: SessionPlace): string {
  const agent = `agent:${normalizeAgentId(of.agentId)}`;
  const main = `${agent}:${normalizeMainKey(of.mainKey)}`;
  const channel = normalizeLowercaseStringOrEmpty(of.channel) || "unknown";
  const kind = of.peer?.kind ?? "direct";
  const id = of.peer ? String(of.peer.id).trim() : "";
  if (kind !== "direct" && kind !== "dm") {
    return of.groupScope === "main" ? main : `${agent}:${channel}:${kind}:${id.toLowerCase() || "unknown"}`;
  }
  const scope = of.dmScope ?? "main";
  if (scope === "main" || !of.peer) return main;
  const peer = (linkedName(of.identityLinks, channel, id) ?? (id || "unknown")).toLowerCase();
  if (scope === "per-peer") return `${agent}:direct:${peer}`;
  const account = scope === "per-account-channel-peer" ? `:${normalizeAccountId(of.accountId)}` : "";
  return `${agent}:${channel}${account}:direct:${peer}`;
}

function linkedName(links: SessionPlace["identityLinks"], channel: string, id: string): string | undefined {
  const wanted = new Set([id.toLowerCase(), `${channel}:${id.toLowerCase()}`]);
  return Object.keys(links ?? {}).find((name) => links?.[name]?.some((peer) => wanted.has(peer.trim().toLowerCase())));
}

interface SessionConfig {
  readonly session?: Pick<SessionPlace, "mainKey" | "dmScope" | "groupScope" | "identityLinks">;
}

/** The key of the session that a message which an agent sends belongs to. */
export function buildOutboundBaseSessionKey(of: SessionPlace & { cfg: SessionConfig }): string {
  const { cfg, agentId, channel, accountId, peer } = of;
  return buildAgentSessionKey({ ...cfg.session, agentId, channel, accountId: accountId ?? null, peer: peer ?? null });
}

/** The key under which what was said in a group is kept. */
export function buildGroupHistoryKey(of: {
  channel: string;
  accountId?: string | null;
  peerKind: string;
  peerId: string;
}): string {
  const part = (text: string) => normalizeLowercaseStringOrEmpty(text) || "unknown";
  return `${part(of.channel)}:${normalizeAccountId(of.accountId)}:${of.peerKind}:${part(of.peerId)}`;
}

/** The agent and the rest of a key, or null where it is none of an agent's. */
export function parseAgentSessionKey(key?: string | null): { agentId: string; rest: string } | null {
  const [, agentId, rest] = /^agent:([^:]+):([^:][\s\S]*)$/i.exec(key?.trim() ?? "") ?? [];
  if (agentId === undefined || rest === undefined || agentId.trim() === "") return null;
  return { agentId: agentId.trim().toLowerCase(), rest };
}

/**
 * The agent of a key, or the one that is given for keys without.
 *
 * @throws an `Error` where there is neither, and where the key is a broken one of an agent's
 */
export function resolveAgentIdFromSessionKey(key?: string | null, fallback?: string): string {
  const parsed = parseAgentSessionKey(key);
  if (parsed) return normalizeAgentId(parsed.agentId);
  if (/^\s*agent:/i.test(key ?? "")) throw new Error(`The session key "${key}" names no agent`);
  if (!fallback?.trim()) throw new Error("The session key names no agent, and there is no default agent for it");
  return normalizeAgentId(fallback);
}

function hasMarker(key: string | null | undefined, marker: string): boolean {
  const text = normalizeOptionalString(key)?.toLowerCase() ?? "";
  return text.startsWith(marker) || (parseAgentSessionKey(text)?.rest.startsWith(marker) ?? false);
}

/** Whether a session is one of an agent of another program, over ACP. */
export function isAcpSessionKey(key?: string | null): boolean {
  return hasMarker(key, "acp:");
}

/** Whether a session is one of an agent that another agent started. */
export function isSubagentSessionKey(key?: string | null): boolean {
  return hasMarker(key, "subagent:");
}

/** Whether a session is one of a scheduled task. */
export function isCronSessionKey(key?: string | null): boolean {
  return parseAgentSessionKey(key)?.rest.toLowerCase().startsWith("cron:") ?? false;
}

/** A key without its thread, and the thread. */
export function parseThreadSessionSuffix(key?: string | null): {
  baseSessionKey: string | undefined;
  threadId: string | undefined;
} {
  const text = normalizeOptionalString(key);
  const [, base, thread] = /^([\s\S]*):thread:([\s\S]*)$/i.exec(text ?? "") ?? [];
  return { baseSessionKey: base ?? text, threadId: normalizeOptionalString(thread) };
}

/** The key of a thread's session; the base's own where there is no thread. */
export function resolveThreadSessionKeys(of: {
  baseSessionKey: string;
  threadId?: string | null;
  parentSessionKey?: string;
  useSuffix?: boolean;
  normalizeThreadId?: (id: string) => string;
}): { sessionKey: string; parentSessionKey: string | undefined } {
  const thread = of.threadId?.trim();
  if (!thread) return { sessionKey: of.baseSessionKey, parentSessionKey: undefined };
  const suffix = of.normalizeThreadId?.(thread) ?? thread.toLowerCase();
  const sessionKey = of.useSuffix === false ? of.baseSessionKey : `${of.baseSessionKey}:thread:${suffix}`;
  return { sessionKey, parentSessionKey: of.parentSessionKey };
}

/** Whether the place that a message came from is kept with the main session or with its own. */
export function deriveLastRoutePolicy(of: { sessionKey: string; mainSessionKey: string }): "main" | "session" {
  return of.sessionKey === of.mainSessionKey ? "main" : "session";
}
