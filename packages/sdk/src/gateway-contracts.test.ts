import { expect, it } from "vitest";
import { gatewayContracts, type Contract } from "./index.js";

it("is these capabilities, each registered by this method [SDK-7]", () => {
  const contracts = Object.entries<Contract>(gatewayContracts);
  const capabilities = contracts.filter(([, { category }]) => category === "capability");
  expect(Object.fromEntries(capabilities.map(([method, { kind }]) => [kind, method]))).toEqual({
    "text-inference": "registerProvider",
    "cli-backend": "registerCliBackend",
    speech: "registerSpeechProvider",
    "realtime-transcription": "registerRealtimeTranscriptionProvider",
    "realtime-voice": "registerRealtimeVoiceProvider",
    "media-understanding": "registerMediaUnderstandingProvider",
    "image-generation": "registerImageGenerationProvider",
    "music-generation": "registerMusicGenerationProvider",
    "video-generation": "registerVideoGenerationProvider",
    "web-fetch": "registerWebFetchProvider",
    "web-search": "registerWebSearchProvider",
    channel: "registerChannel",
    "gateway-discovery": "registerGatewayDiscoveryService",
    embedding: "registerEmbeddingProvider",
    memory: "registerMemoryProvider",
    "context-engine": "registerContextEngine",
    "agent-harness": "registerAgentHarness",
  });
});
