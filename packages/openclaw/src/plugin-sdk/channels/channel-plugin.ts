// What OpenClaw's SDK has for the plugin object of a channel.
import { DEFAULT_ACCOUNT_ID, resolveAccountEntry } from "../routing/ids.js";
import { buildOutboundBaseSessionKey } from "../routing/session-keys.js";
import { asNonArrayRecord, type UnknownRecord } from "../values/records.js";
import { normalizeLowercaseStringOrEmpty } from "../values/strings.js";
import type { ChannelsConfig } from "./config-section.js";
import { createAttachedChannelResultAdapter, type Senders } from "./sending.js";

const baseMembers = [
  "setupWizard",
  "capabilities",
  "commands",
  "doctor",
  "agentPrompt",
  "streaming",
  "reload",
  "gatewayMethods",
  "gatewayMethodDescriptors",
  "configSchema",
  "config",
  "security",
  "groups",
  "setup",
  "setupContract",
] as const;

/** The part of a channel's plugin that its set-up and its full form share. */
export function createChannelPluginBase(of: UnknownRecord & { id: string; meta?: object }): UnknownRecord {
  const given = baseMembers.filter((name) => of[name]).map((name) => [name, of[name]]);
  return { id: of.id, meta: { ...of.meta, id: of.id }, ...Object.fromEntries(given) };
}

interface DmSecurity {
  readonly channelKey: string;
  readonly resolvePolicy: (account: unknown) => string | null | undefined;
  readonly resolveAllowFrom: (account: unknown) => readonly (string | number)[] | null | undefined;
  readonly resolveFallbackAccountId?: (account: unknown) => string | null | undefined;
  readonly defaultPolicy?: string;
  readonly allowFromPathSuffix?: string;
  readonly policyPathSuffix?: string;
  readonly approveChannelId?: string;
  readonly approveHint?: string;
  readonly normalizeEntry?: (entry: string) => string;
}

interface AccountPlace {
  readonly cfg: ChannelsConfig;
  readonly accountId?: string | null;
  readonly account: unknown;
}

/** Who may write to an account directly, and where the config says so. */
export function createScopedDmSecurityResolver(of: DmSecurity): (place: AccountPlace) => object {
  return ({ cfg, accountId, account }) => {
    const fallback = of.resolveFallbackAccountId?.(account) ?? asNonArrayRecord(account)["accountId"];
    const id = accountId ?? (typeof fallback === "string" ? fallback : DEFAULT_ACCOUNT_ID);
    const accounts = asNonArrayRecord(asNonArrayRecord(cfg.channels?.[of.channelKey])["accounts"]);
    const hasOwn = resolveAccountEntry(accounts, id) !== undefined;
    const path = `channels.${of.channelKey}.${hasOwn ? `accounts.${id}.` : ""}`;
    return {
      policy: of.resolvePolicy(account) ?? of.defaultPolicy ?? "pairing",
      allowFrom: of.resolveAllowFrom(account) ?? [],
      policyPath: of.policyPathSuffix === undefined ? undefined : path + of.policyPathSuffix,
      allowFromPath: path + (of.allowFromPathSuffix ?? ""),
      approveHint: of.approveHint ?? formatPairingApproveHint(of.approveChannelId ?? of.channelKey),
      normalizeEntry: of.normalizeEntry,
    };
  };
}

/** How an operator lets somebody in who asked. */
export function formatPairingApproveHint(channelId: string): string {
  return `Add the sender to the allow list of channels.${channelId} in the config`;
}

/** Tells somebody that they were let in. */
export const PAIRING_APPROVED_MESSAGE = "✅ Access approved. Send a message to start chatting.";

interface ChatChannel {
  readonly base: UnknownRecord & { capabilities?: object; conversationBindings?: object };
  readonly security?: UnknownRecord & { dm?: DmSecurity };
  readonly pairing?: UnknownRecord & { text?: TextPairing };
  readonly threading?: UnknownRecord;
  readonly outbound?: UnknownRecord & { base?: object; attachedResults?: Senders & { channel: string } };
}

interface TextPairing {
  readonly idLabel: string;
  readonly message: string;
  readonly normalizeAllowEntry?: (entry: string) => string;
  readonly notify: (of: object) => unknown;
}

/** The plugin of a channel where people chat, of its parts. */
export function createChatChannelPlugin(of: ChatChannel): UnknownRecord {
  return {
    ...of.base,
    capabilities: of.base.capabilities ?? { chatTypes: ["direct"] },
    conversationBindings: { supportsCurrentConversationBinding: true, ...of.base.conversationBindings },
    ...(of.security && { security: securityOf(of.security) }),
    ...(of.pairing && { pairing: of.pairing.text ? createTextPairingAdapter(of.pairing.text) : of.pairing }),
    ...(of.threading && { threading: threadingOf(of.threading) }),
    ...(of.outbound && { outbound: outboundOf(of.outbound) }),
  };
}

function securityOf({ dm, ...rest }: NonNullable<ChatChannel["security"]>): object {
  return dm ? { ...rest, resolveDmPolicy: createScopedDmSecurityResolver(dm) } : rest;
}

/** How somebody is told by a text that they were let in. */
export function createTextPairingAdapter(of: TextPairing): object {
  const { idLabel, message, normalizeAllowEntry } = of;
  const notifyApproval = async (context: object) => void (await of.notify({ ...context, message }));
  return { idLabel, normalizeAllowEntry, notifyApproval };
}

type ReplyMode = (place: { cfg: ChannelsConfig; accountId?: string | null; chatType?: string }) => unknown;

function threadingOf(threading: UnknownRecord): UnknownRecord {
  const { topLevelReplyToMode: channel, scopedAccountReplyToMode: scoped } = threading;
  if (typeof channel === "string") return { ...threading, resolveReplyToMode: topLevelMode(channel) };
  if (scoped === undefined) return threading;
  const { resolveAccount, resolveReplyToMode, fallback } = scoped as {
    resolveAccount: (cfg: ChannelsConfig, accountId?: string | null) => unknown;
    resolveReplyToMode: (account: unknown, chatType?: string) => unknown;
    fallback?: string;
  };
  const mode: ReplyMode = ({ cfg, accountId, chatType }) =>
    resolveReplyToMode(resolveAccount(cfg, accountId), chatType) ?? fallback ?? "off";
  return { ...threading, resolveReplyToMode: mode };
}

function topLevelMode(channel: string): ReplyMode {
  return ({ cfg }) => asNonArrayRecord(cfg.channels?.[channel])["replyToMode"] ?? "off";
}

function outboundOf(outbound: NonNullable<ChatChannel["outbound"]>): object {
  const { base, attachedResults, ...rest } = outbound;
  return attachedResults ? { ...base, ...createAttachedChannelResultAdapter(attachedResults) } : { ...rest, ...base };
}

/** A target without the name of its channel before it: `telegram:42` gives `42`. */
export function stripChannelTargetPrefix(raw: string, ...channels: readonly string[]): string {
  const target = raw.trim();
  const prefixes = channels.map((channel) => `${normalizeLowercaseStringOrEmpty(channel)}:`);
  const found = prefixes.find((prefix) => target.toLowerCase().startsWith(prefix));
  return target.slice(found?.length ?? 0).trim();
}

/** A target without its kind before it: `user:42` gives `42`. */
export function stripTargetKindPrefix(raw: string): string {
  return raw.replace(/^(?:user|channel|group|conversation|room|dm):/i, "").trim();
}

type SessionPlace = Parameters<typeof buildOutboundBaseSessionKey>[0];

/** The session and the places of a message that an agent sends. */
export function buildChannelOutboundSessionRoute(
  of: SessionPlace & { chatType: string; from: string; to: string; threadId?: string | number },
): object {
  const baseSessionKey = buildOutboundBaseSessionKey(of);
  const { peer, chatType, from, to, threadId } = of;
  return {
    sessionKey: baseSessionKey,
    baseSessionKey,
    peer,
    chatType,
    from,
    to,
    ...(threadId !== undefined && { threadId }),
  };
}
