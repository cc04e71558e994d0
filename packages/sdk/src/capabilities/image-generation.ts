import { medium, members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";

/** What is to be drawn. */
export interface ImageGenerationRequest {
  readonly prompt: string;
  /** The vendor's model; the provider's default without it. */
  readonly model?: string;
  /** How many images are wanted; 1 unless given. */
  readonly count?: number;
  /** In pixels; the provider takes the nearest it can make, or throws `unsupported`. */
  readonly width?: number;
  readonly height?: number;
  /** Images to start from: edits and variations. */
  readonly inputs?: readonly { readonly data: Uint8Array; readonly mediaType: string }[];
  readonly seed?: number;
}

/** Images that were made; as many as were asked for, unless the vendor made fewer. */
export interface ImageGenerationResult {
  readonly images: readonly {
    readonly data: Uint8Array;
    readonly mediaType: string;
    readonly revisedPrompt?: string;
  }[];
  readonly usage?: Usage;
}

/** Makes images. */
export interface ImageGenerationProvider {
  readonly id: string;
  readonly label?: string;
  generate(request: ImageGenerationRequest, context: CallContext): Promise<ImageGenerationResult>;
}

/** Making images. */
export const imageGeneration = defineCapability<ImageGenerationProvider>()({
  kind: "image-generation",
  metadata: ["label", "models", "availability"],
  operations: { generate: "required" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    generate: {
      request: () => ({ prompt: "A mortise and a tenon." }),
      result: members({ images: { type: "array", minItems: 1, items: medium } }, { usage }),
    },
  },
});
