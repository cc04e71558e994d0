import { chat, schemaWithKey, setupProvider, choice, type Sample } from "./sample.js";

const listed = (name: string, key: string): Sample => ({
  given: { contracts: { [name]: ["x"] } },
  has: { [`/provides/${key}/x`]: {} },
});

const hint = (member: string, value: unknown, place = member): Sample => ({
  context: { uiHints: { "a.*.b": {} } },
  given: { uiHints: { "a.*.b": { [member]: value } } },
  has: { [`/ui/a.*.b/${place}`]: value },
});

const configured = (member: string, value: unknown, place = member): Sample => ({
  context: { ...chat, channelConfigs: { chat: { schema: {} } } },
  given: { channelConfigs: { chat: { schema: {}, [member]: value } } },
  has: { [`/provides/channel/chat/${place}`]: value },
});

const hinted = (name: string, ...triggers: readonly string[]): Sample => ({
  given: { activation: { [name]: ["x"] } },
  has: { "/activation/on": triggers },
});

/** Members of its fields. */
export const memberSamples: Readonly<Record<string, Sample>> = {
  "activation.onStartup": { given: { activation: { onStartup: true } }, has: { "/activation/onStartup": true } },
  "activation.onProviders": hinted("onProviders", "provider:x"),
  "activation.onAgentHarnesses": {
    given: { activation: { onAgentHarnesses: ["x"] } },
    has: { "/activation/on": ["agent-harness:x"], "/activation/enabledBy": ["agent-harness:x"] },
  },
  "activation.onCommands": hinted("onCommands", "command:x", "cli:x"),
  "activation.onChannels": hinted("onChannels", "channel:x"),
  "activation.onRoutes": hinted("onRoutes", "route:x"),
  "activation.onConfigPaths": hinted("onConfigPaths", "config:x"),
  "activation.onCapabilities": hinted("onCapabilities", "capability:x"),
  "contracts.agentToolResultMiddleware": listed("agentToolResultMiddleware", "toolResultMiddleware"),
  "contracts.embeddingProviders": listed("embeddingProviders", "embedding"),
  "contracts.gatewayMethodDispatch": {
    given: { contracts: { gatewayMethodDispatch: ["authenticated-request"] } },
    has: { "/permissions/gateway-methods": ["authenticated-request"] },
  },
  "contracts.imageGenerationProviders": listed("imageGenerationProviders", "image-generation"),
  "contracts.mediaUnderstandingProviders": listed("mediaUnderstandingProviders", "media-understanding"),
  "contracts.musicGenerationProviders": listed("musicGenerationProviders", "music-generation"),
  "contracts.realtimeTranscriptionProviders": listed("realtimeTranscriptionProviders", "realtime-transcription"),
  "contracts.realtimeVoiceProviders": listed("realtimeVoiceProviders", "realtime-voice"),
  "contracts.speechProviders": listed("speechProviders", "speech"),
  "contracts.tools": listed("tools", "tools"),
  "contracts.videoGenerationProviders": listed("videoGenerationProviders", "video-generation"),
  "contracts.webFetchProviders": listed("webFetchProviders", "web-fetch"),
  "contracts.webSearchProviders": listed("webSearchProviders", "web-search"),
  "setup.providers.<n>.envVars": {
    context: { ...schemaWithKey, setup: { providers: [{ id: "p" }] } },
    given: { setup: { providers: [{ id: "p", envVars: ["P_KEY"] }] } },
    has: { "/setup/env": { apiKey: ["P_KEY"] } },
  },
  "setup.providers": {
    context: { contracts: { webSearchProviders: ["p"] } },
    given: { setup: { providers: [setupProvider] } },
    has: { "/provides/web-search/p/setup": { env: ["P_KEY"], authMethods: ["api-key"] } },
  },
  "setup.cliBackends": { given: { setup: { cliBackends: ["b"] } }, has: { "/provides/cli-backend/b": {} } },
  "providerAuthChoices.<n>.optionKey": {
    context: { ...schemaWithKey, setup: { providers: [{ id: "q", envVars: ["Q_KEY"] }, setupProvider] } },
    given: { providerAuthChoices: [choice] },
    has: { "/setup/env": { token: ["P_KEY"] } },
  },
  "commandAliases.<n>.name": {
    given: { commandAliases: [{ name: "dream", kind: "runtime-slash" }] },
    has: { "/provides/commands": { dream: {} }, "/provides/commands/dream": {} },
  },
  "commandAliases.<n>.name (other kinds)": {
    context: { cliCommands: [{ name: "wiki" }] },
    given: { commandAliases: [{ name: "pages", cliCommand: "wiki" }] },
    has: { "/provides/cli": { wiki: { aliases: ["pages"] } }, "/provides/cli/wiki/aliases": ["pages"] },
  },
  "commandAliases.<n>.cliCommand": {
    given: { commandAliases: [{ cliCommand: "wiki" }] },
    has: { "/activation/on": ["command:wiki", "cli:wiki"] },
  },
  "uiHints.<key>.label": hint("label", "L"),
  "uiHints.<key>.help": hint("help", "H"),
  "uiHints.<key>.description": hint("description", "D", "help"),
  "uiHints.<key>.group": hint("group", "G"),
  "uiHints.<key>.tags": hint("tags", ["t"]),
  "uiHints.<key>.advanced": hint("advanced", true),
  "uiHints.<key>.sensitive": hint("sensitive", true),
  "uiHints.<key>.placeholder": hint("placeholder", "P"),
  "channelConfigs.<id>.schema": {
    context: chat,
    given: { channelConfigs: { chat: { schema: { type: "object" } } } },
    has: { "/provides/channel/chat/configSchema": { type: "object" } },
  },
  "channelConfigs.<id>.uiHints": configured("uiHints", { token: { sensitive: true } }, "ui"),
  "channelConfigs.<id>.label": configured("label", "L"),
  "channelConfigs.<id>.description": configured("description", "D"),
  "channelConfigs.<id>.preferOver": configured("preferOver", ["mail"]),
  "channelConfigs.<id>.commands": configured("commands", { native: true }),
};
