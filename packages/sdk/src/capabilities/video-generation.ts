import { medium, members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";

/** What is to be filmed. */
export interface VideoGenerationRequest {
  readonly prompt: string;
  readonly model?: string;
  /** How long it should be, in seconds. */
  readonly durationSeconds?: number;
  /** For example `16:9`. */
  readonly aspectRatio?: string;
  /** Height in pixels, for example 720. */
  readonly resolution?: number;
  /** Images to start from. */
  readonly inputs?: readonly { readonly data: Uint8Array; readonly mediaType: string }[];
  readonly seed?: number;
}

/** Videos that were made: the bytes, or where they can be fetched for a while. */
export interface VideoGenerationResult {
  readonly videos: readonly (
    | { readonly data: Uint8Array; readonly mediaType: string }
    | { readonly url: string; readonly mediaType: string }
  )[];
  readonly usage?: Usage;
}

/** Makes videos. */
export interface VideoGenerationProvider {
  readonly id: string;
  readonly label?: string;
  generate(request: VideoGenerationRequest, context: CallContext): Promise<VideoGenerationResult>;
}

/** Making videos. */
export const videoGeneration = defineCapability<VideoGenerationProvider>()({
  kind: "video-generation",
  metadata: ["label", "models", "availability"],
  operations: { generate: "required" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    generate: {
      request: () => ({ prompt: "A plane over wood.", durationSeconds: 2 }),
      result: members(
        {
          videos: {
            type: "array",
            minItems: 1,
            items: { anyOf: [medium, members({ url: { type: "string" }, mediaType: { type: "string" } })] },
          },
        },
        { usage },
      ),
    },
  },
});
