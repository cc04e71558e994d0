import { channel, type Channel, type JsonValue } from "@mortise/sdk";
import {
  checkSection,
  describeFound,
  didYouMean,
  joinPointer,
  type Diagnostic,
  type Host,
  type JsonSchema,
  type ResolvedProvider,
  type UiHint,
} from "@mortise/core";
import { diagnoseGateway } from "../diagnostics.js";
import { metadataOf } from "../plugins/metadata.js";
import { absenceOf } from "./absence.js";

/** What became of the channels that the config has, by the folded id that their owners gave them. */
export type ConfiguredChannels = ReadonlyMap<string, ConfiguredChannel>;

/** A channel that the config has. */
export interface ConfiguredChannel {
  /** As the config writes it. */
  readonly id: string;
  /** Why it works without its config, or not at all; absent where it took it. */
  readonly problem?: string;
}

/** A channel by its id or an alias, and what stands under it. */
export type Section = readonly [id: string, written: Readonly<Record<string, unknown>>];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Takes a diagnostic. */
export type Report = (diagnostic: Diagnostic) => void;

/** The sections of the config for channels that are turned on, as they are written. */
export function sectionsOf({ controlPlane: { loaded } }: Host, report: Report): readonly Section[] {
  const channels = loaded.sections["channels"];
  if (channels === undefined) return [];
  if (!isObject(channels)) {
    const found = describeFound(channels, false);
    report(diagnoseGateway("CHANNELS_NOT_OBJECT", { found }, loaded.place("/channels")));
    return [];
  }
  return Object.entries(channels).flatMap(([id, written]): readonly Section[] => {
    // What is no object is held against the schema all the same, which says so.
    if (!isObject(written)) return [[id, written as never]];
    return written["enabled"] === false ? [] : [[id, written]];
  });
}

/**
 * Holds the section of a channel against the schema that its owner's manifest gives, loads the owner, and hands it the
 * section. What does not hold is said, and its owner is neither loaded nor told. Gives the problem, where there is one.
 * Never throws for what config or plugins do.
 */
export async function handSection(section: Section, host: Host, report: Report): Promise<string | undefined> {
  const owner = await ownerOf(section[0], host);
  return owner === undefined ? sayOrphan(section[0], host, report) : configure(section, owner, host, report);
}

/** Whose channel it is; those whose manifests cannot declare channels are loaded to know. */
async function ownerOf(id: string, host: Host): Promise<string | undefined> {
  const known = host.registry.get(channel, id);
  if (known) return known.plugin;
  await host.ensure({ kind: "channel", name: id });
  return host.registry.get(channel, id)?.plugin;
}

function sayOrphan(id: string, host: Host, report: Report): string {
  const { registry, controlPlane } = host;
  const names = registry.list(channel).map((known) => known.id);
  const place = controlPlane.loaded.place(joinPointer("/channels", id));
  const parameters = { channel: id, suggestion: didYouMean(id, names) };
  report(diagnoseGateway("CHANNEL_NOT_PROVIDED", parameters, place));
  return absenceOf(id, host).reason;
}

async function configure(
  [id, written]: Section,
  owner: string,
  host: Host,
  report: Report,
): Promise<string | undefined> {
  const config = await checkedConfig([id, written], owner, host, report);
  if (!config) return "Its config does not hold.";
  await host.ensure({ kind: "channel", name: id });
  const provider = await host.resolve(channel, id);
  if (!provider) return absenceOf(id, host).reason;
  try {
    await handOver(provider, config, host);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const place = { ...host.controlPlane.loaded.place(joinPointer("/channels", id)), plugin: provider.plugin };
    report(diagnoseGateway("CHANNEL_NOT_CONFIGURED", { channel: id, reason }, place));
    return "It could not take its config.";
  }
}

/** The section as its owner is to get it; nothing where it does not hold, which is then said. */
async function checkedConfig(
  [id, written]: Section,
  plugin: string,
  host: Host,
  report: Report,
): Promise<Readonly<Record<string, JsonValue>> | undefined> {
  const { loaded, checks } = host.controlPlane;
  const { configSchema, ui } = metadataOf(channel, id, plugin, host);
  const schema: JsonSchema = isObject(configSchema) ? configSchema : { type: "object" };
  const check = await checkSection(schema, withoutSwitch(written, schema), {
    pointer: joinPointer("/channels", id),
    what: `the channel "${id}"`,
    consequence: "The channel is not configured.",
    place: loaded.place,
    plugin,
    secrets: { sources: checks.secrets, redactor: checks.redactor },
    store: checks.store,
    ...(isObject(ui) && { ui: ui as Readonly<Record<string, UiHint>> }),
  });
  check.diagnostics.forEach(report);
  return check.status === "valid" ? (check.value as Readonly<Record<string, JsonValue>>) : undefined;
}

/** The switch `enabled` is the gateway's own, unless the channel's schema has a word for it too. */
function withoutSwitch(written: Section[1], { properties }: JsonSchema): unknown {
  if (!isObject(written) || (isObject(properties) && Object.hasOwn(properties, "enabled"))) return written;
  const { enabled: _, ...rest } = written;
  return rest;
}

async function handOver(
  provider: ResolvedProvider<Channel>,
  config: Readonly<Record<string, JsonValue>>,
  host: Host,
): Promise<void> {
  if (provider.value.configure) await host.call(provider, "configure", { config }, { deadlineMs: configureDeadlineMs });
}

/** How long a channel may take to take its config, in milliseconds; the gateway waits for it before it listens. */
const configureDeadlineMs = 15_000;
