import { medium, members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";

/** What is to be played. */
export interface MusicGenerationRequest {
  readonly prompt: string;
  readonly lyrics?: string;
  readonly model?: string;
  /** How long it should be, in seconds. */
  readonly durationSeconds?: number;
  readonly isInstrumental?: boolean;
  readonly seed?: number;
}

/** Tracks that were made. */
export interface MusicGenerationResult {
  readonly tracks: readonly { readonly data: Uint8Array; readonly mediaType: string; readonly title?: string }[];
  readonly usage?: Usage;
}

/** Makes music. */
export interface MusicGenerationProvider {
  readonly id: string;
  readonly label?: string;
  generate(request: MusicGenerationRequest, context: CallContext): Promise<MusicGenerationResult>;
}

/** Making music. */
export const musicGeneration = defineCapability<MusicGenerationProvider>()({
  kind: "music-generation",
  metadata: ["label", "models", "availability"],
  operations: { generate: "required" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    generate: {
      request: () => ({ prompt: "A slow waltz.", durationSeconds: 5 }),
      result: members({ tracks: { type: "array", minItems: 1, items: medium } }, { usage }),
    },
  },
});
