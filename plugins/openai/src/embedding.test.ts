import { callContext, startVendorServer, type VendorServer } from "@mortise/testing";
import { describe, expect, it } from "vitest";
import { connect } from "./connection.js";
import { createEmbeddingProvider } from "./embedding.js";

const route = "POST /v1/embeddings";
const provider = (server: VendorServer) =>
  createEmbeddingProvider(connect({ apiKey: "sk-test", baseUrl: `${server.url}/v1`, maxRetries: 0 }));
const answer = (...data: readonly object[]) => ({
  json: { model: "text-embedding-3-small", data, usage: { prompt_tokens: 5, total_tokens: 5 } },
});

describe("embed [VEND-1]", () => {
  it("gives one vector for each text, in the order of the texts", async () => {
    await using server = await startVendorServer({
      [route]: answer({ index: 1, embedding: [0, 1] }, { index: 0, embedding: [1, 0.5] }),
    });
    await expect(provider(server).embed({ inputs: ["a", "b"], dimensions: 2 }, callContext())).resolves.toEqual({
      embeddings: [
        [1, 0.5],
        [0, 1],
      ],
      model: "text-embedding-3-small",
      usage: { inputTokens: 5 },
    });
    expect(server.requests[0]?.json).toEqual({
      model: "text-embedding-3-small",
      input: ["a", "b"],
      dimensions: 2,
      encoding_format: "float",
    });
  });

  it("does without a count of tokens, which not every server gives", async () => {
    const uncounted = { json: { model: "m", data: [{ index: 0, embedding: [1] }] } };
    await using server = await startVendorServer({ [route]: uncounted });
    const answered = provider(server).embed({ inputs: ["a"] }, callContext());
    await expect(answered).resolves.toEqual({ embeddings: [[1]], model: "m" });
  });

  it("is `unavailable` when a vector is missing", async () => {
    await using server = await startVendorServer({ [route]: answer({ index: 0, embedding: [1] }) });
    await expect(provider(server).embed({ inputs: ["a", "b"] }, callContext())).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  it("is `not-found` when there is no such model", async () => {
    await using server = await startVendorServer({
      [route]: { status: 404, json: { error: { message: "no model x" } } },
    });
    const work = provider(server).embed({ inputs: ["a"], model: "x" }, callContext());
    await expect(work).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining("no model x") });
  });
});
