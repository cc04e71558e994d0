import type { Compatibility } from "../compatibility.js";
import { mapped, unmapped, type ApiMember } from "../member.js";
import { membersOf, type Callable, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { registerContextEngine } from "./context-engine.js";
import { registerEmbedding } from "./embedding.js";
import {
  registerImageGeneration,
  registerMediaUnderstanding,
  registerMusicGeneration,
  registerVideoGeneration,
} from "./media.js";
import { registerSpeech } from "./speech.js";
import { registerModelProvider } from "./text-inference.js";
import { registerToolResults } from "./tool-results.js";
import { registerTranscription } from "./transcription.js";
import { registerWebFetch, registerWebSearch } from "./web.js";

/** A method that takes one provider, or what makes one. */
function takesProvider(
  name: string,
  note: string,
  register: (scope: PluginScope, provider: Members) => void,
  counterpart = name,
): ApiMember {
  const row: Compatibility = { name, support: "partial", counterpart, note };
  return mapped(row, (scope, given) => {
    const provider = typeof given === "function" ? (given as Callable)({ config: scope.settings.current() }) : given;
    register(scope, membersOf(provider));
  });
}

const ownConfig = "A provider's config is its plugin's own.";

/** What a plugin provides, by OpenClaw's methods. */
export const providerMembers: readonly ApiMember[] = [
  takesProvider(
    "registerProvider",
    "Providers whose catalogue names an address that speaks OpenAI's chat completions; others are registered and cannot be asked. Their ways of signing in are not used.",
    registerModelProvider,
  ),
  takesProvider("registerSpeechProvider", ownConfig, registerSpeech),
  takesProvider(
    "registerRealtimeTranscriptionProvider",
    `${ownConfig} What a session still hears after the audio has ended is waited for where it can finish.`,
    registerTranscription,
  ),
  unmapped("registerRealtimeVoiceProvider", "a bridge there speaks to OpenClaw's calls"),
  takesProvider("registerMediaUnderstandingProvider", ownConfig, registerMediaUnderstanding),
  takesProvider("registerImageGenerationProvider", ownConfig, registerImageGeneration),
  takesProvider("registerVideoGenerationProvider", ownConfig, registerVideoGeneration),
  takesProvider("registerMusicGenerationProvider", ownConfig, registerMusicGeneration),
  takesProvider("registerWebSearchProvider", ownConfig, registerWebSearch),
  takesProvider("registerWebFetchProvider", ownConfig, registerWebFetch),
  takesProvider("registerEmbeddingProvider", ownConfig, registerEmbedding),
  takesProvider("registerMemoryEmbeddingProvider", ownConfig, registerEmbedding, "registerEmbeddingProvider"),
  unmapped("registerCliBackend", "a backend there describes a program for OpenClaw's own runner"),
  mapped(
    {
      name: "registerContextEngine",
      support: "partial",
      counterpart: "registerContextEngine",
      note: "It is asked to assemble and told of messages. What needs a session's file, such as compaction, is not called.",
    },
    registerContextEngine,
  ),
  mapped(
    {
      name: "registerAgentToolResultMiddleware",
      support: "full",
      counterpart: "registerToolResultMiddleware",
    },
    registerToolResults,
  ),
];
