import { members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";

/** Texts to be embedded. */
export interface EmbeddingRequest {
  readonly inputs: readonly string[];
  /** The model's id within this provider; its default without it. */
  readonly model?: string;
  /** The wanted length of each vector, where the model can choose. */
  readonly dimensions?: number;
}

/** One vector for each input, in the same order. */
export interface EmbeddingResult {
  readonly embeddings: readonly (readonly number[])[];
  /** The model that made them. */
  readonly model: string;
  readonly usage?: Usage;
}

/** Turns texts into vectors whose closeness means likeness. */
export interface EmbeddingProvider {
  readonly id: string;
  readonly label?: string;
  readonly models?: readonly { readonly id: string; readonly dimensions?: number }[];
  embed(request: EmbeddingRequest, context: CallContext): Promise<EmbeddingResult>;
}

/** Turning texts into vectors. */
export const embedding = defineCapability<EmbeddingProvider>()({
  kind: "embedding",
  stability: "stable",
  metadata: ["label", "models", "dimensions", "availability"],
  operations: { embed: "required" },
  shape: {
    type: "object",
    properties: {
      label: { type: "string" },
      models: { type: "array", items: { type: "object", required: ["id"], properties: { id: { type: "string" } } } },
    },
  },
  conformance: {
    embed: {
      request: () => ({ inputs: ["one", "two"] }),
      result: members(
        {
          embeddings: {
            type: "array",
            minItems: 2,
            maxItems: 2,
            items: { type: "array", minItems: 1, items: { type: "number" } },
          },
          model: { type: "string", minLength: 1 },
        },
        { usage },
      ),
    },
  },
});
