import { embedding } from "./capabilities/embedding.js";
import { mediaUnderstanding } from "./capabilities/media-understanding.js";
import { speech } from "./capabilities/speech.js";
import { textInference } from "./capabilities/text-inference.js";
import { webSearch } from "./capabilities/web-search.js";
import { command } from "./surfaces/command.js";
import { httpRoute } from "./surfaces/route.js";
import { service } from "./surfaces/service.js";
import { tool } from "./surfaces/tool.js";

/**
 * What a plugin can register in the reference gateway, by the method that does it. This list is the only place where a
 * new capability is named: its typed method, reports, lookups and runtime helper follow.
 */
export const gatewayContracts = {
  /** Registers a language model provider: {@link TextInferenceProvider}. */
  registerProvider: textInference,
  /** Registers a text-to-speech provider: {@link SpeechProvider}. */
  registerSpeechProvider: speech,
  /** Registers a provider that describes images, audio or video: {@link MediaUnderstandingProvider}. */
  registerMediaUnderstandingProvider: mediaUnderstanding,
  /** Registers a provider of text embeddings: {@link EmbeddingProvider}. */
  registerEmbeddingProvider: embedding,
  /** Registers a web search provider: {@link WebSearchProvider}. */
  registerWebSearchProvider: webSearch,
  /** Registers a tool that models may call: {@link Tool}. */
  registerTool: tool,
  /** Registers a command that people may call: {@link Command}. */
  registerCommand: command,
  /** Registers something that runs as long as the plugin is loaded: {@link Service}. */
  registerService: service,
  /** Registers an HTTP route, fetch-style: {@link HttpRoute}. */
  registerHttpRoute: httpRoute,
} as const;

/** The type of the reference gateway's contracts. */
export type GatewayContracts = typeof gatewayContracts;
