import { members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";

/** A voice that is to be written down while it speaks. */
export interface RealtimeTranscriptionRequest {
  readonly audio: ReadableStream<Uint8Array>;
  /** How the audio is encoded. */
  readonly encoding: "pcm16" | "mulaw" | "opus";
  /** In hertz. */
  readonly sampleRate: number;
  readonly model?: string;
  /** BCP 47 tag, where known. */
  readonly language?: string;
}

/** A piece of what was heard; a `final` one is not changed any more. */
export interface TranscriptPiece {
  readonly text: string;
  readonly isFinal: boolean;
  /** When it began, in milliseconds from the start of the audio. */
  readonly startMs?: number;
  /** Of the whole call, in the last piece; its text may be empty. */
  readonly usage?: Usage;
}

/** Writes down what a voice says while it speaks. */
export interface RealtimeTranscriptionProvider {
  readonly id: string;
  readonly label?: string;
  transcribe(request: RealtimeTranscriptionRequest, context: CallContext): Promise<ReadableStream<TranscriptPiece>>;
}

/** Writing down what a voice says while it speaks. */
export const realtimeTranscription = defineCapability<RealtimeTranscriptionProvider>()({
  kind: "realtime-transcription",
  metadata: ["label", "models", "availability"],
  operations: { transcribe: "required" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    transcribe: {
      // A tenth of a second of silence.
      request: () => ({
        audio: new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(new Uint8Array(3200));
            controller.close();
          },
        }),
        encoding: "pcm16",
        sampleRate: 16_000,
      }),
      isStream: true,
      result: members({ text: { type: "string" }, isFinal: { type: "boolean" } }, { usage }),
    },
  },
});
