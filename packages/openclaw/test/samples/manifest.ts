import { p, chat, backend, schemaWithKey, setupProvider, choice, type Sample, type Json } from "./sample.js";

const perProvider = (field: string, value: Json): Sample => ({
  context: { ...p, ...backend },
  given: { [field]: { providers: { p: value, b: { ...value, mine: 1 }, other: {} } } },
  has: {
    [`/provides/text-inference/p/${field}`]: value,
    [`/provides/cli-backend/b/${field}`]: { ...value, mine: 1 },
  },
});

const capability = (field: string, list: string, key: string): Sample => ({
  context: { contracts: { [list]: ["x"] } },
  given: { [field]: { x: { defaultModels: { a: "m" }, authSignals: [{ provider: "p" }] }, undeclared: {} } },
  has: { [`/provides/${key}/x`]: { defaultModels: { a: "m" }, availability: { auth: [{ provider: "p" }] } } },
});

const configured = (member: string, value: unknown, place = member): Sample => ({
  context: { ...chat, channelConfigs: { chat: { schema: {} } } },
  given: { channelConfigs: { chat: { schema: {}, [member]: value } } },
  has: { [`/provides/channel/chat/${place}`]: value },
});

/** The fields at the top of the manifest. */
export const manifestSamples: Readonly<Record<string, Sample>> = {
  id: { given: { id: "other" }, has: { "/id": "other" } },
  configSchema: { given: schemaWithKey, has: { "/configSchema": schemaWithKey.configSchema } },
  name: { given: { name: "N" }, has: { "/name": "N" } },
  description: { given: { description: "D" }, has: { "/description": "D" } },
  version: { given: { version: "1.2.3" }, has: { "/version": "1.2.3" } },
  categories: { given: { categories: ["voice"] }, has: { "/categories": ["voice"] } },
  requiresPlugins: { given: { requiresPlugins: ["q"] }, has: { "/after": ["q"] } },
  enabledByDefault: { given: { enabledByDefault: true }, has: { "/enabledByDefault": true } },
  enabledByDefaultOnPlatforms: {
    given: { enabledByDefaultOnPlatforms: [process.platform] },
    has: { "/enabledByDefault": true },
  },
  legacyPluginIds: { given: { legacyPluginIds: ["old"] }, has: { "/legacyIds": ["old"] } },
  autoEnableWhenConfiguredProviders: {
    given: { autoEnableWhenConfiguredProviders: ["p"] },
    has: { "/activation/enabledBy": ["provider:p"] },
  },
  kind: { given: { kind: "memory" }, has: { "/slots": ["memory"] } },
  channels: { given: chat, has: { "/provides/channel/chat": {} } },
  providers: { given: p, has: { "/provides/text-inference/p": {} } },
  cliBackends: { given: backend, has: { "/provides/cli-backend/b": {} } },
  skills: {
    given: { skills: ["./skills"] },
    files: { "skills/cook/SKILL.md": "---\nname: Cook\n---\n", "skills/notes.md": "", "skills/empty/a.md": "" },
    has: { "/provides/skills": { cook: { path: "skills/cook" } }, "/provides/skills/cook/path": "skills/cook" },
  },
  modelSupport: {
    context: p,
    given: { modelSupport: { modelPrefixes: ["p-"] } },
    has: { "/provides/text-inference/p/modelSupport": { modelPrefixes: ["p-"] } },
  },
  modelCatalog: {
    ...perProvider("modelCatalog", { api: "p-api", models: [{ id: "m1", name: "One" }, { id: "m2" }] }),
    has: {
      ...perProvider("modelCatalog", { api: "p-api", models: [{ id: "m1", name: "One" }, { id: "m2" }] }).has,
      "/provides/text-inference/p/models": ["m1", "m2"],
    },
  },
  modelPricing: perProvider("modelPricing", { external: false }),
  modelIdNormalization: perProvider("modelIdNormalization", { aliases: { a: "b" } }),
  providerRequest: perProvider("providerRequest", { family: "f" }),
  commandAliases: {
    given: { commandAliases: [{ name: "dream", kind: "runtime-slash", cliCommand: "memory" }] },
    has: {
      "/activation/on": ["command:dream", "command:memory", "cli:memory"],
      "/provides/commands/dream": { cliCommand: "memory" },
    },
  },
  cliCommands: {
    given: { cliCommands: [{ name: "wiki", description: "D", hasSubcommands: true }] },
    has: { "/provides/cli/wiki": { description: "D", hasSubcommands: true } },
  },
  providerUsageAuthEnvVars: {
    context: p,
    given: { providerUsageAuthEnvVars: { p: ["P_ADMIN"] } },
    has: { "/provides/text-inference/p/usageEnv": ["P_ADMIN"] },
  },
  providerAuthAliases: {
    context: p,
    given: { providerAuthAliases: { p: "q" } },
    has: { "/provides/text-inference/p/authProvider": "q" },
  },
  providerAuthChoices: {
    context: p,
    given: { providerAuthChoices: [choice, { provider: "q" }] },
    has: { "/provides/text-inference/p/authChoices": [choice] },
  },
  activation: { given: { activation: { onStartup: true } }, has: { "/activation/onStartup": true } },
  setup: {
    context: { ...p, ...schemaWithKey, contracts: { speechProviders: ["p"] } },
    given: { setup: { providers: [setupProvider] } },
    has: {
      "/setup/env": { apiKey: ["P_KEY"] },
      "/provides/text-inference/p/setup": { env: ["P_KEY"], authMethods: ["api-key"] },
      "/provides/speech/p/setup": { env: ["P_KEY"], authMethods: ["api-key"] },
    },
  },
  mcpServers: {
    given: { mcpServers: { files: { command: "mcp-files", env: { TOKEN: "sk-live-1234567890abcdef" } } } },
    has: {
      "/provides/mcp-servers/files": {
        path: "openclaw.plugin.json",
        pointer: "/mcpServers/files",
        command: "mcp-files",
        env: ["TOKEN"],
        type: "stdio",
      },
    },
  },
  uiHints: { given: { uiHints: { key: { label: "L" } } }, has: { "/ui/key": { label: "L" } } },
  configGroups: {
    context: { ...schemaWithKey, uiHints: { apiKey: { label: "L" } } },
    given: {
      configGroups: [
        { id: "second", title: "Second", order: 20, properties: ["token"] },
        { id: "first", title: "First", order: 10, properties: ["apiKey"] },
      ],
    },
    has: {
      "/ui/apiKey": { label: "L", group: "First", order: 1 },
      "/ui/token": { group: "Second", order: 2 },
      "/ui/token/group": "Second",
      "/ui/token/order": 2,
    },
  },
  contracts: { given: { contracts: { speechProviders: ["x"] } }, has: { "/provides/speech/x": {} } },
  mediaUnderstandingProviderMetadata: capability(
    "mediaUnderstandingProviderMetadata",
    "mediaUnderstandingProviders",
    "media-understanding",
  ),
  imageGenerationProviderMetadata: capability(
    "imageGenerationProviderMetadata",
    "imageGenerationProviders",
    "image-generation",
  ),
  videoGenerationProviderMetadata: capability(
    "videoGenerationProviderMetadata",
    "videoGenerationProviders",
    "video-generation",
  ),
  musicGenerationProviderMetadata: capability(
    "musicGenerationProviderMetadata",
    "musicGenerationProviders",
    "music-generation",
  ),
  toolMetadata: {
    context: { contracts: { tools: ["t"] } },
    given: {
      toolMetadata: {
        t: {
          profiles: ["full"],
          optional: true,
          replaySafe: true,
          sideEffecting: false,
          configSignals: [{ path: "a" }],
        },
        undeclared: { optional: true },
      },
    },
    has: {
      "/provides/tools/t": {
        profiles: ["full"],
        optional: true,
        replaySafe: true,
        sideEffecting: false,
        availability: { config: [{ path: "a" }] },
      },
    },
  },
  configContracts: {
    context: { uiHints: { "accounts.*.password": { label: "L", sensitive: false } } },
    given: { configContracts: { secretInputs: { paths: [{ path: "accounts.*.password", expected: "string" }] } } },
    has: {
      "/ui/accounts.*.password": { label: "L", sensitive: true },
      "/ui/accounts.*.password/sensitive": true,
    },
  },
  channelConfigs: configured("label", "L"),
  channelAccountKeyPolicies: {
    context: chat,
    given: { channelAccountKeyPolicies: { chat: { mode: "strict" } } },
    has: { "/provides/channel/chat/accountKeyPolicy": { mode: "strict" } },
  },
};
