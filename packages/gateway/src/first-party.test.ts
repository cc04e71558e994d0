import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collect } from "../test/running-gateway.js";
import { createGateway, type Gateway } from "./gateway.js";

// The demo: the repository's own config over its own plugins, from source.

const top = fileURLToPath(new URL("../../../", import.meta.url));
let folder: string;
let gateway: Gateway;
let client: OpenAI;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mortise-demo-"));
  gateway = await createGateway({
    config: join(top, "mortise.jsonc"),
    port: 0,
    development: true,
    env: {},
    roots: { workspace: [], global: [] },
    folders: { state: join(folder, "state"), cache: join(folder, "cache") },
  });
  const { url } = await gateway.listen();
  client = new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0 });
}, 60_000);

afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The samples of a WAV of 16 bits, or an error that says what is wrong with it. */
function decodeWav(bytes: Buffer): { readonly rate: number; readonly samples: Int16Array } {
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WAVE")
    throw new Error("no RIFF of WAVE");
  if (bytes.readUInt32LE(4) !== bytes.length - 8) throw new Error("the RIFF's length is not the file's");
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    if (at + 8 + length > bytes.length) throw new Error("a chunk goes past the file's end");
    chunks.set(bytes.toString("latin1", at, at + 4), bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  const [format, samples] = [chunks.get("fmt "), chunks.get("data")];
  if (!format || !samples) throw new Error("a chunk is missing");
  if (format.readUInt16LE(0) !== 1 || format.readUInt16LE(14) !== 16) throw new Error("no PCM of 16 bits");
  const values = Array.from({ length: samples.length / 2 }, (_, index) => samples.readInt16LE(index * 2));
  return { rate: format.readUInt32LE(4), samples: Int16Array.from(values) };
}

function likeness(one: readonly number[], other: readonly number[]): number {
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
}

describe("the demo [GATE-10]", () => {
  it("has a config without faults, over plugins that all may run", () => {
    expect(gateway.host.diagnostics.all.filter(({ level }) => level !== "advisory")).toEqual([]);
    const { order } = gateway.host.controlPlane;
    expect(order.map(({ id }) => id).toSorted()).toEqual(["clock", "espeak", "offline"]);
  });

  it("chats, whole and streamed, with the same words", async () => {
    const body = {
      model: "offline/offline-chat",
      messages: [{ role: "user" as const, content: "What is 6 times 7?" }],
    };
    const whole = await client.chat.completions.create(body);
    const chunks = await collect(await client.chat.completions.create({ ...body, stream: true }));
    expect(whole.choices[0]?.message.content).toContain("42");
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe(
      whole.choices[0]?.message.content,
    );
    expect(chunks.length).toBeGreaterThan(3);
  });

  it("speaks: a WAV that decodes, and is not silent, under OpenAI's names of voices too", async () => {
    const names = ["alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer", "verse"];
    for (const voice of ["en-us", ...names]) {
      const response = await client.audio.speech.create({ model: "espeak", voice, input: "Hello from the gateway." });
      expect(response.headers.get("content-type")).toBe("audio/wav");
      const { rate, samples } = decodeWav(Buffer.from(await response.arrayBuffer()));
      expect(samples.length / rate).toBeGreaterThan(0.8);
      expect(samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeGreaterThan(1000);
    }
  });

  it("embeds sentences so that likeness is closeness", async () => {
    const { data } = await client.embeddings.create({
      model: "offline/universal-sentence-encoder-lite",
      input: ["The cat sleeps on the sofa.", "A kitten naps on the couch.", "Interest rates rose again."],
    });
    const [cat, kitten, rates] = data.map(({ embedding }) => embedding);
    if (!cat || !kitten || !rates) throw new Error("a vector is missing");
    expect(cat).toHaveLength(512);
    expect(likeness(cat, kitten)).toBeGreaterThan(likeness(cat, rates) + 0.1);
  });
});
