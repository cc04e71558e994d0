// What a manifest says, read back from the normalised one: written out by hand, so that it does not follow the reader.
import { readPointer, type PluginManifest } from "@mortise/core/catalog";

type Json = Readonly<Record<string, unknown>>;
type Provides = PluginManifest["provides"];

const idsOf = (provides: Provides, key: string) => Object.keys(provides[key] ?? {});

/** Members of `contracts` by their key in `provides`. */
const kinds: Readonly<Record<string, string>> = {
  agentToolResultMiddleware: "toolResultMiddleware",
  embeddingProviders: "embedding",
  imageGenerationProviders: "image-generation",
  mediaUnderstandingProviders: "media-understanding",
  musicGenerationProviders: "music-generation",
  realtimeTranscriptionProviders: "realtime-transcription",
  realtimeVoiceProviders: "realtime-voice",
  speechProviders: "speech",
  tools: "tools",
  videoGenerationProviders: "video-generation",
  webFetchProviders: "web-fetch",
  webSearchProviders: "web-search",
};

function contracts(written: Json, { provides, permissions, foreign }: PluginManifest): Json {
  return Object.fromEntries(
    Object.keys(written).map((name) => {
      const kind = kinds[name];
      if (kind !== undefined) return [name, idsOf(provides, kind)];
      if (name === "gatewayMethodDispatch") return [name, permissions["gateway-methods"]];
      return [name, readPointer(foreign, `/contracts/${name}`)];
    }),
  );
}

const triggers: Readonly<Record<string, string>> = {
  onProviders: "provider:",
  onAgentHarnesses: "agent-harness:",
  onCommands: "command:",
  onChannels: "channel:",
  onRoutes: "route:",
  onConfigPaths: "config:",
  onCapabilities: "capability:",
};

function activation(written: Json, { activation: { onStartup, on } }: PluginManifest): Json {
  const members = Object.entries(written).map(([name, value]) => {
    if (name === "onStartup") return [name, onStartup];
    const held = (value as readonly string[]).filter((trigger) => on.includes(`${triggers[name]}${trigger}`));
    return [name, held];
  });
  return Object.fromEntries(members) as Json;
}

function cliCommands(_written: unknown, { provides }: PluginManifest): unknown {
  return Object.entries(provides["cli"] ?? {}).map(([name, { description, hasSubcommands }]) => ({
    name,
    description,
    hasSubcommands,
  }));
}

type Held = (written: never, manifest: PluginManifest) => unknown;

const places: Readonly<Record<string, Held>> = {
  id: (_, { id }) => id,
  name: (_, { name }) => name,
  description: (_, { description }) => description,
  version: (_, { version }) => version,
  configSchema: (_, { configSchema }) => configSchema,
  categories: (_, { categories }) => categories,
  enabledByDefault: (_, { enabledByDefault }) => enabledByDefault,
  providers: (_, { provides }) => idsOf(provides, "text-inference"),
  cliBackends: (_, { provides }) => idsOf(provides, "cli-backend"),
  channels: (_, { provides }) => idsOf(provides, "channel"),
  kind: (_, { slots }) => slots[0],
  autoEnableWhenConfiguredProviders: (_, { activation: { enabledBy } }) =>
    enabledBy.map((trigger) => trigger.replace(/^provider:/, "")),
  cliCommands,
  contracts,
  activation,
};

/** A field of a manifest as the normalised manifest still has it: in its place, or else under `foreign`. */
export function heldOf(key: string, written: unknown, manifest: PluginManifest): unknown {
  const held = places[key];
  return held ? held(written as never, manifest) : manifest.foreign[key];
}

type Parts = readonly (readonly [pointer: string, value: unknown])[];

const escaped = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");
const entriesAt = (written: Json, path: string) =>
  Object.entries((readPointer(written, path) as Readonly<Record<string, Json>> | undefined) ?? {});
const wordsAt = (written: Json, path: string) => (readPointer(written, path) as readonly string[] | undefined) ?? [];

function uiParts(written: Json): Parts {
  const hints = entriesAt(written, "/uiHints").flatMap(([key, hint]) =>
    Object.entries(hint)
      .filter(([member]) => member !== "presentation")
      .map(([member, value]) => {
        const place = member === "description" ? "help" : member;
        return [`/ui/${escaped(key)}/${place}`, value] as const;
      }),
  );
  const groups = entriesAt(written, "/configGroups").flatMap(([, { title, properties }]) =>
    (properties as readonly string[]).map((property) => [`/ui/${escaped(property)}/group`, title] as const),
  );
  const secrets = entriesAt(written, "/configContracts/secretInputs/paths").map(
    ([, { path }]) => [`/ui/${escaped(path as string)}/sensitive`, true] as const,
  );
  return [...hints, ...groups, ...secrets];
}

function channelParts(written: Json): Parts {
  return entriesAt(written, "/channelConfigs").flatMap(([id, { schema, uiHints, label, description }]) =>
    Object.entries({ configSchema: schema, ui: uiHints, label, description })
      .filter(([, value]) => value !== undefined)
      .map(([member, value]) => [`/provides/channel/${id}/${member}`, value] as const),
  );
}

function modelParts(written: Json): Parts {
  const fields = ["modelCatalog", "modelPricing", "modelIdNormalization", "providerRequest"];
  const owners = { "text-inference": wordsAt(written, "/providers"), "cli-backend": wordsAt(written, "/cliBackends") };
  return fields.flatMap((field) =>
    entriesAt(written, `/${field}/providers`).flatMap(([id, value]) =>
      Object.entries(owners)
        .filter(([, owned]) => owned.includes(id))
        .map(([kind]) => [`/provides/${kind}/${id}/${field}`, value] as const),
    ),
  );
}

function metadataParts(written: Json): Parts {
  const kinds = ["media-understanding", "image-generation", "video-generation"];
  const capabilities = kinds.flatMap((kind) => {
    const field = `${kind.replace(/-(.)/, (_, first: string) => first.toUpperCase())}ProviderMetadata`;
    return entriesAt(written, `/${field}`).flatMap(([id, value]) =>
      Object.entries(value).map(([member, inner]) => {
        const place = member === "authSignals" ? "availability/auth" : member;
        return [`/provides/${kind}/${id}/${place}`, inner] as const;
      }),
    );
  });
  const listed = wordsAt(written, "/contracts/tools");
  const tools = entriesAt(written, "/toolMetadata").flatMap(([tool, value]) =>
    (listed.includes(tool) ? Object.entries(value) : []).map(
      ([member, inner]) => [`/provides/tools/${tool}/${member}`, inner] as const,
    ),
  );
  return [...capabilities, ...tools];
}

/** What is only partly in its place: pointer into the normalised manifest to what must stand there. */
export function partsOf(written: Json): ReadonlyMap<string, unknown> {
  return new Map([...uiParts(written), ...channelParts(written), ...modelParts(written), ...metadataParts(written)]);
}
