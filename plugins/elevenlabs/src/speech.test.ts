import { callContext, startVendorServer, type VendorServer } from "@mortise/testing";
import { describe, expect, it } from "vitest";
import type { Config } from "./config.js";
import { createSpeechProvider } from "./speech.js";

const audio = Uint8Array.of(73, 68, 51, 4);
const provider = (server: VendorServer, settings: Partial<Config> = {}) =>
  createSpeechProvider({
    apiKey: "el-key-0123456789",
    baseUrl: server.url,
    maxRetries: 0,
    voice: "george",
    ...settings,
  });

describe("synthesize [VEND-1]", () => {
  it("says a text with the operator's voice and model", async () => {
    await using server = await startVendorServer({ "POST /v1/text-to-speech/george": { bytes: audio } });
    const speech = provider(server, { model: "eleven_flash_v2_5" });
    await expect(speech.synthesize({ text: "Hello" }, callContext())).resolves.toEqual({
      audio,
      mediaType: "audio/mpeg",
    });
    expect(server.requests[0]).toMatchObject({
      path: "/v1/text-to-speech/george?output_format=mp3_44100_128",
      json: { text: "Hello", model_id: "eleven_flash_v2_5" },
    });
    expect(server.requests[0]?.headers["xi-api-key"]).toBe("el-key-0123456789");
  });

  it("says a text with the voice, model and speed of the request", async () => {
    await using server = await startVendorServer({ "POST /v1/text-to-speech/alice": { bytes: audio } });
    await provider(server).synthesize({ text: "Hello", voice: "alice", model: "eleven_v3", speed: 0.9 }, callContext());
    expect(server.requests[0]?.json).toEqual({
      text: "Hello",
      model_id: "eleven_v3",
      voice_settings: { speed: 0.9 },
    });
  });

  it.each([
    [{ "x-character-count": "5", "character-cost": "2.5" }, { usage: { characters: 5, credits: 2.5 } }],
    [{ "character-cost": "3" }, { usage: { credits: 3 } }],
    [{ "x-character-count": "many" }, {}],
  ])("tells what the vendor counted: %j", async (headers, usage) => {
    await using server = await startVendorServer({ "POST /v1/text-to-speech/george": { bytes: audio, headers } });
    const result = await provider(server).synthesize({ text: "Hello" }, callContext());
    expect(result).toEqual({ audio, mediaType: "audio/mpeg", ...usage });
  });

  it.each([
    ["wav", "wav_24000", "audio/wav"],
    ["pcm", "pcm_24000", "audio/pcm;rate=24000"],
  ] as const)("makes %s of the vendor's %s", async (format, outputFormat, mediaType) => {
    await using server = await startVendorServer({ "POST /v1/text-to-speech/george": { bytes: audio } });
    await expect(provider(server).synthesize({ text: "Hello", format }, callContext())).resolves.toMatchObject({
      mediaType,
    });
    expect(server.requests[0]?.path).toContain(`output_format=${outputFormat}`);
  });

  it.each(["aac", "flac", "opus"] as const)("refuses %s without asking the vendor", async (format) => {
    await using server = await startVendorServer({});
    await expect(provider(server).synthesize({ text: "Hello", format }, callContext())).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining("mp3, wav, pcm"),
    });
    expect(server.requests).toEqual([]);
  });

  it("is `unavailable` when the audio breaks off", async () => {
    await using server = await startVendorServer({
      "POST /v1/text-to-speech/george": { bytes: audio, ending: "cut" },
    });
    await expect(provider(server).synthesize({ text: "Hello" }, callContext())).rejects.toMatchObject({
      name: "CapabilityError",
      code: "unavailable",
    });
  });

  it("ends the request when the caller aborts in the middle of the audio", async () => {
    await using server = await startVendorServer({
      "POST /v1/text-to-speech/george": { bytes: audio, ending: "open" },
    });
    const abort = new AbortController();
    const work = provider(server).synthesize({ text: "Hello" }, callContext({ signal: abort.signal }));
    const request = await server.received(0);
    abort.abort();
    await expect(work).rejects.toMatchObject({ code: "aborted" });
    await request.clientGone;
  });
});

describe("listVoices", () => {
  const page = (voices: object[], nextPageToken?: string) => ({
    json: { voices, has_more: nextPageToken !== undefined, total_count: 3, next_page_token: nextPageToken ?? null },
  });

  it("lists the voices of all pages", async () => {
    await using server = await startVendorServer({
      "GET /v2/voices": [
        page([{ voice_id: "a", name: "Alice", labels: { language: "en" } }], "more"),
        page([{ voice_id: "b", verified_languages: [{ language: "de", model_id: "m" }] }, { voice_id: "c" }]),
      ],
    });
    await expect(provider(server).listVoices?.({}, callContext())).resolves.toEqual([
      { id: "a", name: "Alice", language: "en" },
      { id: "b", language: "de" },
      { id: "c" },
    ]);
    expect(server.requests.map(({ path }) => path)).toEqual([
      "/v2/voices?page_size=100",
      "/v2/voices?next_page_token=more&page_size=100",
    ]);
  });

  it("asks for the voices of a language", async () => {
    await using server = await startVendorServer({ "GET /v2/voices": page([]) });
    await expect(provider(server).listVoices?.({ language: "de-AT" }, callContext())).resolves.toEqual([]);
    expect(server.requests[0]?.path).toContain("language=de");
    expect(server.requests[0]?.path).not.toContain("AT");
  });
});
