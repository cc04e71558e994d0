import { agentHarness } from "./capabilities/agent-harness.js";
import { channel } from "./capabilities/channel.js";
import { cliBackend } from "./capabilities/cli-backend.js";
import { contextEngine } from "./capabilities/context-engine.js";
import { embedding } from "./capabilities/embedding.js";
import { gatewayDiscovery } from "./capabilities/gateway-discovery.js";
import { imageGeneration } from "./capabilities/image-generation.js";
import { mediaUnderstanding } from "./capabilities/media-understanding.js";
import { memory } from "./capabilities/memory.js";
import { musicGeneration } from "./capabilities/music-generation.js";
import { realtimeTranscription } from "./capabilities/realtime-transcription.js";
import { realtimeVoice } from "./capabilities/realtime-voice.js";
import { speech } from "./capabilities/speech.js";
import { textInference } from "./capabilities/text-inference.js";
import { videoGeneration } from "./capabilities/video-generation.js";
import { webFetch } from "./capabilities/web-fetch.js";
import { webSearch } from "./capabilities/web-search.js";
import { cliCommand } from "./surfaces/cli-command.js";
import { command } from "./surfaces/command.js";
import { filter } from "./surfaces/filter.js";
import { gatewayMethod } from "./surfaces/gateway-method.js";
import { interactiveHandler } from "./surfaces/interactive-handler.js";
import { memoryCorpusSupplement } from "./surfaces/memory-corpus-supplement.js";
import { memoryPromptSupplement } from "./surfaces/memory-prompt-supplement.js";
import { messageAction } from "./surfaces/message-action.js";
import { publishedApi } from "./surfaces/published-api.js";
import { httpRoute } from "./surfaces/route.js";
import { service } from "./surfaces/service.js";
import { toolResultMiddleware } from "./surfaces/tool-result-middleware.js";
import { tool } from "./surfaces/tool.js";

/**
 * What a plugin can register in the reference gateway, by the method that does it. This list is the only place where a
 * new capability is named: its typed method, reports, lookups and runtime helper follow.
 */
export const gatewayContracts = {
  /** Registers a language model provider: {@link TextInferenceProvider}. */
  registerProvider: textInference,
  /** Registers a command-line program that answers prompts: {@link CliBackend}. */
  registerCliBackend: cliBackend,
  /** Registers a text-to-speech provider: {@link SpeechProvider}. */
  registerSpeechProvider: speech,
  /** Registers a provider that writes down speech as it comes: {@link RealtimeTranscriptionProvider}. */
  registerRealtimeTranscriptionProvider: realtimeTranscription,
  /** Registers a provider of spoken conversations: {@link RealtimeVoiceProvider}. */
  registerRealtimeVoiceProvider: realtimeVoice,
  /** Registers a provider that describes images, audio or video: {@link MediaUnderstandingProvider}. */
  registerMediaUnderstandingProvider: mediaUnderstanding,
  /** Registers a provider that makes images: {@link ImageGenerationProvider}. */
  registerImageGenerationProvider: imageGeneration,
  /** Registers a provider that makes music: {@link MusicGenerationProvider}. */
  registerMusicGenerationProvider: musicGeneration,
  /** Registers a provider that makes videos: {@link VideoGenerationProvider}. */
  registerVideoGenerationProvider: videoGeneration,
  /** Registers a provider that reads web pages: {@link WebFetchProvider}. */
  registerWebFetchProvider: webFetch,
  /** Registers a web search provider: {@link WebSearchProvider}. */
  registerWebSearchProvider: webSearch,
  /** Registers a place where messages come from and go to: {@link Channel}. */
  registerChannel: channel,
  /** Registers a way to make the gateway known on a network: {@link GatewayDiscoveryService}. */
  registerGatewayDiscoveryService: gatewayDiscovery,
  /** Registers a provider of text embeddings: {@link EmbeddingProvider}. */
  registerEmbeddingProvider: embedding,
  /** Registers a memory: {@link MemoryProvider}. */
  registerMemoryProvider: memory,
  /** Registers what decides how much of a conversation a model sees: {@link ContextEngine}. */
  registerContextEngine: contextEngine,
  /** Registers a way to run agents: {@link AgentHarness}. */
  registerAgentHarness: agentHarness,
  /** Registers a tool that models may call, or what makes one for each turn: {@link Tool}, {@link ToolFactory}. */
  registerTool: tool,
  /** Registers a command that people may call in a chat: {@link Command}. */
  registerCommand: command,
  /** Registers an answer to buttons, menus and forms: {@link InteractiveHandler}. */
  registerInteractiveHandler: interactiveHandler,
  /** Registers something that runs as long as the plugin is loaded: {@link Service}. */
  registerService: service,
  /** Registers an HTTP route, fetch-style: {@link HttpRoute}. */
  registerHttpRoute: httpRoute,
  /** Registers a method of the gateway's RPC: {@link GatewayMethod}. */
  registerGatewayMethod: gatewayMethod,
  /** Registers a command of the command line: {@link CliCommand}. */
  registerCliCommand: cliCommand,
  /** Registers what changes the answers of tools: {@link ToolResultMiddleware}. */
  registerToolResultMiddleware: toolResultMiddleware,
  /** Registers something that can be done with a message: {@link MessageAction}. */
  registerMessageAction: messageAction,
  /** Registers what changes requests and answers of models: {@link Filter}. */
  registerFilter: filter,
  /** Registers lines for the part of a prompt that tells what is remembered: {@link MemoryPromptSupplement}. */
  registerMemoryPromptSupplement: memoryPromptSupplement,
  /** Registers texts that are searched beside the memory: {@link MemoryCorpusSupplement}. */
  registerMemoryCorpusSupplement: memoryCorpusSupplement,
  /** Offers an API to other plugins: {@link PublishedApi}. */
  registerApi: publishedApi,
} as const;

/** The type of the reference gateway's contracts. */
export type GatewayContracts = typeof gatewayContracts;
