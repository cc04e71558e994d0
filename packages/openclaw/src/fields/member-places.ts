import { kept, moved, partly, type FieldPlace } from "./place.js";

const noContract = "has no contract here";
const line = "also `cli:<name>`, where the host has commands of a command line";

/** The members of `activation`. */
export const activationPlaces: readonly FieldPlace[] = [
  moved("activation.onStartup", "activation.onStartup"),
  moved("activation.onProviders", "activation.on", "as `provider:<id>`"),
  moved(
    "activation.onAgentHarnesses",
    ["activation.on", "activation.enabledBy"],
    "as `agent-harness:<id>`: no other field says that a plugin brings one",
  ),
  moved("activation.onCommands", "activation.on", `as \`command:<name>\`; ${line}`),
  moved("activation.onChannels", "activation.on", "as `channel:<id>`"),
  moved("activation.onRoutes", "activation.on", "as `route:<path>`"),
  moved("activation.onConfigPaths", "activation.on", "as `config:<path>`"),
  moved("activation.onCapabilities", "activation.on", "as `capability:<kind>`"),
];

const listed = (name: string, key: string, note = "") => moved(`contracts.${name}`, `provides.${key}.<id>`, note, key);

/** The members of `contracts`. */
export const contractPlaces: readonly FieldPlace[] = [
  listed("agentToolResultMiddleware", "toolResultMiddleware"),
  kept("contracts.codeModeExecutors", noContract),
  kept("contracts.decisionProviders", noContract),
  kept("contracts.documentExtractors", noContract),
  kept("contracts.embeddedExtensionFactories", "names OpenClaw's own embedded agent"),
  listed("embeddingProviders", "embedding"),
  kept("contracts.externalAuthProviders", noContract),
  moved("contracts.gatewayMethodDispatch", "permissions.gateway-methods", "recorded, not enforced"),
  listed("imageGenerationProviders", "image-generation"),
  kept("contracts.liveVisualProviders", noContract),
  listed("mediaUnderstandingProviders", "media-understanding"),
  kept("contracts.migrationProviders", noContract),
  listed("musicGenerationProviders", "music-generation"),
  listed("realtimeTranscriptionProviders", "realtime-transcription"),
  listed("realtimeVoiceProviders", "realtime-voice"),
  listed("speechProviders", "speech"),
  listed("tools", "tools", "read leniently, tools that are not listed are taken as well"),
  kept("contracts.transcriptSourceProviders", noContract),
  kept("contracts.trustedToolPolicies", "here a gate: the hook `before_tool_call`"),
  kept("contracts.usageProviders", "results carry their usage here"),
  listed("videoGenerationProviders", "video-generation"),
  kept("contracts.webContentExtractors", noContract),
  listed("webFetchProviders", "web-fetch"),
  listed("webSearchProviders", "web-search"),
  kept("contracts.workerProviders", noContract),
];

const channel = "provides.channel.<id>";

/** The members of fields that are only partly of use. */
export const memberPlaces: readonly FieldPlace[] = [
  partly("setup.providers.<n>.envVars", "setup.env", "of the one provider, as `apiKey`, where the schema has that key"),
  partly(
    "setup.providers",
    "provides.<kind>.<id>.setup",
    "`env`, `authMethods`, `authEvidence`, wherever the provider's id is provided",
  ),
  partly("setup.cliBackends", "provides.cli-backend.<id>", "", "cli-backend"),
  kept("setup.configMigrations", "code of OpenClaw's set-up"),
  kept("setup.nativeSessionCatalog", "about OpenClaw's list of sessions"),
  kept("setup.requiresRuntime", "set-up never loads a plugin here"),
  partly(
    "providerAuthChoices.<n>.optionKey",
    "setup.env",
    "with the variables of its provider, where the schema has the key",
  ),
  partly("commandAliases.<n>.name", "provides.commands.<name>", "of kind `runtime-slash`", "commands"),
  partly("commandAliases.<n>.name (other kinds)", "provides.cli.<name>.aliases", "of its `cliCommand`", "cli"),
  partly("commandAliases.<n>.cliCommand", "activation.on", `as \`command:<name>\`, like the name; ${line}`),
  partly("uiHints.<key>.label", "ui.<key>.label"),
  partly("uiHints.<key>.help", "ui.<key>.help"),
  partly("uiHints.<key>.description", "ui.<key>.help", "not OpenClaw's, and yet written; `help` goes before it"),
  partly("uiHints.<key>.group", "ui.<key>.group", "not OpenClaw's, and yet written; `configGroups` goes before it"),
  partly("uiHints.<key>.tags", "ui.<key>.tags"),
  partly("uiHints.<key>.advanced", "ui.<key>.advanced"),
  partly("uiHints.<key>.sensitive", "ui.<key>.sensitive"),
  partly("uiHints.<key>.placeholder", "ui.<key>.placeholder"),
  kept("uiHints.<key>.presentation", "how OpenClaw's form draws a phone number"),
  partly("channelConfigs.<id>.schema", `${channel}.configSchema`, "of `channels.<id>` in the config", "channel"),
  partly("channelConfigs.<id>.uiHints", `${channel}.ui`, "", "channel"),
  partly("channelConfigs.<id>.label", `${channel}.label`, "", "channel"),
  partly("channelConfigs.<id>.description", `${channel}.description`, "", "channel"),
  partly("channelConfigs.<id>.preferOver", `${channel}.preferOver`, "", "channel"),
  partly("channelConfigs.<id>.commands", `${channel}.commands`, "", "channel"),
  kept("channelConfigs.<id>.runtime", "code that parses the section; here the schema says all"),
];
