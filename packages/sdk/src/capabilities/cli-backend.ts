import { members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";
import type { FinishReason } from "./text-inference.js";

/** What a command-line agent is asked. */
export interface CliBackendRequest {
  readonly prompt: string;
  readonly system?: string;
  readonly model?: string;
  /** The folder it works in; absolute. */
  readonly workingDirectory?: string;
  /** Goes on with an earlier conversation of the same backend. */
  readonly sessionId?: string;
}

/** A piece of its answer; one `finish` ends the stream and names the session to go on with. */
export type CliBackendPiece =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "finish";
      readonly finishReason: FinishReason;
      readonly sessionId?: string;
      readonly usage?: Usage;
    };

/** Answers through a command-line program that is installed on the machine. */
export interface CliBackend {
  readonly id: string;
  readonly label?: string;
  /** Whether the program is there and ready. */
  probe?(
    request: Record<string, never>,
    context: CallContext,
  ): Promise<{ readonly isReady: boolean; readonly detail?: string }>;
  run(request: CliBackendRequest, context: CallContext): Promise<ReadableStream<CliBackendPiece>>;
}

/** Answering through a command-line program. */
export const cliBackend = defineCapability<CliBackend>()({
  kind: "cli-backend",
  metadata: ["label", "models", "availability"],
  operations: { run: "required", probe: "optional" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    probe: { request: () => ({}), result: members({ isReady: { type: "boolean" } }) },
    run: {
      request: () => ({ prompt: "Say hello." }),
      isStream: true,
      result: members({ type: { enum: ["text", "finish"] } }),
      last: members({ type: { const: "finish" } }, { usage }),
    },
  },
});
