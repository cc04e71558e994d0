import {
  anything,
  flag,
  list,
  members,
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
  cliCommands: objects,
  providerUsageAuthEnvVars: record(words),
  providerAuthAliases: object,
  providerAuthChoices: objects,
  activation: members(activation, "closed"),
  setup: members({ providers: list(members({ id: word, envVars: words })) }),
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
  uiHints: record(members({ label: text, help: text, placeholder: text, sensitive: flag, advanced: flag })),
  configGroups: objects,
  contracts: members(contracts, "closed"),
  mediaUnderstandingProviderMetadata: objectsByName,
  imageGenerationProviderMetadata: objectsByName,
  videoGenerationProviderMetadata: objectsByName,
  musicGenerationProviderMetadata: objectsByName,
  toolMetadata: objectsByName,
  configContracts: object,
  channelConfigs: record(members({ schema: object })),
  channelAccountKeyPolicies: objectsByName,
} as const;

/** A manifest's fields, those that could be used. */
export type Fields = MembersOf<typeof knownFields>;

/** Every key that may stand at the top of a manifest. */
export const knownKeys: readonly string[] = ["id", "configSchema", ...Object.keys(knownFields)];
