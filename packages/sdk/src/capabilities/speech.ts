import { bytes, members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";

/** What is to be said. */
export interface SpeechRequest {
  readonly text: string;
  /** The vendor's model, where it has several. */
  readonly model?: string;
  /** A voice's id; the provider's own default without it. */
  readonly voice?: string;
  /** The wanted container; a provider that cannot make it throws `unsupported`. */
  readonly format?: "mp3" | "wav" | "opus" | "flac" | "aac" | "pcm";
  /** 1 is the voice's natural speed. */
  readonly speed?: number;
}

/** Spoken audio. */
export interface SpeechResult {
  readonly audio: Uint8Array;
  /** For example `audio/wav`. */
  readonly mediaType: string;
  readonly usage?: Usage;
}

/** A voice that a provider offers; `language` is a BCP 47 tag. */
export interface Voice {
  readonly id: string;
  readonly name?: string;
  readonly language?: string;
}

/** Turns text into speech. */
export interface SpeechProvider {
  readonly id: string;
  readonly label?: string;
  /** Says a text. Throws `CapabilityError`. */
  synthesize(request: SpeechRequest, context: CallContext): Promise<SpeechResult>;
  /** The voices on offer. */
  listVoices?(request: { readonly language?: string }, context: CallContext): Promise<readonly Voice[]>;
}

/** Turning text into speech. */
export const speech = defineCapability<SpeechProvider>()({
  kind: "speech",
  stability: "stable",
  metadata: ["label", "models", "availability"],
  operations: { synthesize: "required", listVoices: "optional" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    synthesize: {
      request: () => ({ text: "Hello." }),
      result: members({ audio: bytes, mediaType: { type: "string", pattern: "^audio/" } }, { usage }),
    },
    listVoices: {
      request: () => ({}),
      result: { type: "array", items: members({ id: { type: "string", minLength: 1 } }) },
    },
  },
});
