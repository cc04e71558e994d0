import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import type { SpeechRequest } from "@mortise/sdk";
import { callContext } from "@mortise/testing";
import { describe, expect, it } from "vitest";
import type { Config } from "./config.js";
import { createEngine } from "./engine.js";
import { createSpeechProvider } from "./speech-provider.js";

const context = callContext();
const provider = speechProvider({});

function speechProvider(settings: Config) {
  return createSpeechProvider(settings, createEngine(context.signal));
}

/** Seconds and samples of a WAV, read by the header that it carries; fails where the header is not true. */
function decode(wav: Uint8Array) {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
  const tag = (at: number) => String.fromCharCode(...wav.subarray(at, at + 4));
  expect([tag(0), tag(8), tag(12), tag(36)]).toEqual(["RIFF", "WAVE", "fmt ", "data"]);
  expect(view.getUint32(4, true)).toBe(wav.length - 8);
  expect(view.getUint32(40, true)).toBe(wav.length - 44);
  const samples = new Int16Array(wav.slice(44).buffer);
  return {
    format: view.getUint16(20, true),
    channels: view.getUint16(22, true),
    sampleRate: view.getUint32(24, true),
    bitsPerSample: view.getUint16(34, true),
    seconds: samples.length / view.getUint32(24, true),
    loudest: samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
  };
}

async function say(request: SpeechRequest, by = provider) {
  return decode((await by.synthesize(request, context)).audio);
}

describe("synthesize [VEND-6]", () => {
  it("speaks a sentence as PCM in a WAV whose header is true, and not as silence", async () => {
    const { audio, mediaType } = await provider.synthesize({ text: "Hello from a machine.", format: "wav" }, context);
    const sound = decode(audio);

    expect(mediaType).toBe("audio/wav");
    expect(sound).toMatchObject({ format: 1, channels: 1, sampleRate: 22_050, bitsPerSample: 16 });
    expect(sound.seconds).toBeGreaterThan(0.7);
    expect(sound.seconds).toBeLessThan(5);
    expect(sound.loudest).toBeGreaterThan(3000);
  });

  it("speaks faster when asked, by the call or by the config, and holds to what eSpeak NG can", async () => {
    const text = "How long does this sentence take?";
    const natural = await say({ text });
    const fast = await say({ text, speed: 2 });
    const fastByConfig = await say({ text }, speechProvider({ speed: 2 }));

    expect(fast.seconds).toBeLessThan(natural.seconds * 0.7);
    expect(fastByConfig.seconds).toBe(fast.seconds);
    expect((await say({ text, speed: 100 })).seconds).toBe((await say({ text, speed: 2.6 })).seconds);
  });

  it("takes the voice of the call, then of the config, and an alias for either", async () => {
    const text = "The same words.";
    const german = await provider.synthesize({ text, voice: "de" }, context);
    const byConfig = await speechProvider({ voice: "de" }).synthesize({ text }, context);
    const byAlias = await speechProvider({ aliases: { alloy: "de" } }).synthesize({ text, voice: "alloy" }, context);
    const english = await provider.synthesize({ text }, context);

    expect(byConfig.audio).toEqual(german.audio);
    expect(byAlias.audio).toEqual(german.audio);
    expect(english.audio).not.toEqual(german.audio);
  });

  it.each([
    ["a leading dash", "--version"],
    ["quotes and line breaks", `say "hi" 'there' \`x\` $HOME\r\nand a second line`],
    ["markup", "a < b, <voice name='x'>c</voice> &amp;"],
    ["other scripts", "😀 café 日本語 \ud800"],
  ])("speaks %s as text", async (_, text) => {
    expect((await say({ text })).loudest).toBeGreaterThan(1000);
  });

  it("speaks the longest text it takes, even as one word", async () => {
    expect((await say({ text: "a".repeat(10_000) })).seconds).toBeGreaterThan(30);
  });

  it.each([
    ["empty text", { text: " \n " }, "invalid-request"],
    ["another format", { text: "hi", format: "mp3" }, "unsupported"],
    ["an unknown voice", { text: "hi", voice: "alloy" }, "not-found"],
    ["an alias that only objects have", { text: "hi", voice: "constructor" }, "not-found"],
    ["no speed at all", { text: "hi", speed: 0 }, "invalid-request"],
    ["a speed that is no number", { text: "hi", speed: Number.NaN }, "invalid-request"],
  ] as const)("refuses %s", async (_, request, code) => {
    await expect(provider.synthesize(request, context)).rejects.toMatchObject({ code });
  });

  it("learns the voices again after the first call was aborted", async () => {
    const fresh = speechProvider({});
    await expect(fresh.synthesize({ text: "hi" }, callContext({ signal: AbortSignal.abort() }))).rejects.toMatchObject({
      code: "aborted",
    });
    expect((await say({ text: "hi" }, fresh)).seconds).toBeGreaterThan(0.1);
  });
});

describe("listVoices", () => {
  it("names every language, and those of one", async () => {
    const all = await provider.listVoices?.({}, context);
    const english = await provider.listVoices?.({ language: "en" }, context);

    expect(all?.length).toBeGreaterThan(100);
    expect(english).toContainEqual({ id: "en-us", name: "English (America)", language: "en-us" });
    expect(english?.every(({ id }) => id.startsWith("en-"))).toBe(true);
  });
});

describe("the thread's file", () => {
  it("speaks whatever the current folder is, and lets the process end", () => {
    const file = new URL("../worker/espeak.mjs", import.meta.url).href;
    const script = `
      const { Worker } = require("node:worker_threads");
      const job = { args: ["-w", "/speech.wav", "-v", "en-us", "-f", "/text"], text: "hi" };
      new Worker(new URL(${JSON.stringify(file)}), { workerData: job }).on("message", ({ wav }) => console.log(wav.length));
    `;
    const printed = execFileSync(process.execPath, ["-e", script], { cwd: tmpdir() });
    expect(Number(printed)).toBeGreaterThan(10_000);
  });
});
