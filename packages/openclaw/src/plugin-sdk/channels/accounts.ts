// What OpenClaw's SDK has for the accounts of channels.
import {
  DEFAULT_ACCOUNT_ID,
  normalizeAccountId,
  normalizeOptionalAccountId,
  resolveAccountEntry,
} from "../routing/ids.js";
import { uniqueStrings } from "../values/lists.js";
import { asNonArrayRecord, asOptionalRecord, type UnknownRecord } from "../values/records.js";
import { normalizeOptionalString } from "../values/strings.js";
import type { ChannelsConfig } from "./config-section.js";

/** Whether something is set: no blank text, null or undefined. */
export function hasConfiguredAccountValue(value: unknown): boolean {
  return typeof value === "string" ? value.trim() !== "" : value !== undefined && value !== null;
}

/** A channel's own settings with an account's over them; `accounts` is left out, and what `omitKeys` names. */
export function resolveMergedAccountConfig(of: {
  channelConfig?: unknown;
  accounts?: unknown;
  accountId: string;
  omitKeys?: readonly string[];
  nestedObjectKeys?: readonly string[];
}): UnknownRecord {
  const left = new Set(["accounts", "defaultAccount", ...(of.omitKeys ?? [])]);
  const base = Object.fromEntries(Object.entries(asNonArrayRecord(of.channelConfig)).filter(([key]) => !left.has(key)));
  const account = asNonArrayRecord(resolveAccountEntry(asNonArrayRecord(of.accounts), of.accountId));
  const nested = (of.nestedObjectKeys ?? []).flatMap((key) => {
    const both = [asOptionalRecord(base[key]), asOptionalRecord(account[key])];
    return both.every((one) => one !== undefined) ? [[key, { ...both[0], ...both[1] }] as const] : [];
  });
  return { ...base, ...account, ...Object.fromEntries(nested) };
}

interface ListOptions {
  readonly normalizeAccountId?: (id: string) => string;
  readonly additionalAccountIds?: (cfg: ChannelsConfig) => readonly string[] | undefined;
  readonly hasImplicitDefaultAccount?: (cfg: ChannelsConfig) => boolean;
  readonly resolveImplicitAccountId?: (cfg: ChannelsConfig) => string | undefined;
  readonly implicitDefaultAccount?: { readonly channelKeys?: readonly string[]; readonly envVars?: readonly string[] };
  /** What there is where none is set up; false for none. */
  readonly fallbackAccountIdWhenEmpty?: string | false;
  readonly allowUnlistedDefaultAccount?: boolean;
  readonly omitKeys?: readonly string[];
  readonly nestedObjectKeys?: readonly string[];
}

/** Which accounts a config has of a channel. */
export interface AccountList {
  listConfiguredAccountIds(cfg: ChannelsConfig): string[];
  listAccountIds(cfg: ChannelsConfig): string[];
  resolveDefaultAccountId(cfg: ChannelsConfig): string;
  resolveAccountConfig(cfg: ChannelsConfig, accountId: string): UnknownRecord;
}

/** Makes the functions that tell them. */
export function createAccountListHelpers(channelKey: string, options: ListOptions = {}): AccountList {
  const section = (cfg: ChannelsConfig) => asNonArrayRecord(cfg.channels?.[channelKey]);
  const implicitId = (cfg: ChannelsConfig): string | undefined => {
    if (options.resolveImplicitAccountId) return options.resolveImplicitAccountId(cfg);
    const { channelKeys = [], envVars = [] } = options.implicitDefaultAccount ?? {};
    const values = [...channelKeys.map((key) => section(cfg)[key]), ...envVars.map((name) => process.env[name])];
    const isThere = options.hasImplicitDefaultAccount?.(cfg) === true || values.some(hasConfiguredAccountValue);
    return isThere ? DEFAULT_ACCOUNT_ID : undefined;
  };
  const listConfiguredAccountIds = (cfg: ChannelsConfig) => {
    const ids = Object.keys(asNonArrayRecord(section(cfg)["accounts"])).filter((id) => id !== "");
    return options.normalizeAccountId ? uniqueStrings(ids.map(options.normalizeAccountId)) : ids;
  };
  const listAccountIds = (cfg: ChannelsConfig) => {
    const implicit = implicitId(cfg);
    const named = [...listConfiguredAccountIds(cfg), ...(options.additionalAccountIds?.(cfg) ?? [])];
    const ids = uniqueStrings(implicit === undefined ? named : [...named, implicit]).filter((id) => id !== "");
    const { fallbackAccountIdWhenEmpty: fallback = DEFAULT_ACCOUNT_ID } = options;
    return ids.length === 0 && fallback !== false ? [fallback] : ids.toSorted((a, b) => a.localeCompare(b));
  };
  return {
    listConfiguredAccountIds,
    listAccountIds,
    resolveDefaultAccountId(cfg) {
      const ids = listAccountIds(cfg);
      const chosen = normalizeOptionalAccountId(normalizeOptionalString(section(cfg)["defaultAccount"]));
      const isListed = ids.some((id) => normalizeAccountId(id) === chosen);
      if (chosen !== undefined && (isListed || options.allowUnlistedDefaultAccount === true)) return chosen;
      return ids.includes(DEFAULT_ACCOUNT_ID) ? DEFAULT_ACCOUNT_ID : (ids[0] ?? DEFAULT_ACCOUNT_ID);
    },
    resolveAccountConfig: (cfg, accountId) =>
      resolveMergedAccountConfig({
        ...options,
        channelConfig: section(cfg),
        accounts: section(cfg)["accounts"],
        accountId,
      }),
  };
}

interface Account {
  readonly accountId?: string | null;
  readonly name?: string;
  readonly enabled?: boolean;
}

/** What a status shows of an account. */
export function describeAccountSnapshot(of: { account: Account; configured?: boolean; extra?: object }): UnknownRecord {
  const { account, configured, extra } = of;
  return {
    accountId: account.accountId ?? DEFAULT_ACCOUNT_ID,
    name: normalizeOptionalString(account.name),
    enabled: account.enabled !== false,
    configured,
    ...extra,
  };
}

/** The same of one that is told by webhook. */
export function describeWebhookAccountSnapshot(of: {
  account: Account;
  configured?: boolean;
  mode?: string;
  extra?: object;
}): UnknownRecord {
  return describeAccountSnapshot({ ...of, extra: { mode: of.mode ?? "webhook", ...of.extra } });
}
