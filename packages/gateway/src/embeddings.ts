import { CapabilityError, embedding, type EmbeddingRequest, type EmbeddingResult } from "@mortise/sdk";
import { readJsonBody } from "./http/body.js";
import {
  aWhole,
  oneOf,
  optional,
  present,
  refuse,
  required,
  someOf,
  someText,
  type JsonObject,
  type Reader,
} from "./http/fields.js";
import { findTarget } from "./models/target.js";
import type { Exchange, Serving } from "./serving.js";

/** `POST /v1/embeddings`: turns texts into vectors. The model is `provider/model`, or the provider alone. */
export async function embed(request: Request, { requestId, signal }: Exchange, serving: Serving): Promise<Response> {
  const { host, settings } = serving;
  const body = await readJsonBody(request, settings.bodyLimitBytes);
  const name = required(body, "model", someText);
  const wanted = readEmbedding(body);
  const format = optional(body, "encoding_format", oneOf("float", "base64")) ?? "float";
  const { provider, model } = await findTarget(embedding, name, host);
  const asked: EmbeddingRequest = { ...wanted, ...(model !== undefined && { model }) };
  const result = await host.call(provider, "embed", asked, { requestId, signal });
  if (result.embeddings.length !== asked.inputs.length) {
    const message = `The provider "${provider.id}" gave ${result.embeddings.length} vectors for ${asked.inputs.length} texts.`;
    throw new CapabilityError(message, { code: "unavailable" });
  }
  return Response.json(wireEmbeddings(result, `${provider.id}/${result.model}`, format));
}

function readEmbedding(body: JsonObject): EmbeddingRequest {
  return {
    inputs: required(body, "input", inputTexts),
    ...present({ dimensions: optional(body, "dimensions", aWhole(1)) }),
  };
}

const inputTexts: Reader<readonly string[]> = (value, param) => {
  if (!Array.isArray(value)) return [someText(value, param)];
  if (value.some((each) => typeof each === "number" || Array.isArray(each))) refuse(param, "send texts, not tokens");
  return someOf(someText)(value, param);
};

function wireEmbeddings(
  { embeddings, usage = {} }: EmbeddingResult,
  model: string,
  format: "float" | "base64",
): object {
  const encode = format === "base64" ? toBase64 : (vector: readonly number[]) => vector;
  const list = embeddings.map((vector, index) => ({ object: "embedding", index, embedding: encode(vector) }));
  const { inputTokens = 0 } = usage;
  return { object: "list", data: list, model, usage: { prompt_tokens: inputTokens, total_tokens: inputTokens } };
}

/** Single precision, lowest byte first: what OpenAI's clients ask for unless told otherwise. */
function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString("base64");
}
