import { members } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext } from "../context.js";
import type { ChatMessage } from "./text-inference.js";

/** A conversation that must fit a model's window. */
export interface ContextAssembleRequest {
  readonly sessionId: string;
  readonly messages: readonly ChatMessage[];
  /** How much may be sent, in tokens. */
  readonly budgetTokens: number;
}

/** What is sent to the model. */
export interface AssembledContext {
  readonly messages: readonly ChatMessage[];
  /** An estimate, in tokens. */
  readonly tokens?: number;
}

/** Decides what of a conversation a model gets to see. */
export interface ContextEngine {
  readonly id: string;
  readonly label?: string;
  assemble(request: ContextAssembleRequest, context: CallContext): Promise<AssembledContext>;
  /** Hears of each message as it comes. */
  ingest?(request: { readonly sessionId: string; readonly message: ChatMessage }, context: CallContext): Promise<void>;
  /** Makes a conversation shorter for good. */
  compact?(request: ContextAssembleRequest, context: CallContext): Promise<AssembledContext>;
}

/** Deciding what of a conversation a model gets to see. One engine is in use at a time: the slot `context-engine`. */
export const contextEngine = defineCapability<ContextEngine>()({
  kind: "context-engine",
  slot: { name: "context-engine" },
  metadata: ["label"],
  operations: { assemble: "required", ingest: "optional", compact: "optional" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    assemble: {
      request: () => ({ sessionId: "conformance", messages: [{ role: "user", content: "Hello" }], budgetTokens: 1000 }),
      result: members({ messages: { type: "array", items: members({ role: { type: "string" } }) } }),
    },
    ingest: {
      request: () => ({ sessionId: "conformance", message: { role: "user", content: "Hello" } }),
      result: { type: "null" },
    },
    compact: {
      request: () => ({ sessionId: "conformance", messages: [{ role: "user", content: "Hello" }], budgetTokens: 1000 }),
      result: members({ messages: { type: "array", items: members({ role: { type: "string" } }) } }),
    },
  },
});
