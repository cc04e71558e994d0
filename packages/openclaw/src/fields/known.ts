import {
  anything,
  flag,
  list,
  members,
  number,
  object,
  oneOrMore,
  record,
  text,
  word,
  type MembersOf,
  type Shape,
} from "./shape.js";

const words: Shape<readonly string[]> = list(word);
const objects = list(object);
const objectsByName = record(object);

/** The keys of `contracts`. */
export const contractKeys = [
  "agentToolResultMiddleware",
  "codeModeExecutors",
  "decisionProviders",
  "documentExtractors",
  "embeddedExtensionFactories",
  "embeddingProviders",
  "externalAuthProviders",
  "gatewayMethodDispatch",
  "imageGenerationProviders",
  "liveVisualProviders",
  "mediaUnderstandingProviders",
  "migrationProviders",
  "musicGenerationProviders",
  "realtimeTranscriptionProviders",
  "realtimeVoiceProviders",
  "speechProviders",
  "tools",
  "transcriptSourceProviders",
  "trustedToolPolicies",
  "usageProviders",
  "videoGenerationProviders",
  "webContentExtractors",
  "webFetchProviders",
  "webSearchProviders",
  "workerProviders",
] as const;

const contracts = Object.fromEntries(contractKeys.map((key) => [key, words])) as {
  readonly [Key in (typeof contractKeys)[number]]: typeof words;
};

/** The keys of `activation`. */
export const activationKeys = [
  "onStartup",
  "onProviders",
  "onAgentHarnesses",
  "onCommands",
  "onChannels",
  "onRoutes",
  "onConfigPaths",
  "onCapabilities",
] as const;

const activation = {
  onStartup: flag,
  onProviders: words,
  onAgentHarnesses: words,
  onCommands: words,
  onChannels: words,
  onRoutes: words,
  onConfigPaths: words,
  onCapabilities: words,
};

const hint = members({
  label: text,
  help: text,
  // Not OpenClaw's, and yet written by published plugins: another word for help, and the group of the form.
  description: text,
  group: text,
  placeholder: text,
  sensitive: flag,
  advanced: flag,
  tags: words,
});
const hints = record(hint);

const signals = { authSignals: objects, configSignals: objects };

const toolMetadata = members({ profiles: words, optional: flag, replaySafe: flag, sideEffecting: flag, ...signals });

const channelConfig = members({
  schema: object,
  uiHints: hints,
  label: text,
  description: text,
  preferOver: words,
  commands: object,
});

/** The fields of OpenClaw's manifest besides `id` and `configSchema`, as far down as their meaning is used here. */
export const knownFields = {
  $schema: text,
  name: word,
  description: text,
  version: word,
  categories: anything,
  catalog: object,
  requiresPlugins: words,
  enabledByDefault: flag,
  enabledByDefaultOnPlatforms: words,
  legacyPluginIds: words,
  autoEnableWhenConfiguredProviders: words,
  kind: oneOrMore(word),
  channels: words,
  providers: words,
  cliBackends: words,
  skills: words,
  syntheticAuthRefs: words,
  nonSecretAuthMarkers: words,
  providerCatalogEntry: word,
  capabilityCatalogEntry: word,
  modelSupport: object,
  modelCatalog: members({ providers: record(members({ models: list(members({ id: word })) })) }),
  modelPricing: object,
  modelIdNormalization: object,
  providerEndpoints: objects,
  providerRequest: object,
  secretProviderIntegrations: objectsByName,
  commandAliases: list(members({ name: word, kind: word, cliCommand: word })),
  cliCommands: list(members({ name: word, description: text, hasSubcommands: flag })),
  providerUsageAuthEnvVars: record(words),
  providerAuthAliases: record(word),
  providerAuthChoices: objects,
  activation: members(activation, "closed"),
  setup: members({
    providers: list(members({ id: word, envVars: words, authMethods: words, authEvidence: objects })),
    cliBackends: words,
  }),
  doctorContract: object,
  doctorHealthChecks: flag,
  sessionRouteStateOwners: objects,
  qaRunners: objects,
  transcriptSources: objectsByName,
  decisionModels: anything,
  backupResources: objects,
  dashboard: object,
  controlUi: object,
  uiCapabilities: words,
  themes: objects,
  supervisorGuidance: object,
  mcpServers: objectsByName,
  uiHints: hints,
  configGroups: list(members({ id: word, title: word, order: number, properties: words })),
  contracts: members(contracts, "closed"),
  mediaUnderstandingProviderMetadata: objectsByName,
  imageGenerationProviderMetadata: objectsByName,
  videoGenerationProviderMetadata: objectsByName,
  musicGenerationProviderMetadata: objectsByName,
  toolMetadata: record(toolMetadata),
  configContracts: members({ secretInputs: members({ paths: list(members({ path: word })) }) }),
  channelConfigs: record(channelConfig),
  channelAccountKeyPolicies: objectsByName,
} as const;

/** A manifest's fields, those that could be used. */
export type Fields = MembersOf<typeof knownFields>;

/** Every key that may stand at the top of a manifest. */
export const knownKeys: readonly string[] = ["id", "configSchema", ...Object.keys(knownFields)];
