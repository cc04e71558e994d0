// What OpenClaw's SDK has for how a channel reads and changes its config.
import { DEFAULT_ACCOUNT_ID, normalizeAccountId } from "../routing/ids.js";
import { normalizeOptionalString } from "../values/strings.js";
import {
  clearAccountEntryFields,
  deleteAccountFromConfigSection,
  setAccountEnabledInConfigSection,
  setTopLevelChannelEnabledInConfigSection,
  type ChannelsConfig,
} from "./config-section.js";

type AllowFrom = readonly (string | number)[] | null | undefined;
type Config = ChannelsConfig;

interface AccountPlace {
  readonly cfg: Config;
  readonly accountId?: string | null;
}

interface AdapterOptions {
  readonly sectionKey: string;
  readonly listAccountIds?: (cfg: Config) => string[];
  readonly resolveAccount: (cfg: Config, accountId?: string | null) => unknown;
  readonly resolveAccessorAccount?: (place: AccountPlace) => unknown;
  readonly inspectAccount?: (cfg: Config, accountId?: string | null) => unknown;
  readonly defaultAccountId?: (cfg: Config) => string;
  readonly clearBaseFields?: readonly string[];
  readonly allowTopLevel?: boolean;
  readonly deleteMode?: "remove-section" | "clear-fields";
  readonly preserveSectionOnDefaultDelete?: boolean;
  readonly resolveAllowFrom: (account: unknown) => AllowFrom;
  readonly formatAllowFrom: (allowFrom: readonly (string | number)[]) => string[];
  readonly resolveDefaultTo?: (account: unknown) => unknown;
}

/** Who may write to an account, as texts. */
export function mapAllowFromEntries(allowFrom: AllowFrom): string[] {
  return (allowFrom ?? []).map(String);
}

/** A function of one object as one of config and account. */
export function adaptScopedAccountAccessor<Value>(
  accessor: (place: AccountPlace) => Value,
): (cfg: Config, accountId?: string | null) => Value {
  return (cfg, accountId) => accessor({ cfg, accountId: accountId ?? null });
}

type Changes = {
  setAccountEnabled(of: AccountPlace & { enabled: boolean }): Config;
  deleteAccount(of: AccountPlace): Config;
};

/** What all have: reading accounts, who may write to them, and where they write by default. */
function adapterOf(options: AdapterOptions, changes: Changes): object {
  const { resolveAccount, inspectAccount, resolveDefaultTo } = options;
  const accountAt = options.resolveAccessorAccount ?? (({ cfg, accountId }) => resolveAccount(cfg, accountId));
  return {
    listAccountIds: (cfg: Config) => options.listAccountIds?.(cfg) ?? [DEFAULT_ACCOUNT_ID],
    resolveAccount: (cfg: Config, accountId?: string | null) => resolveAccount(cfg, accountId),
    ...(inspectAccount && { inspectAccount }),
    defaultAccountId: (cfg: Config) => options.defaultAccountId?.(cfg) ?? DEFAULT_ACCOUNT_ID,
    ...changes,
    resolveAllowFrom: (place: AccountPlace) => mapAllowFromEntries(options.resolveAllowFrom(accountAt(place))),
    formatAllowFrom: (of: { allowFrom: readonly (string | number)[] }) => options.formatAllowFrom(of.allowFrom),
    ...(resolveDefaultTo && {
      resolveDefaultTo: (place: AccountPlace) => {
        const to = resolveDefaultTo(accountAt(place));
        return normalizeOptionalString(typeof to === "number" ? String(to) : to);
      },
    }),
  };
}

function isDefault(accountId?: string | null): boolean {
  return normalizeAccountId(accountId) === DEFAULT_ACCOUNT_ID;
}

function clearFields({ sectionKey, clearBaseFields = [] }: AdapterOptions, cfg: Config): Config {
  const section = cfg.channels?.[sectionKey];
  if (typeof section !== "object" || section === null) return cfg;
  const cleared = clearAccountEntryFields({ ...section }, clearBaseFields);
  return { ...cfg, channels: { ...cfg.channels, [sectionKey]: cleared } };
}

/** For channels whose accounts all stand under `accounts`. */
export function createScopedChannelConfigAdapter(options: AdapterOptions): object {
  const { sectionKey, allowTopLevel = true } = options;
  return adapterOf(options, {
    setAccountEnabled: (of) => setAccountEnabledInConfigSection({ ...of, sectionKey, allowTopLevel }),
    deleteAccount: (of) => deleteAccountFromConfigSection({ ...options, ...of }),
  });
}

/** For channels with one account, which stands in the section itself. */
export function createTopLevelChannelConfigAdapter(options: AdapterOptions): object {
  const { sectionKey } = options;
  return adapterOf(options, {
    setAccountEnabled: ({ cfg, enabled }) => setTopLevelChannelEnabledInConfigSection({ cfg, sectionKey, enabled }),
    deleteAccount: ({ cfg }) =>
      options.deleteMode === "clear-fields"
        ? clearFields(options, cfg)
        : deleteAccountFromConfigSection({ cfg, sectionKey }),
  });
}

/** For channels whose default account stands in the section itself and the others under `accounts`. */
export function createHybridChannelConfigAdapter(options: AdapterOptions): object {
  const { sectionKey } = options;
  return adapterOf(options, {
    setAccountEnabled: (of) =>
      isDefault(of.accountId)
        ? setTopLevelChannelEnabledInConfigSection({ cfg: of.cfg, sectionKey, enabled: of.enabled })
        : setAccountEnabledInConfigSection({ ...of, sectionKey }),
    deleteAccount: (of) =>
      isDefault(of.accountId) && options.preserveSectionOnDefaultDelete === true
        ? clearFields(options, of.cfg)
        : deleteAccountFromConfigSection({ ...options, ...of }),
  });
}
