import { members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";
import type { ChatMessage, ToolDescription } from "./text-inference.js";

/** One attempt at a task. */
export interface AgentAttemptRequest {
  readonly sessionId: string;
  /** `provider/model`. */
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly ToolDescription[];
}

/** What an agent does, as it does it; one `finish` ends the stream. */
export type AgentEvent =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool-call"; readonly id: string; readonly name: string; readonly arguments: string }
  | { readonly type: "tool-result"; readonly id: string; readonly text: string }
  | { readonly type: "finish"; readonly outcome: "done" | "gave-up" | "needs-input"; readonly usage?: Usage };

/** Runs an agent's loop in its own way. */
export interface AgentHarness {
  readonly id: string;
  readonly label?: string;
  /** Whether it can run this model; asked before an attempt. */
  supports(
    request: { readonly model: string },
    context: CallContext,
  ): Promise<{ readonly isSupported: boolean; readonly reason?: string }>;
  runAttempt(request: AgentAttemptRequest, context: CallContext): Promise<ReadableStream<AgentEvent>>;
}

/** Running an agent's loop. */
export const agentHarness = defineCapability<AgentHarness>()({
  kind: "agent-harness",
  metadata: ["label", "availability"],
  operations: { supports: "required", runAttempt: "required" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    supports: {
      request: () => ({ model: "conformance/model" }),
      result: members({ isSupported: { type: "boolean" } }),
    },
    runAttempt: {
      request: () => ({
        sessionId: "conformance",
        model: "conformance/model",
        messages: [{ role: "user", content: "Say hello." }],
      }),
      isStream: true,
      result: members({ type: { enum: ["text", "tool-call", "tool-result", "finish"] } }),
      last: members({ type: { const: "finish" }, outcome: { enum: ["done", "gave-up", "needs-input"] } }, { usage }),
    },
  },
});
