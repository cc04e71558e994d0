// What OpenClaw's SDK has for setting a channel up by questions. Mortise asks none: what a plugin declares is kept, and
// its functions work where somebody calls them.
import { DEFAULT_ACCOUNT_ID, normalizeAccountId } from "../routing/ids.js";
import { normalizeStringEntries } from "../values/lists.js";
import { asNonArrayRecord, isRecord, type UnknownRecord } from "../values/records.js";
import { hasConfiguredAccountValue } from "./accounts.js";
import { setTopLevelChannelEnabledInConfigSection, type ChannelsConfig } from "./config-section.js";

/** A translator that knows no texts: it gives the last part of the key, in words, and what it is told besides. */
export function createSetupTranslator(): (key: string, values?: Readonly<Record<string, unknown>>) => string {
  return (key, values = {}) => {
    const words = (key.split(".").at(-1) ?? key).replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, " ").toLowerCase();
    return [words, ...Object.values(values).map(String)].join(" ");
  };
}

/** An address of documentation: as it is, or below OpenClaw's. */
export function formatDocsLink(path: string, label?: string): string {
  const address = /^https?:/i.test(path) ? path : new URL(path, "https://docs.openclaw.ai/").href;
  return label === undefined ? address : `${label} (${address})`;
}

/** A command of OpenClaw's as people are told to type it. */
export function formatCliCommand(command: string): string {
  return command;
}

/** The entries of a text that are parted by lines, commas or semicolons. */
export function splitSetupEntries(raw: string): string[] {
  return normalizeStringEntries(raw.split(/[\n,;]+/));
}

/** The config with a channel turned on or off. */
export function setSetupChannelEnabled<Config extends ChannelsConfig>(
  cfg: Config,
  channel: string,
  enabled: boolean,
): Config {
  return setTopLevelChannelEnabledInConfigSection({ cfg, sectionKey: channel, enabled });
}

interface StatusOptions {
  readonly channelLabel: string;
  readonly configuredLabel: string;
  readonly unconfiguredLabel: string;
  readonly includeStatusLine?: boolean;
  readonly resolveConfigured: (place: object) => unknown;
  readonly resolveExtraStatusLines?: (place: object) => readonly string[] | Promise<readonly string[]>;
}

/** How the questions tell whether a channel is set up. */
export function createStandardChannelSetupStatus(options: StatusOptions): object {
  const { channelLabel, includeStatusLine, resolveExtraStatusLines, ...rest } = options;
  if (includeStatusLine !== true && !resolveExtraStatusLines) return rest;
  const resolveStatusLines = async (place: { configured: boolean }) => {
    const label = place.configured ? options.configuredLabel : options.unconfiguredLabel;
    const first = includeStatusLine === true ? [`${channelLabel}: ${label}`] : [];
    return [...first, ...((await resolveExtraStatusLines?.(place)) ?? [])];
  };
  return { ...rest, resolveStatusLines };
}

interface CredentialOptions extends UnknownRecord {
  readonly configKey: string;
  readonly configuredFields?: readonly string[];
  readonly resolveAccount: (place: object) => UnknownRecord;
  readonly hasConfiguredValue?: (account: UnknownRecord) => boolean;
  readonly accountConfigured?: (account: UnknownRecord) => boolean;
  readonly resolvedValue?: (account: UnknownRecord) => string | undefined;
  readonly envValue?: (place: object) => string | undefined;
}

/** A secret that the questions ask for: what they show, and whether it is there. */
export function defineTokenCredential(options: CredentialOptions): UnknownRecord {
  const { configKey, configuredFields = [configKey], resolveAccount, accountConfigured, envValue, ...rest } = options;
  const { hasConfiguredValue, resolvedValue, ...shown } = rest;
  const inspect = (place: object) => {
    const account = resolveAccount(place);
    const config = asNonArrayRecord(account["config"]);
    const isSet =
      hasConfiguredValue?.(account) ?? configuredFields.some((field) => hasConfiguredAccountValue(config[field]));
    const value = resolvedValue?.(account);
    return {
      accountConfigured: accountConfigured?.(account) ?? (isSet || Boolean(value)),
      hasConfiguredValue: isSet,
      resolvedValue: value,
      envValue: envValue?.(place),
    };
  };
  return { ...shown, inspect };
}

interface AllowFromOptions extends UnknownRecord {
  readonly parseId: (entry: string) => string | null;
  readonly resolveEntries?: (of: { entries: readonly string[] }) => unknown;
}

/** The question who may write. */
export function createAllowFromSection(options: AllowFromOptions): UnknownRecord {
  const parse = ({ entries }: { entries: readonly string[] }) =>
    Promise.resolve(entries.map((input) => ({ input, id: options.parseId(input) }))).then((found) =>
      found.map(({ input, id }) => ({ input, resolved: id !== null, id })),
    );
  return { ...options, resolveEntries: options.resolveEntries ?? parse };
}

interface InputPlace {
  readonly accountId: string;
  readonly input: UnknownRecord;
}

/** Tells what is missing of what was answered, or null. */
export function createSetupInputPresenceValidator(of: {
  defaultAccountOnlyEnvError?: string;
  whenNotUseEnv?: readonly { someOf: readonly string[]; message: string }[];
  validate?: (place: InputPlace) => string | null;
}): (place: InputPlace) => string | null {
  return (place) => {
    const usesEnv = place.input["useEnv"] === true;
    const isOther = normalizeAccountId(place.accountId) !== DEFAULT_ACCOUNT_ID;
    if (usesEnv && isOther && of.defaultAccountOnlyEnvError !== undefined) return of.defaultAccountOnlyEnvError;
    const missing = of.whenNotUseEnv?.find(
      ({ someOf }) => !someOf.some((key) => hasConfiguredAccountValue(place.input[key])),
    );
    return (usesEnv ? undefined : missing?.message) ?? of.validate?.(place) ?? null;
  };
}

interface SetupAdapter extends UnknownRecord {
  readonly applyAccountConfig: (of: UnknownRecord) => unknown;
}

/** How a channel takes what was answered: fields that it does not name are refused. */
export function defineChannelSetupContract(of: {
  fields: Readonly<Record<string, object>>;
  adapter?: SetupAdapter;
  legacyAdapter?: SetupAdapter;
}): UnknownRecord {
  const { fields } = of;
  const parseInput = (input: unknown): { ok: true; value: UnknownRecord } | { ok: false; error: string } => {
    if (!isRecord(input)) return { ok: false, error: "What was answered must be an object." };
    const given = Object.entries(input).filter(([, value]) => value !== undefined);
    const other = given.find(([key]) => key !== "name" && !Object.hasOwn(fields, key));
    return other
      ? { ok: false, error: `Unsupported setup option: ${other[0]}` }
      : { ok: true, value: Object.fromEntries(given) };
  };
  const metadata = { fields: Object.entries(fields).map(([key, field]) => ({ ...field, key })) };
  return { ...(of.adapter ?? of.legacyAdapter), kind: "channel-owned", metadata, parseInput };
}
