import { callContext, startVendorServer, type VendorServer } from "@mortise/testing";
import { describe, expect, it } from "vitest";
import { connect } from "./connection.js";
import { createSpeechProvider } from "./speech.js";

const route = "POST /v1/audio/speech";
const audio = Uint8Array.of(82, 73, 70, 70);
const provider = (server: VendorServer) =>
  createSpeechProvider(connect({ apiKey: "sk-test", baseUrl: `${server.url}/v1`, maxRetries: 0 }));

describe("synthesize [VEND-1]", () => {
  it("says a text with the defaults", async () => {
    await using server = await startVendorServer({ [route]: { bytes: audio } });
    await expect(provider(server).synthesize({ text: "Hello" }, callContext())).resolves.toEqual({
      audio,
      mediaType: "audio/mpeg",
    });
    expect(server.requests[0]?.json).toEqual({
      model: "gpt-4o-mini-tts",
      voice: "alloy",
      input: "Hello",
      response_format: "mp3",
    });
  });

  it("sends model, voice, format and speed", async () => {
    await using server = await startVendorServer({ [route]: { bytes: audio } });
    const request = { text: "Hello", model: "tts-1", voice: "coral", format: "opus", speed: 1.5 } as const;
    await expect(provider(server).synthesize(request, callContext())).resolves.toMatchObject({
      mediaType: "audio/ogg",
    });
    expect(server.requests[0]?.json).toEqual({
      model: "tts-1",
      voice: "coral",
      input: "Hello",
      response_format: "opus",
      speed: 1.5,
    });
  });

  it("is `unavailable` when the audio breaks off", async () => {
    await using server = await startVendorServer({ [route]: { bytes: audio, ending: "cut" } });
    await expect(provider(server).synthesize({ text: "Hello" }, callContext())).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  it("ends the request when the caller aborts in the middle of the audio", async () => {
    await using server = await startVendorServer({ [route]: { bytes: audio, ending: "open" } });
    const abort = new AbortController();
    const work = provider(server).synthesize({ text: "Hello" }, callContext({ signal: abort.signal }));
    const request = await server.received(0);
    abort.abort();
    await expect(work).rejects.toMatchObject({ code: "aborted" });
    await request.clientGone;
  });
});
