import { callContext } from "@mortise/testing";
import { afterAll, describe, expect, it } from "vitest";
import { EngineThread } from "../thread.js";
import { createEmbeddingProvider, type EmbeddingThread } from "./embedding-provider.js";

const context = callContext();
const thread: EmbeddingThread = new EngineThread(new URL("../../worker/embed.mjs", import.meta.url));
const provider = createEmbeddingProvider(thread);
afterAll(() => thread.close());

const embed = (...inputs: string[]) => provider.embed({ inputs }, context);

function likeness(one: readonly number[] = [], other: readonly number[] = []): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? Number.NaN), 0);
}

describe("embed [VEND-5]", () => {
  it("puts like sentences closer together than unlike ones", async () => {
    const { embeddings } = await embed(
      "The cat sat on the mat.",
      "A cat is sitting on a rug.",
      "Quarterly revenue fell by ten percent.",
    );
    const [cat, otherCat, revenue] = embeddings;
    expect(likeness(cat, otherCat)).toBeGreaterThan(0.6);
    expect(likeness(cat, revenue)).toBeLessThan(0.3);
  });

  it("gives vectors of 512 numbers and of length 1, names the model and counts its tokens", async () => {
    const { embeddings, model, usage } = await embed("hello");
    expect(embeddings[0]).toHaveLength(512);
    expect(likeness(embeddings[0], embeddings[0])).toBeCloseTo(1, 4);
    expect(model).toBe("universal-sentence-encoder-lite");
    const tokens = usage?.inputTokens ?? Number.NaN;
    expect(tokens).toBeGreaterThan(0);
    expect((await embed("hello", "hello")).usage).toEqual({ inputTokens: 2 * tokens });
  });

  it("keeps the order of inputs over more than one batch, and embeds each as if it were alone", async () => {
    const inputs = Array.from({ length: 70 }, (_, index) => `sentence number ${index}`);
    const { embeddings } = await embed(...inputs);
    const { embeddings: alone } = await embed("sentence number 69");
    expect(embeddings).toHaveLength(70);
    expect(likeness(embeddings[69], alone[0])).toBeCloseTo(1, 4);
    expect(likeness(embeddings[0], alone[0])).toBeLessThan(0.999);
  });

  it.each([
    ["a space", " "],
    ["a line break", "\n"],
    ["an emoji", "\u{1f600}"],
    ["half an emoji", "\ud800"],
    ["names that objects have", "constructor __proto__"],
    ["the longest word", "x".repeat(20_000)],
  ])("takes %s", async (_, input) => {
    expect((await embed(input)).embeddings[0]?.every(Number.isFinite)).toBe(true);
  });

  it.each([
    ["another model", { inputs: ["a"], model: "all-minilm" }, "not-found"],
    ["vectors of another length", { inputs: ["a"], dimensions: 256 }, "unsupported"],
    ["no inputs", { inputs: [] }, "invalid-request"],
    ["an empty input", { inputs: ["a", ""] }, "invalid-request"],
    ["an endless input", { inputs: ["a".repeat(20_001)] }, "invalid-request"],
    ["too many inputs", { inputs: Array.from({ length: 2_049 }, () => "a") }, "invalid-request"],
  ])("refuses %s", async (_, request, code) => {
    await expect(provider.embed(request, context)).rejects.toMatchObject({ code });
  });

  it("takes the model and the length of its vectors by name", async () => {
    const request = { inputs: ["a"], model: "universal-sentence-encoder-lite", dimensions: 512 };
    expect((await provider.embed(request, context)).embeddings).toHaveLength(1);
  });
});
