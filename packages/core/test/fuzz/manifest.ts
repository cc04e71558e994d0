import { toNode, type Node } from "./node.js";
import type { Random } from "./random.js";
import { hostilePaths, someId, someKey, someString } from "./strings.js";
import { someConfigSchema } from "./schema.js";
import { someValue } from "./values.js";

const provided = [
  "speech",
  "text-inference",
  "tools",
  "commands",
  "services",
  "routes",
  "hooks",
  "channels",
  "embedding",
  "memory",
  "filters",
  "apis",
  "methods",
  "cli",
  "skills",
  "spech",
];
const triggers = [
  "provider:openai",
  "channel:telegram",
  "tool:x",
  "slot:memory",
  "hook:llm_input",
  "config:channels.x",
  "startup:",
  "nowhere:x",
  "command:__proto__",
];
const ranges = ["*", "^1", ">=0", "^0.1", "1 - 2", "x", "", ">=", "^1 || ^2", "latest", "9".repeat(300), "||", " 1 "];

const text = (random: Random): string => (random.chance(0.7) ? "A plugin" : someString(random));
const names = (random: Random): readonly string[] => random.list(3, () => someId(random));
const when = <Value>(isWanted: boolean, make: () => Value): Value | undefined => (isWanted ? make() : undefined);

function someIds(random: Random): Node {
  if (random.chance(0.5)) return random.list(3, () => someId(random));
  const metadata = () =>
    toNode({ label: text(random), models: ["m"], aliases: names(random), [someKey(random)]: someValue(random, 1) });
  return { members: random.list(3, () => [someId(random), metadata()] as [string, Node]) };
}

/** A channel with settings of its own. */
function someChannels(random: Random): Node {
  const settings = when(random.chance(0.5), () => someConfigSchema(random));
  return toNode({ telegram: { configSchema: settings, ui: { apiKey: { sensitive: true } }, aliases: names(random) } });
}

function someProvides(random: Random, isSchema: boolean): Node {
  const keys = random.list(3, () => random.pick(provided));
  const members = keys.map((key): [string, Node] => [key, someIds(random)]);
  if (isSchema && random.chance(0.2)) members.push(["channels", someChannels(random)]);
  return { members };
}

function someUi(random: Random): Node {
  const path = () => random.pick(["apiKey", "port", "nested.a", "*", "list[]", "list.*", "a", someKey(random)]);
  const hint = () =>
    toNode({ label: text(random), sensitive: random.chance(0.5), order: random.below(5), tags: names(random) });
  return { members: random.list(4, () => [path(), hint()] as [string, Node]) };
}

const versions = (random: Random): Node => ({
  members: random.list(2, () => [someId(random), random.pick(ranges)] as [string, Node]),
});

/** A manifest of the native format, as its schema wants it. @param schemas whether it describes configs at length */
export function someManifest(random: Random, id: string, schemas: boolean): Node {
  const some = <Value>(share: number, make: () => Value) => when(random.chance(share), make);
  const configSchema = schemas ? someConfigSchema(random) : some(0.2, () => toNode({ type: "object", properties: {} }));
  return toNode({
    id,
    name: some(0.5, () => text(random)),
    description: some(0.3, () => text(random)),
    version: some(0.5, () => random.pick(["1.0.0", "0.1.0-beta", "x", "1"])),
    icon: some(0.1, () => random.pick(["./icon.svg", "https://example.invalid/i.png", ...hostilePaths])),
    categories: some(0.1, () => names(random)),
    locales: some(0.1, () => ({ de: { name: text(random), ui: { apiKey: { label: text(random) } } } })),
    engines: some(schemas ? 0.05 : 0.4, () => ({
      mortise: random.pick(ranges),
      node: some(0.5, () => random.pick(ranges)),
    })),
    provides: some(0.6, () => someProvides(random, schemas)),
    configSchema,
    userConfigSchema: some(schemas ? 0.2 : 0, () => someConfigSchema(random)),
    configSubscriptions: some(schemas ? 0 : 0.1, () => random.some(["channels", "agents", "nowhere"])),
    ui: some(0.3, () => someUi(random)),
    setup: some(0.3, () => ({
      env: { members: [[someKey(random), random.pick(["FUZZ_TOKEN", "FUZZ_PORT", "FUZZ_UNSET", "__proto__"])]] },
    })),
    activation: some(0.3, () => ({
      onStartup: random.chance(0.5),
      on: random.some(triggers, 0.2),
      enabledBy: random.some(triggers, 0.2),
    })),
    requires: some(schemas ? 0.02 : 0.1, () => versions(random)),
    conflicts: some(schemas ? 0.02 : 0.1, () => versions(random)),
    permissions: some(0.1, () => ({ network: true, files: names(random) })),
    legacyIds: some(0.1, () => names(random)),
    after: some(0.1, () => names(random)),
    before: some(0.1, () => names(random)),
    enabledByDefault: some(0.8, () => true),
  });
}

/** A package.json that names an entry, as a plugin's does. */
export function somePackage(random: Random): Node {
  const entry = () => (random.chance(0.7) ? "./index.js" : random.pick(hostilePaths));
  const some = <Value>(share: number, make: () => Value) => when(random.chance(share), make);
  return toNode({
    name: random.pick(["@mortise/alpha", "alpha", someString(random)]),
    version: "1.0.0",
    private: true,
    engines: some(0.1, () => random.pick<Node>([toNode({ node: random.pick(ranges) }), "x", toNode({ node: 1 })])),
    imports: some(0.1, () => ({ "#x": entry() })),
    bin: some(0.1, entry),
    files: some(0.1, () => ["*", entry()]),
    workspaces: some(0.1, () => ["../*", "**"]),
    scripts: some(0.1, () => ({ postinstall: "touch evil" })),
    bundledDependencies: some(0.1, () => names(random)),
    type: random.pick(["module", "commonjs", someString(random)]),
    main: when(random.chance(0.3), entry),
    exports: when(random.chance(0.2), () => someValue(random, 2)),
    dependencies: when(random.chance(0.2), () => versions(random)),
    mortise: when(random.chance(0.7), () => ({ entry: entry(), source: when(random.chance(0.3), entry) })),
    openclaw: when(random.chance(0.4), () => ({
      extensions: random.list(3, entry),
      setupEntry: when(random.chance(0.2), entry),
      runtimeExtensions: when(random.chance(0.2), () => random.list(3, entry)),
      plugin: when(random.chance(0.1), () => ({ label: text(random), id: someId(random) })),
      compat: when(random.chance(0.1), () => ({
        pluginApi: random.pick(ranges),
        minGatewayVersion: random.pick(ranges),
      })),
      install: when(random.chance(0.1), () => ({ npmSpec: text(random), minHostVersion: random.pick(ranges) })),
      channel: { id: someId(random), label: text(random) },
    })),
  });
}

const contracts = ["tools", "speechProviders", "embeddingProviders", "webSearchProviders", "usageProviders", "toolz"];

/** Fields that few manifests have, as they are meant and otherwise. */
function rareFields(random: Random): Readonly<Record<string, Node>> {
  const byName = (make: () => unknown) => toNode({ [someId(random)]: make() });
  const rare: readonly (readonly [string, () => Node])[] = [
    ["requiresPlugins", () => [...names(random)]],
    ["enabledByDefaultOnPlatforms", () => ["linux", someString(random)]],
    ["autoEnableWhenConfiguredProviders", () => [...names(random)]],
    ["cliBackends", () => [...names(random)]],
    ["cliCommands", () => [toNode({ name: someId(random), description: text(random), hasSubcommands: true })]],
    ["commandAliases", () => [toNode({ name: someId(random), kind: "cli", cliCommand: someId(random) })]],
    ["mcpServers", () => byName(() => ({ command: text(random), args: names(random), env: { A: "x" } }))],
    ["toolMetadata", () => byName(() => ({ optional: true, profiles: names(random), configSignals: [{}] }))],
    ["configContracts", () => toNode({ secretInputs: { paths: [{ path: someKey(random) }, { path: "a.*.b" }] } })],
    ["configGroups", () => [toNode({ id: someId(random), order: 1e308, properties: [someKey(random)] })]],
    ["modelCatalog", () => toNode({ providers: { [someId(random)]: { models: [{ id: someId(random) }, {}] } } })],
    ["providerAuthAliases", () => byName(() => someId(random))],
    ["speechProviderMetadata", () => byName(() => someValue(random, 1))],
    ["imageGenerationProviderMetadata", () => byName(() => someValue(random, 1))],
    ["categories", () => someValue(random, 1)],
    ["catalog", () => someValue(random, 2)],
  ];
  return Object.fromEntries(
    random.some(rare, 0.1).map(([key, make]) => [key, random.chance(0.9) ? make() : someValue(random)]),
  );
}

/** A manifest of OpenClaw's format. */
export function someOpenclawManifest(random: Random, id: string, schemas: boolean): Node {
  const some = <Value>(share: number, make: () => Value) => when(random.chance(share), make);
  return toNode({
    id,
    name: some(0.5, () => text(random)),
    kind: some(0.2, () => random.pick<Node>(["memory", "context-engine", ["memory"], someString(random)])),
    configSchema: schemas ? someConfigSchema(random) : { type: "object", additionalProperties: false, properties: {} },
    uiHints: some(0.3, () => someUi(random)),
    channels: some(0.3, () => names(random)),
    providers: some(0.3, () => names(random)),
    skills: some(0.2, () => ["./skills", random.pick(hostilePaths)]),
    contracts: some(0.5, () => ({ [random.pick(contracts)]: names(random), tools: names(random) })),
    activation: some(0.3, () => ({
      onStartup: true,
      onCommands: names(random),
      onProviders: names(random),
      onRoutes: names(random),
    })),
    channelConfigs: some(0.2, () => ({
      telegram: { schema: schemas ? someConfigSchema(random) : { type: "object" }, uiHints: someUi(random) },
    })),
    providerAuthEnvVars: some(0.2, () => ({ [someId(random)]: ["FUZZ_TOKEN", "FUZZ_UNSET"] })),
    setup: some(0.2, () => someValue(random, 2)),
    modelSupport: some(0.1, () => ({ modelPrefixes: names(random), modelPatterns: ["^(a+)+$", "("] })),
    modelCatalog: some(0.1, () => someValue(random, 3)),
    commandAliases: some(0.1, () => [{ name: someId(random), kind: "runtime-slash" }]),
    legacyPluginIds: some(0.1, () => names(random)),
    enabledByDefault: some(0.5, () => true),
    ...rareFields(random),
    [someKey(random)]: some(0.1, () => someValue(random, 2)),
  });
}
