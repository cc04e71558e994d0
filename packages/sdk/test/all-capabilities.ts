// A plugin that registers something under every contract, as an author would write it: no parameter has a type.
import { definePlugin } from "@mortise/sdk";
import { Type } from "@mortise/sdk/typebox";

/** A plugin with all capabilities and all surfaces. */
export const everything = definePlugin({
  id: "everything",
  config: Type.Object({ apiKey: Type.String(), region: Type.Union([Type.Literal("eu"), Type.Literal("us")]) }),
  register(api) {
    const { apiKey, region } = api.config;
    const label = `Everything (${region.toUpperCase()}, ${apiKey.length})`;
    const usage = { inputTokens: 1, outputTokens: 1 };
    const bytes = new Uint8Array([1]);

    api.registerProvider({
      id: "all",
      label,
      models: [{ id: "small", contextWindow: 8_000 }],
      complete: async ({ messages }) => ({
        message: { role: "assistant", content: `${messages.length}` },
        finishReason: "stop",
        usage,
      }),
      stream: async ({ model }, { signal }) => {
        signal.throwIfAborted();
        return ReadableStream.from([
          { type: "text" as const, text: model },
          { type: "finish" as const, finishReason: "stop" as const },
        ]);
      },
      listModels: async () => [{ id: "small" }],
    });
    api.registerCliBackend({
      id: "all",
      probe: async () => ({ isReady: true }),
      run: async ({ prompt }) => ReadableStream.from([{ type: "text" as const, text: prompt.trim() }]),
    });
    api.registerSpeechProvider({
      id: "all",
      synthesize: async ({ text, format = "mp3" }) => ({
        audio: new Uint8Array(text.length),
        mediaType: `audio/${format}`,
      }),
      listVoices: async ({ language }) => [{ id: "ada", ...(language !== undefined && { language }) }],
    });
    api.registerRealtimeTranscriptionProvider({
      id: "all",
      transcribe: async ({ sampleRate }) =>
        ReadableStream.from([{ text: `${sampleRate.toFixed(0)} Hz`, isFinal: true }]),
    });
    api.registerRealtimeVoiceProvider({
      id: "all",
      converse: async ({ encoding }) =>
        ReadableStream.from([{ type: "audio" as const, data: new Uint8Array(encoding.length) }]),
    });
    api.registerMediaUnderstandingProvider({
      id: "all",
      accepts: ["image", "audio"],
      describeImage: async ({ mediaType }) => ({ text: mediaType, usage }),
      transcribeAudio: async ({ data }) => ({ text: `${data.byteLength}` }),
    });
    api.registerImageGenerationProvider({
      id: "all",
      generate: async ({ count = 1 }) => ({
        images: Array.from({ length: count }, () => ({ data: bytes, mediaType: "image/png" })),
      }),
    });
    api.registerMusicGenerationProvider({
      id: "all",
      generate: async ({ prompt }) => ({ tracks: [{ data: bytes, mediaType: "audio/mpeg", title: prompt }] }),
    });
    api.registerVideoGenerationProvider({
      id: "all",
      generate: async () => ({ videos: [{ url: "https://example.com/1.mp4", mediaType: "video/mp4" }] }),
    });
    api.registerWebFetchProvider({
      id: "all",
      fetch: async ({ url }) => ({ url, content: "", mediaType: "text/html" }),
    });
    api.registerWebSearchProvider({
      id: "all",
      search: async ({ query, limit = 1 }) => ({
        hits: [{ title: query, url: "https://example.com" }].slice(0, limit),
      }),
    });
    api.registerChannel({
      id: "all",
      conversations: { thread: ":topic:" },
      actions: {
        describeMessageTool: async ({ requesterSenderId }) => ({
          actions: requesterSenderId === undefined ? [] : ["send"],
          capabilities: [],
          parameters: {},
          mediaSourceParams: {},
        }),
        handleAction: async ({ action }) => ({ handled: action === "send" }),
      },
      outbound: {
        send: async ({ target }) => ({ messageId: target }),
        sendPoll: async ({ options }) => ({ messageId: `${options.length}` }),
      },
      resolveTarget: async ({ text }) => ({ target: text, kind: "user" }),
      readiness: async () => ({ isReady: true }),
    });
    api.registerGatewayDiscoveryService({
      id: "all",
      advertise: async ({ name }) => api.logger.info(name),
    });
    api.registerEmbeddingProvider({
      id: "all",
      embed: async ({ inputs }) => ({ embeddings: inputs.map((input) => [input.length]), model: "small" }),
    });
    api.registerMemoryProvider({
      id: "all",
      search: async ({ query }) => ({ hits: [{ id: "1", text: query, score: 1 }] }),
      add: async ({ text }) => ({ id: "1", text }),
    });
    api.registerContextEngine({
      id: "all",
      assemble: async ({ messages, budgetTokens }) => ({ messages: messages.slice(-budgetTokens) }),
    });
    api.registerAgentHarness({
      id: "all",
      supports: async ({ model }) => ({ isSupported: model.startsWith("all/") }),
      runAttempt: async ({ sessionId }) => ReadableStream.from([{ type: "text" as const, text: sessionId }]),
    });
    api.registerTool({
      name: "add",
      description: "Adds two numbers.",
      parameters: { type: "object" },
      execute: async ({ a, b }) => ({ text: `${Number(a) + Number(b)}` }),
    });
    api.registerCommand({ name: "hello", description: "Says hello.", execute: async ({ args }) => ({ text: args }) });
    api.registerInteractiveHandler({ id: "votes", handle: async ({ payload }) => ({ handled: payload === "yes" }) });
    api.registerService({ id: "clock", start: async () => {}, health: async () => ({ ok: true }) });
    api.registerHttpRoute({ path: "/all", handle: async (request) => new Response(request.url) });
    api.registerGatewayMethod({ name: "all.echo", scope: "read", call: async (parameters) => parameters });
    api.registerCliCommand({
      name: "all",
      description: "Prints all.",
      run: async ({ args, write }) => {
        await write(args.join(" "));
        return { exitCode: 0 };
      },
    });
    api.registerToolResultMiddleware({ id: "trim", transform: async ({ result }) => ({ text: result.text.trim() }) });
    api.registerMessageAction({
      id: "shout",
      label: "Shout",
      run: async ({ messages }) => ({ text: `${messages.length}` }),
    });
    api.registerFilter({ id: "quiet", inlet: async ({ request }) => ({ ...request, temperature: 0 }) });
    api.registerMemoryPromptSupplement({ id: "lines", build: async ({ query }) => ({ lines: [query] }) });
    api.registerMemoryCorpusSupplement({
      id: "wiki",
      search: async ({ query }) => ({ hits: [{ id: "1", text: query }] }),
    });
    api.registerApi({
      id: "all@1.0.0",
      description: "All.",
      methods: { echo: async (request: { readonly text: string }) => request.text },
    });

    api.on("before_model_resolve", ({ model }) => ({ model: model.toLowerCase() }));
    api.on("llm_output", ({ durationMs }) => api.logger.debug(`${durationMs.toFixed()} ms`));
  },
});
