// What OpenClaw's SDK has for the section of a channel in a config: `channels.<id>`, with accounts below it.
import { DEFAULT_ACCOUNT_ID, normalizeAccountId } from "../routing/ids.js";
import { asNonArrayRecord, asOptionalRecord, type UnknownRecord } from "../values/records.js";

/** A config, of which only channels are known here. Never changed: what changes it gives another. */
export interface ChannelsConfig {
  readonly channels?: Readonly<Record<string, unknown>>;
}

function sectionOf(cfg: ChannelsConfig, key: string): UnknownRecord {
  return asNonArrayRecord(cfg.channels?.[key]);
}

function withSection<Config extends ChannelsConfig>(cfg: Config, key: string, section?: UnknownRecord): Config {
  const { [key]: _old, ...others } = cfg.channels ?? {};
  const channels = section === undefined ? others : { ...cfg.channels, [key]: section };
  const { channels: _channels, ...rest } = cfg;
  return (Object.keys(channels).length === 0 ? rest : { ...rest, channels }) as Config;
}

/** The key under which an account is written, which may be in other letters than its id. */
function accountKey(accounts: UnknownRecord, id: string): string | undefined {
  return (
    Object.keys(accounts).find((key) => key === id) ??
    Object.keys(accounts).find((key) => normalizeAccountId(key) === id)
  );
}

interface AccountChange<Config> {
  readonly cfg: Config;
  readonly sectionKey: string;
  readonly accountId?: string | null;
}

/** The config with a channel turned on or off as a whole. */
export function setTopLevelChannelEnabledInConfigSection<Config extends ChannelsConfig>(
  of: Omit<AccountChange<Config>, "accountId"> & { enabled: boolean },
): Config {
  return withSection(of.cfg, of.sectionKey, { ...sectionOf(of.cfg, of.sectionKey), enabled: of.enabled });
}

/** The config with an account turned on or off; with `allowTopLevel` the default one's switch may be the channel's. */
export function setAccountEnabledInConfigSection<Config extends ChannelsConfig>(
  of: AccountChange<Config> & { enabled: boolean; allowTopLevel?: boolean },
): Config {
  const section = sectionOf(of.cfg, of.sectionKey);
  const accounts = asNonArrayRecord(section["accounts"]);
  const id = normalizeAccountId(of.accountId);
  if (of.allowTopLevel === true && id === DEFAULT_ACCOUNT_ID && section["accounts"] === undefined) {
    return setTopLevelChannelEnabledInConfigSection(of);
  }
  const key = accountKey(accounts, id) ?? id;
  const account = { ...asOptionalRecord(accounts[key]), enabled: of.enabled };
  return withSection(of.cfg, of.sectionKey, { ...section, accounts: { ...accounts, [key]: account } });
}

/** The config without an account; without the whole section where it was the only one. */
export function deleteAccountFromConfigSection<Config extends ChannelsConfig>(
  of: AccountChange<Config> & { clearBaseFields?: readonly string[] },
): Config {
  const section = sectionOf(of.cfg, of.sectionKey);
  const accounts = asNonArrayRecord(section["accounts"]);
  const id = normalizeAccountId(of.accountId);
  if (id === DEFAULT_ACCOUNT_ID && Object.keys(accounts).length === 0) return withSection(of.cfg, of.sectionKey);
  const gone = accountKey(accounts, id);
  const left = Object.entries(accounts).filter(([key]) => key !== gone);
  const cleared = new Set(id === DEFAULT_ACCOUNT_ID ? of.clearBaseFields : []);
  const base = Object.entries(section).filter(([key]) => key !== "accounts" && !cleared.has(key));
  return withSection(of.cfg, of.sectionKey, {
    ...Object.fromEntries(base),
    ...(left.length > 0 && { accounts: Object.fromEntries(left) }),
  });
}

/** The section without some fields. */
export function clearAccountEntryFields(section: UnknownRecord, fields: readonly string[]): UnknownRecord {
  return Object.fromEntries(Object.entries(section).filter(([key]) => !fields.includes(key)));
}

/** The config with a name for an account: the channel's own for the default one, where there are no others. */
export function applyAccountNameToChannelSection<Config extends ChannelsConfig>(of: {
  cfg: Config;
  channelKey: string;
  accountId: string;
  name?: string;
  alwaysUseAccounts?: boolean;
}): Config {
  const name = of.name?.trim();
  if (!name) return of.cfg;
  const { name: baseName, ...base } = sectionOf(of.cfg, of.channelKey);
  const accounts = asNonArrayRecord(base["accounts"]);
  const id = normalizeAccountId(of.accountId);
  if (of.alwaysUseAccounts !== true && id === DEFAULT_ACCOUNT_ID && Object.keys(accounts).length === 0) {
    return withSection(of.cfg, of.channelKey, { ...base, name });
  }
  const key = accountKey(accounts, id) ?? id;
  const kept = id === DEFAULT_ACCOUNT_ID || baseName === undefined ? base : { ...base, name: baseName };
  const account = { ...asOptionalRecord(accounts[key]), name };
  return withSection(of.cfg, of.channelKey, { ...kept, accounts: { ...accounts, [key]: account } });
}
