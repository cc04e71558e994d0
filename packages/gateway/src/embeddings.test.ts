import { afterAll, beforeAll, expect, it } from "vitest";
import { APIError, type OpenAI } from "openai";
import { startGateway, type RunningGateway, type TestPlugin } from "../test/running-gateway.js";

/** A vector is the text's length, and the length that was asked for. */
const ruler: TestPlugin = {
  provides: { embedding: { ruler: { models: ["short", "long"] } } },
  register: `api.registerEmbeddingProvider({
    id: "ruler",
    async embed({ inputs, model = "short", dimensions = 0 }) {
      const embeddings = inputs.map((text) => [text.length, dimensions, -0.125]);
      return { embeddings: inputs[0] === "lose one" ? [] : embeddings, model, usage: { inputTokens: 6 } };
    },
  });`,
};

let running: RunningGateway;
beforeAll(async () => void (running = await startGateway({ plugins: { ruler } })));
afterAll(() => running[Symbol.asyncDispose]());

async function embed(body: object): Promise<OpenAI.CreateEmbeddingResponse> {
  return running.client.embeddings.create({
    model: "ruler/long",
    input: "four",
    ...body,
  });
}

it("embeds a text, and several in their order, for a client that asks for base64 [GATE-2]", async () => {
  const answer = await embed({ input: ["one", "three"], dimensions: 3 });
  expect(answer).toEqual({
    object: "list",
    data: [
      { object: "embedding", index: 0, embedding: [3, 3, -0.125] },
      { object: "embedding", index: 1, embedding: [5, 3, -0.125] },
    ],
    model: "ruler/long",
    usage: { prompt_tokens: 6, total_tokens: 6 },
  });
  expect((await embed({})).data[0]?.embedding).toEqual([4, 0, -0.125]);
});

it("gives numbers where they are asked for", async () => {
  expect((await embed({ encoding_format: "float" })).data[0]?.embedding).toEqual([4, 0, -0.125]);
});

it("takes the provider's name alone, and says which model it was", async () => {
  expect((await embed({ model: "ruler" })).model).toBe("ruler/short");
});

it.each([
  [{ input: "" }, { status: 400, param: "input" }],
  [{ input: [] }, { status: 400, param: "input", code: "empty_array" }],
  [{ input: ["a", ""] }, { status: 400, param: "input[1]" }],
  [{ input: [1, 2] }, { status: 400, param: "input", code: "unsupported_parameter" }],
  [{ dimensions: 0 }, { status: 400, param: "dimensions" }],
  [{ encoding_format: "hex" }, { status: 400, param: "encoding_format" }],
  [{ model: "unknown" }, { status: 404, code: "model_not_found" }],
  [{ input: "lose one" }, { status: 502, code: "provider_unavailable" }],
])("refuses %j", async (body, expected) => {
  const error: unknown = await embed(body).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(APIError);
  expect(error).toMatchObject(expected);
});
