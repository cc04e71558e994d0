import { channel, type Channel, type JsonValue } from "@mortise/sdk";
import {
  checkSection,
  describeFound,
  didYouMean,
  foldId,
  joinPointer,
  type Host,
  type JsonSchema,
  type ResolvedProvider,
  type UiHint,
} from "@mortise/core";
import { diagnoseGateway } from "../diagnostics.js";
import { declaredId, metadataOf } from "../plugins/metadata.js";

/** What became of the channels that the config has, by the folded id that their owners gave them. */
export type ConfiguredChannels = ReadonlyMap<string, ConfiguredChannel>;

/** A channel that the config has. */
export interface ConfiguredChannel {
  /** As the config writes it. */
  readonly id: string;
  /** Why it works without its config, or not at all; absent where it took it. */
  readonly problem?: string;
}

type Section = readonly [id: string, written: Readonly<Record<string, unknown>>];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Holds each section `channels.<id>` against the schema that its owner's manifest gives, loads the owner, and hands it
 * the section. What does not hold is said, and its owner is neither loaded nor told. A section with `enabled: false` is
 * passed over. Never throws for what config or plugins do.
 */
export async function configureChannels(host: Host): Promise<ConfiguredChannels> {
  const configured = await Promise.all(
    sectionsOf(host).map(async (section): Promise<readonly [string, ConfiguredChannel]> => {
      const [id] = section;
      const owner = await ownerOf(id, host);
      const problem = owner === undefined ? sayOrphan(id, host) : await configure(section, owner, host);
      const own = owner === undefined ? id : declaredId(channel, id, owner, host);
      return [foldId(own), { id, ...(problem !== undefined && { problem }) }];
    }),
  );
  return new Map(configured);
}

function sectionsOf({ controlPlane: { loaded }, diagnostics }: Host): readonly Section[] {
  const channels = loaded.sections["channels"];
  if (channels === undefined) return [];
  if (!isObject(channels)) {
    const found = describeFound(channels, false);
    diagnostics.report(diagnoseGateway("CHANNELS_NOT_OBJECT", { found }, loaded.place("/channels")));
    return [];
  }
  return Object.entries(channels).flatMap(([id, written]): readonly Section[] => {
    // What is no object is held against the schema all the same, which says so.
    if (!isObject(written)) return [[id, written as never]];
    return written["enabled"] === false ? [] : [[id, written]];
  });
}

/** Whose channel it is; those whose manifests cannot declare channels are loaded to know. */
async function ownerOf(id: string, host: Host): Promise<string | undefined> {
  const known = host.registry.get(channel, id);
  if (known) return known.plugin;
  await host.ensure({ kind: "channel", name: id });
  return host.registry.get(channel, id)?.plugin;
}

function sayOrphan(id: string, { registry, controlPlane, diagnostics }: Host): string {
  const names = registry.list(channel).map((known) => known.id);
  const place = controlPlane.loaded.place(joinPointer("/channels", id));
  const parameters = { channel: id, suggestion: didYouMean(id, names) };
  diagnostics.report(diagnoseGateway("CHANNEL_NOT_PROVIDED", parameters, place));
  return "No plugin that may run provides it.";
}

/** Gives the problem, where there is one. */
async function configure([id, written]: Section, owner: string, host: Host): Promise<string | undefined> {
  const config = await checkedConfig([id, written], owner, host);
  if (!config) return "Its config does not hold.";
  await host.ensure({ kind: "channel", name: id });
  const provider = await host.resolve(channel, id);
  if (!provider) return `The plugin "${owner}" failed.`;
  try {
    await handOver(provider, config, host);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const place = { ...host.controlPlane.loaded.place(joinPointer("/channels", id)), plugin: provider.plugin };
    host.diagnostics.report(diagnoseGateway("CHANNEL_NOT_CONFIGURED", { channel: id, reason }, place));
    return "It could not take its config.";
  }
}

/** The section as its owner is to get it; nothing where it does not hold, which is then said. */
async function checkedConfig(
  [id, written]: Section,
  plugin: string,
  host: Host,
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
    ...(isObject(ui) && { ui: ui as Readonly<Record<string, UiHint>> }),
  });
  check.diagnostics.forEach(host.diagnostics.report);
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
