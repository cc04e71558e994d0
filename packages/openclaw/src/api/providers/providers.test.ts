import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import {
  contextEngine,
  embedding,
  imageGeneration,
  mediaUnderstanding,
  memory,
  memoryCorpusSupplement,
  memoryPromptSupplement,
  musicGeneration,
  realtimeTranscription,
  speech,
  textInference,
  toolResultMiddleware,
  videoGeneration,
  webFetch,
  webSearch,
  type TranscriptPiece,
} from "@mortise/sdk";
import { expect, it, onTestFinished } from "vitest";
import { runRegister } from "../../../test/running-plugin.js";

const bytes = `Buffer.from([1, 2, 3])`;
const data = new Uint8Array([1, 2, 3]);

it("speech is synthesised with the plugin's own config [OC-7]", async () => {
  const running = await runRegister(
    `api.registerSpeechProvider({ id: "acme", label: "Acme", isConfigured: () => true,
       synthesize: async (req) => { api.logger.info("told", req); return { audioBuffer: ${bytes}, outputFormat: "opus", fileExtension: ".ogg", voiceCompatible: true }; },
       listVoices: async ({ providerConfig }) => [{ id: providerConfig.voice, name: "A", locale: "en-GB" }, { name: "none" }] });`,
    { manifest: { contracts: { speechProviders: ["acme"] } }, config: { voice: "v" } },
  );
  expect(running.messages()).toEqual([]);
  const found = await running.find(speech, "acme");
  const result = await running.host.call(found, "synthesize", { text: "Hi", voice: "w" });
  expect(result).toEqual({ audio: data, mediaType: "audio/ogg" });
  expect(running.log[0]?.fields).toMatchObject({
    text: "Hi",
    providerConfig: { voice: "v" },
    providerOverrides: { voice: "w", voiceId: "w" },
    target: "audio-file",
  });
  expect(await running.host.call(found, "listVoices", {})).toEqual([{ id: "v", name: "A", language: "en-GB" }]);
});

it("media are told what is in them, and what a provider takes is what it has operations for [OC-7]", async () => {
  const running = await runRegister(
    `api.registerMediaUnderstandingProvider({ id: "acme", describeImage: async (req) => ({ text: req.mime + req.buffer.length + req.prompt + req.apiKey }) });`,
    { manifest: { contracts: { mediaUnderstandingProviders: ["acme"] } }, config: { apiKey: "k" } },
  );
  const found = await running.find(mediaUnderstanding, "acme");
  expect(found.value.accepts).toEqual(["image"]);
  const request = { data, mediaType: "image/png", prompt: "What?" };
  expect(await running.host.call(found, "describeImage", request)).toEqual({ text: "image/png3What?k" });
});

it("images, videos and music are made [OC-7]", async () => {
  const names = ["imageGenerationProviders", "videoGenerationProviders", "musicGenerationProviders"];
  const running = await runRegister(
    `api.registerImageGenerationProvider({ id: "acme", defaultModel: "m", capabilities: {}, generateImage: async (req) => ({ images: [{ buffer: ${bytes}, mimeType: "image/webp", revisedPrompt: req.prompt + req.model + req.size + req.inputImages.length }] }) });
     api.registerVideoGenerationProvider({ id: "acme", capabilities: {}, generateVideo: async (req) => ({ videos: [{ url: "https://example.com/" + req.resolution, mimeType: "video/mp4" }, { buffer: ${bytes}, mimeType: "video/webm" }] }) });
     api.registerMusicGenerationProvider({ id: "acme", capabilities: {}, generateMusic: async (req) => ({ tracks: [{ buffer: ${bytes}, mimeType: "audio/mpeg", fileName: req.lyrics }] }) });`,
    { manifest: { contracts: Object.fromEntries(names.map((name) => [name, ["acme"]])) } },
  );
  const { host, find } = running;
  const image = { prompt: "A cat", width: 10, height: 20, inputs: [{ data, mediaType: "image/png" }] };
  expect(await host.call(await find(imageGeneration, "acme"), "generate", image)).toEqual({
    images: [{ data, mediaType: "image/webp", revisedPrompt: "A catm10x201" }],
  });
  const video = { prompt: "A cat", resolution: 720 };
  expect(await host.call(await find(videoGeneration, "acme"), "generate", video)).toEqual({
    videos: [
      { url: "https://example.com/720P", mediaType: "video/mp4" },
      { data, mediaType: "video/webm" },
    ],
  });
  const music = { prompt: "A waltz", lyrics: "La" };
  expect(await host.call(await find(musicGeneration, "acme"), "generate", music)).toEqual({
    tracks: [{ data, mediaType: "audio/mpeg", title: "La" }],
  });
});

it("the web is searched and read through the tools that providers make [OC-7]", async () => {
  const running = await runRegister(
    `api.registerWebSearchProvider({ id: "acme", createTool: ({ searchConfig }) => ({ execute: async ({ query, count }) => searchConfig.broken ? { error: "no key" } : { results: [{ title: query, url: "https://a.example", description: "d", published: "2026-01-02" }, { link: "https://b.example" }, { title: "none" }].slice(0, count + 1) } }) });
     api.registerWebFetchProvider({ id: "acme", createTool: () => ({ execute: async ({ url, extractMode, maxChars }) => ({ text: extractMode + maxChars, title: "T", finalUrl: url + "/end", truncated: true }) }) });
     api.registerWebFetchProvider({ id: "none", createTool: () => null });`,
    { manifest: { contracts: { webSearchProviders: ["acme"], webFetchProviders: ["acme", "none"] } } },
  );
  const { host, find } = running;
  expect(await host.call(await find(webSearch, "acme"), "search", { query: "tea", limit: 2 })).toEqual({
    hits: [
      { title: "tea", url: "https://a.example", snippet: "d", publishedAt: "2026-01-02T00:00:00.000Z" },
      { title: "https://b.example", url: "https://b.example" },
    ],
  });
  const page = { url: "https://a.example", maxCharacters: 5 };
  expect(await host.call(await find(webFetch, "acme"), "fetch", page)).toEqual({
    url: "https://a.example/end",
    title: "T",
    content: "markdown5",
    mediaType: "text/markdown",
    isCut: true,
  });
  await expect(host.call(await find(webFetch, "none"), "fetch", page)).rejects.toMatchObject({
    code: "authentication",
  });
});

it("embeddings come from one provider for each model, which is closed in the end [OC-7]", async () => {
  const running = await runRegister(
    `let made = 0;
     api.registerEmbeddingProvider({ id: "acme", defaultModel: "small", create: async ({ model }) => { made += 1; return { provider: { id: "acme", model, embed: async (text) => [text.length, made], close: () => api.logger.info("closed") } }; } });`,
    { manifest: { contracts: { embeddingProviders: ["acme"] } } },
  );
  const found = await running.find(embedding, "acme");
  const embed = () => running.host.call(found, "embed", { inputs: ["a", "bcd"] });
  expect([await embed(), await embed()]).toEqual([
    {
      embeddings: [
        [1, 1],
        [3, 1],
      ],
      model: "small",
    },
    {
      embeddings: [
        [1, 1],
        [3, 1],
      ],
      model: "small",
    },
  ]);
  await running.host.unload("sample");
  expect(running.log.map(({ message }) => message)).toEqual(["closed"]);
});

it("speech is written down as it comes [OC-7]", async () => {
  const running = await runRegister(
    `api.registerRealtimeTranscriptionProvider({ id: "acme", createSession: ({ onPartial, onTranscript, providerConfig }) => { let heard = 0; return {
       connect: async () => {}, isConnected: () => true, close: () => api.logger.info("closed"),
       sendAudio: (audio) => { heard += audio.length; onPartial(String(heard)); }, finish: async () => onTranscript(providerConfig.sampleRate + " " + heard) }; } });`,
    { manifest: { contracts: { realtimeTranscriptionProviders: ["acme"] } } },
  );
  const audio = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(data);
      controller.enqueue(data);
      controller.close();
    },
  });
  const found = await running.find(realtimeTranscription, "acme");
  const stream = await running.host.call(found, "transcribe", { audio, encoding: "pcm16", sampleRate: 16_000 });
  const pieces: TranscriptPiece[] = [];
  for await (const piece of stream) pieces.push(piece);
  expect(pieces).toEqual([
    { text: "3", isFinal: false },
    { text: "6", isFinal: false },
    { text: "16000 6", isFinal: true },
  ]);
  expect(running.log.map(({ message }) => message)).toEqual(["closed"]);
});

it("a language model is asked where the catalogue says it is [OC-7]", async () => {
  const asked: { url: string | undefined; authorization: string | undefined; body: unknown }[] = [];
  const toolCalls = [{ id: "c", type: "function", function: { name: "echo", arguments: "{}" } }];
  const message = { role: "assistant", content: "Hi", tool_calls: toolCalls };
  const usage = { prompt_tokens: 3, completion_tokens: 1 };
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      asked.push({ url: request.url, authorization: request.headers.authorization, body });
      const isKnown = (body as { model: string }).model === "large";
      response.statusCode = isKnown ? 200 : 404;
      const answer = { choices: [{ message, finish_reason: "tool_calls" }], usage };
      return response.end(JSON.stringify(isKnown ? answer : { error: { message: "no such model" } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
  const running = await runRegister(
    `api.registerProvider({ id: "acme", label: "Acme", auth: [], catalog: { order: "simple", run: async (ctx) => { const { apiKey } = ctx.resolveProviderApiKey("acme"); return { provider: { baseUrl: "${baseUrl}", api: "openai-completions", apiKey, models: [{ id: "large", name: "Large", contextWindow: 8000 }] } }; } } });
     api.registerProvider({ id: "other", auth: [], catalog: { run: async () => ({ provider: { baseUrl: "${baseUrl}", api: "anthropic-messages", models: [] } }) } });`,
    { manifest: { providers: ["acme", "other"] }, config: { apiKey: "sk" } },
  );
  const { host, find } = running;
  expect(running.messages()).toEqual([]);
  const found = await find(textInference, "acme");
  const request = { model: "large", messages: [{ role: "user", content: "Hello" }] } as const;
  expect(await host.call(found, "complete", request)).toEqual({
    message: { role: "assistant", content: "Hi", toolCalls: [{ id: "c", name: "echo", arguments: "{}" }] },
    finishReason: "tool-calls",
    usage: { inputTokens: 3, outputTokens: 1 },
  });
  expect(asked).toEqual([
    {
      url: "/v1/chat/completions",
      authorization: "Bearer sk",
      body: { model: "large", messages: [{ role: "user", content: "Hello" }] },
    },
  ]);
  await expect(host.call(found, "complete", { ...request, model: "none" })).rejects.toMatchObject({
    code: "not-found",
    message: "no such model",
  });
  expect(await host.call(found, "listModels", {})).toEqual([{ id: "large", name: "Large", contextWindow: 8000 }]);
  await expect(host.call(await find(textInference, "other"), "complete", request)).rejects.toMatchObject({
    code: "unsupported",
  });
});

it("a memory recalls, adds its lines to the prompt, and says that it stores by its tools [OC-7]", async () => {
  const running = await runRegister(
    `const hit = { path: "notes.md", startLine: 4, score: 1.5, snippet: "likes tea", source: "memory" };
     api.registerMemoryCapability({ promptBuilder: ({ availableTools }) => ["Recall first.", String(availableTools.size)],
       runtime: { getMemorySearchManager: async ({ agentId }) => ({ manager: { search: async (query, { maxResults }) => [{ ...hit, snippet: hit.snippet + query + maxResults + agentId }] } }) } });
     api.registerMemoryPromptSupplement(() => ["Second."]);
     api.registerMemoryCorpusSupplement({ search: async ({ query }) => [hit], get: async ({ lookup }) => lookup === "x" ? { content: "whole", path: "x" } : null });`,
    { manifest: { kind: "memory" } },
  );
  expect(running.messages()).toEqual([]);
  const { host, find } = running;
  const found = await find(memory, "sample");
  expect(await host.call(found, "search", { query: "?", limit: 2 })).toEqual({
    hits: [
      {
        id: "notes.md#L4",
        text: "likes tea?2main",
        score: 1,
        metadata: { path: "notes.md", source: "memory" },
      },
    ],
  });
  await expect(host.call(found, "add", { text: "x" })).rejects.toMatchObject({ code: "unsupported" });
  const linesOf = async (id: string) => host.call(await find(memoryPromptSupplement, id), "build", { query: "tea" });
  expect(await linesOf("sample-memory")).toEqual({ lines: ["Recall first.", "0"] });
  expect(await linesOf("sample-supplement")).toEqual({ lines: ["Second."] });
  const corpus = await find(memoryCorpusSupplement, "sample-corpus");
  expect((await host.call(corpus, "search", { query: "tea" })).hits).toHaveLength(1);
  expect(await host.call(corpus, "get", { id: "x" })).toMatchObject({ id: "x", text: "whole" });
  expect(await host.call(corpus, "get", { id: "y" })).toBeUndefined();
});

it("a context engine assembles what a model sees [OC-7]", async () => {
  const running = await runRegister(
    `api.registerContextEngine("acme", ({ config }) => ({ info: { id: "acme" },
       ingest: async ({ message }) => { api.logger.info("ingested", { message }); return { ingested: true }; },
       assemble: async ({ messages, tokenBudget, prompt }) => ({ messages: messages.slice(-1), estimatedTokens: tokenBudget, systemPromptAddition: prompt }),
       dispose: async () => api.logger.info("disposed") }));`,
    { manifest: { kind: "context-engine" } },
  );
  const found = await running.find(contextEngine, "acme");
  const messages = [
    { role: "system", content: "Be kind." },
    { role: "user", content: "one" },
    { role: "user", content: "two" },
  ] as const;
  const request = { sessionId: "s", messages, budgetTokens: 100 };
  expect(await running.host.call(found, "assemble", request)).toEqual({
    messages: [
      { role: "system", content: "two\n\nBe kind." },
      { role: "user", content: "two" },
    ],
    tokens: 100,
  });
  await running.host.call(found, "ingest", { sessionId: "s", message: messages[1] });
  await running.host.unload("sample");
  expect(running.log).toMatchObject([
    { message: "ingested", fields: { message: { role: "user", content: "one" } } },
    { message: "disposed" },
  ]);
});

it("what changes tools' answers sees them in OpenClaw's form [OC-7]", async () => {
  const running = await runRegister(
    `api.registerAgentToolResultMiddleware((event, ctx) => event.toolName === "echo" ? { result: { content: [{ type: "text", text: event.result.content[0].text + "!" + ctx.runtime }] } } : undefined, { runtimes: ["openclaw"] });
     api.registerAgentToolResultMiddleware(() => {});`,
    { manifest: { contracts: { agentToolResultMiddleware: ["openclaw"] } } },
  );
  const found = await running.find(toolResultMiddleware, "openclaw");
  const transform = (tool: string) => running.host.call(found, "transform", { tool, args: {}, result: { text: "a" } });
  expect([await transform("echo"), await transform("other")]).toEqual([{ text: "a!openclaw" }, { text: "a" }]);
  expect(running.contributions()).toContain("tool-result-middleware:openclaw-2");
});
