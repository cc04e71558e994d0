// What OpenClaw's SDK has for reading what stands in the config of a channel's account.
import {
  asBoolean,
  asNonArrayRecord,
  asNullableRecord,
  asOptionalRecord,
  type UnknownRecord,
} from "../values/records.js";
import { normalizeOptionalString } from "../values/strings.js";

/** Whether people may be recognised by names, which they can change at will. */
export function isDangerousNameMatchingEnabled(config: unknown): boolean {
  return asOptionalRecord(config)?.["dangerouslyAllowNameMatching"] === true;
}

/** The same of an account, else of its channel. */
export function resolveDangerousNameMatchingEnabled(of: {
  accountConfig?: unknown;
  providerConfig?: unknown;
}): boolean {
  const own = asBoolean(asOptionalRecord(of.accountConfig)?.["dangerouslyAllowNameMatching"]);
  return own ?? isDangerousNameMatchingEnabled(of.providerConfig);
}

function streamingOf(entry: unknown): UnknownRecord {
  return asNonArrayRecord(asOptionalRecord(entry)?.["streaming"]);
}

/** How an account's long texts are cut: at a length, or at line ends. */
export function resolveChannelStreamingChunkMode(entry: unknown): "length" | "newline" | undefined {
  const { chunkMode = asOptionalRecord(entry)?.["chunkMode"] } = streamingOf(entry);
  return chunkMode === "length" || chunkMode === "newline" ? chunkMode : undefined;
}

/** Whether an account's answers come in blocks; nothing where it does not say. */
export function resolveChannelStreamingBlockEnabled(entry: unknown): boolean | undefined {
  return asBoolean(asNonArrayRecord(streamingOf(entry)["block"])["enabled"]);
}

/** How blocks are put together; nothing where an account does not say. */
export function resolveChannelStreamingBlockCoalesce(entry: unknown): UnknownRecord | undefined {
  return asNullableRecord(asNonArrayRecord(streamingOf(entry)["block"])["coalesce"]) ?? undefined;
}

/** The config of the whole process: none here, where each plugin is handed its own. */
export function getRuntimeConfigSnapshot(): null {
  return null;
}

/** The same as it was written. */
export function getRuntimeConfigSourceSnapshot(): null {
  return null;
}

/** Which config counts: the one that was handed over, else the process's. */
export function selectApplicableRuntimeConfig<Config>(of: {
  inputConfig?: Config;
  runtimeConfig?: Config | null;
}): Config | undefined {
  return of.inputConfig ?? of.runtimeConfig ?? undefined;
}

type CredentialStatus = "available" | "configured_unavailable" | "missing";

const statusKeys = [
  "tokenStatus",
  "botTokenStatus",
  "appTokenStatus",
  "signingSecretStatus",
  "userTokenStatus",
] as const;

const sourceKeys = ["tokenSource", "botTokenSource", "appTokenSource", "signingSecretSource"] as const;

type StatusKey = (typeof statusKeys)[number];

function statusesOf(account: unknown, keys: readonly StatusKey[]): readonly (readonly [StatusKey, CredentialStatus])[] {
  const members = asNonArrayRecord(account);
  const known: readonly unknown[] = ["available", "configured_unavailable", "missing"];
  return keys.flatMap((key) =>
    known.includes(members[key]) ? [[key, members[key] as CredentialStatus] as const] : [],
  );
}

/** Whether an account has any of its secrets; nothing where it tells of none. */
export function resolveConfiguredFromCredentialStatuses(account: unknown): boolean | undefined {
  const statuses = statusesOf(account, statusKeys);
  return statuses.length === 0 ? undefined : statuses.some(([, status]) => status !== "missing");
}

/** Whether an account has each of those that it needs; nothing where it tells of none. */
export function resolveConfiguredFromRequiredCredentialStatuses(
  account: unknown,
  requiredKeys: readonly StatusKey[],
): boolean | undefined {
  const statuses = statusesOf(account, requiredKeys);
  return statuses.length === 0 ? undefined : statuses.every(([, status]) => status !== "missing");
}

/** What may be shown of an account's secrets: where they come from, and whether they are there. */
export function projectCredentialSnapshotFields(account: unknown): UnknownRecord {
  const members = asNonArrayRecord(account);
  const sources = sourceKeys.map((key) => [key, normalizeOptionalString(members[key])] as const);
  const told = sources.filter(([, source]) => source !== undefined);
  return Object.fromEntries([...told, ...statusesOf(account, statusKeys)]);
}
