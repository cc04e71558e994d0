import type { TSchema } from "typebox";
import { members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";

/** The kinds of media that a provider may take. */
export type MediaKind = "image" | "audio" | "video";

/** A medium and what to tell about it. */
export interface MediaRequest {
  readonly data: Uint8Array;
  /** For example `image/png`. */
  readonly mediaType: string;
  /** The vendor's model, where it has several. */
  readonly model?: string;
  /** What is asked about it; a plain description without it. */
  readonly prompt?: string;
  /** BCP 47 tag of the language that is spoken or written in it, where known. */
  readonly language?: string;
}

/** What a provider made of a medium. */
export interface MediaResult {
  readonly text: string;
  readonly usage?: Usage;
}

/** Says what is in an image, an audio file or a video. */
export interface MediaUnderstandingProvider {
  readonly id: string;
  readonly label?: string;
  /** What it takes; the matching operation must be there. */
  readonly accepts: readonly MediaKind[];
  describeImage?(request: MediaRequest, context: CallContext): Promise<MediaResult>;
  transcribeAudio?(request: MediaRequest, context: CallContext): Promise<MediaResult>;
  describeVideo?(request: MediaRequest, context: CallContext): Promise<MediaResult>;
}

/** The smallest PNG. */
const onePixel = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (letter) => letter.charCodeAt(0),
);

/** A WAV file that holds no sample. */
const silence = Uint8Array.from(atob("UklGRiQAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YQAAAAA="), (letter) =>
  letter.charCodeAt(0),
);

/** Who takes a kind of medium has the operation for it. */
function takes(kind: MediaKind, operation: string): TSchema {
  return { anyOf: [{ properties: { accepts: { not: { contains: { const: kind } } } } }, { required: [operation] }] };
}

/** Saying what is in an image, an audio file or a video. */
export const mediaUnderstanding = defineCapability<MediaUnderstandingProvider>()({
  kind: "media-understanding",
  stability: "stable",
  metadata: ["label", "models", "accepts", "availability"],
  operations: { describeImage: "optional", transcribeAudio: "optional", describeVideo: "optional" },
  shape: {
    type: "object",
    required: ["accepts"],
    properties: {
      label: { type: "string" },
      accepts: { type: "array", minItems: 1, items: { enum: ["image", "audio", "video"] } },
    },
    allOf: [takes("image", "describeImage"), takes("audio", "transcribeAudio"), takes("video", "describeVideo")],
  },
  conformance: {
    describeImage: {
      request: () => ({ data: onePixel, mediaType: "image/png" }),
      result: members({ text: { type: "string" } }, { usage }),
    },
    transcribeAudio: {
      request: () => ({ data: silence, mediaType: "audio/wav" }),
      result: members({ text: { type: "string" } }, { usage }),
    },
    describeVideo: {
      request: () => ({ data: new Uint8Array(32), mediaType: "video/mp4" }),
      result: members({ text: { type: "string" } }, { usage }),
    },
  },
});
