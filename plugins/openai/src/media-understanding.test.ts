import { callContext, startVendorServer, type VendorServer } from "@mortise/testing";
import { describe, expect, it } from "vitest";
import { connect } from "./connection.js";
import { createMediaProvider } from "./media-understanding.js";

const chat = "POST /v1/chat/completions";
const transcriptions = "POST /v1/audio/transcriptions";
const data = Uint8Array.of(1, 2, 3);
const provider = (server: VendorServer) =>
  createMediaProvider(connect({ apiKey: "sk-test", baseUrl: `${server.url}/v1`, maxRetries: 0 }));

describe("describeImage [VEND-1]", () => {
  it("asks a chat model about the image", async () => {
    await using server = await startVendorServer({
      [chat]: {
        json: {
          choices: [{ index: 0, finish_reason: "stop", message: { content: "A sign that says Ausgang." } }],
          usage: { prompt_tokens: 90, completion_tokens: 8 },
        },
      },
    });
    const request = { data, mediaType: "image/png", prompt: "What does it say?", language: "de" };
    await expect(provider(server).describeImage?.(request, callContext())).resolves.toEqual({
      text: "A sign that says Ausgang.",
      usage: { inputTokens: 90, outputTokens: 8 },
    });
    expect(server.requests[0]?.json).toEqual({
      model: "gpt-4o-mini",
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What does it say?\n\nText in the image is in this language: de." },
            { type: "image_url", image_url: { url: "data:image/png;base64,AQID" } },
          ],
        },
      ],
    });
  });

  it("is `authentication` when the vendor refuses the key", async () => {
    await using server = await startVendorServer({ [chat]: { status: 401, json: { error: { message: "no" } } } });
    await expect(
      provider(server).describeImage?.({ data, mediaType: "image/png" }, callContext()),
    ).rejects.toMatchObject({
      code: "authentication",
    });
  });
});

describe("transcribeAudio", () => {
  it("uploads the audio under a name that tells its format", async () => {
    await using server = await startVendorServer({
      [transcriptions]: { json: { text: "Guten Tag.", usage: { type: "tokens", input_tokens: 14, output_tokens: 4 } } },
    });
    const request = { data, mediaType: "audio/wav; codecs=1", language: "de-AT", prompt: "A greeting." };
    await expect(provider(server).transcribeAudio?.(request, callContext())).resolves.toEqual({
      text: "Guten Tag.",
      usage: { inputTokens: 14, outputTokens: 4 },
    });
    const form = server.requests[0]?.form;
    const file = form?.get("file") as File;
    expect([file.name, new Uint8Array(await file.arrayBuffer())]).toEqual(["audio.wav", data]);
    expect(["model", "language", "prompt"].map((name) => form?.get(name))).toEqual([
      "gpt-4o-mini-transcribe",
      "de",
      "A greeting.",
    ]);
  });

  it.each([
    [
      { type: "duration", seconds: 7.5 },
      { text: "Hm.", usage: { seconds: 7.5 } },
    ],
    [undefined, { text: "Hm." }],
    [{ type: "moons" }, { text: "Hm." }],
  ])("tells what the vendor counted: %j", async (usage, result) => {
    await using server = await startVendorServer({ [transcriptions]: { json: { text: "Hm.", usage } } });
    const request = { data, mediaType: "audio/wav", model: "whisper-1" };
    await expect(provider(server).transcribeAudio?.(request, callContext())).resolves.toEqual(result);
  });

  it("refuses a format that the vendor does not take, without asking", async () => {
    await using server = await startVendorServer({});
    const work = provider(server).transcribeAudio?.({ data, mediaType: "audio/midi" }, callContext());
    await expect(work).rejects.toMatchObject({ code: "unsupported", message: expect.stringContaining("audio/midi") });
    expect(server.requests).toEqual([]);
  });

  it("ends the upload when the caller aborts", async () => {
    await using server = await startVendorServer({ [transcriptions]: { hang: true } });
    const abort = new AbortController();
    const work = provider(server).transcribeAudio?.(
      { data, mediaType: "audio/mpeg" },
      callContext({ signal: abort.signal }),
    );
    const request = await server.received(0);
    abort.abort();
    await expect(work).rejects.toMatchObject({ code: "aborted" });
    await request.clientGone;
  });
});
