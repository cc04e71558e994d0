import { members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";
import type { ToolDescription } from "./text-inference.js";

/** What the caller sends while a conversation goes on. */
export type VoiceInput =
  | { readonly type: "audio"; readonly data: Uint8Array }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool-result"; readonly toolCallId: string; readonly text: string }
  /** Stop talking: the caller began to speak. */
  | { readonly type: "interrupt" };

/** What comes back while a conversation goes on. */
export type VoiceOutput =
  | { readonly type: "audio"; readonly data: Uint8Array }
  | {
      readonly type: "transcript";
      readonly role: "user" | "assistant";
      readonly text: string;
      readonly isFinal: boolean;
    }
  | { readonly type: "tool-call"; readonly id: string; readonly name: string; readonly arguments: string }
  | { readonly type: "turn-end"; readonly usage?: Usage };

/** A spoken conversation. It lasts until `input` ends or the call is aborted. */
export interface RealtimeVoiceRequest {
  readonly input: ReadableStream<VoiceInput>;
  readonly encoding: "pcm16" | "mulaw" | "opus";
  /** In hertz, both ways. */
  readonly sampleRate: number;
  readonly model?: string;
  readonly voice?: string;
  readonly instructions?: string;
  readonly tools?: readonly ToolDescription[];
}

/** Holds spoken conversations. */
export interface RealtimeVoiceProvider {
  readonly id: string;
  readonly label?: string;
  converse(request: RealtimeVoiceRequest, context: CallContext): Promise<ReadableStream<VoiceOutput>>;
}

/** Holding spoken conversations. */
export const realtimeVoice = defineCapability<RealtimeVoiceProvider>()({
  kind: "realtime-voice",
  metadata: ["label", "models", "availability"],
  operations: { converse: "required" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    converse: {
      request: () => ({
        input: new ReadableStream<VoiceInput>({
          start(controller) {
            controller.enqueue({ type: "text", text: "Say hello." });
            controller.close();
          },
        }),
        encoding: "pcm16",
        sampleRate: 24_000,
      }),
      isStream: true,
      result: members({ type: { enum: ["audio", "transcript", "tool-call", "turn-end"] } }, { usage }),
    },
  },
});
