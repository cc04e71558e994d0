import { members } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, JsonValue } from "../context.js";

/** Whose memory it is; what is absent is not distinguished. */
export interface MemoryScope {
  readonly userId?: string;
  readonly agentId?: string;
  readonly sessionId?: string;
}

/** Something that is remembered. */
export interface MemoryRecord {
  readonly id: string;
  readonly text: string;
  /** ISO 8601. */
  readonly createdAt?: string;
  readonly metadata?: { readonly [key: string]: JsonValue };
}

/** Remembers, and finds again what is like a question. */
export interface MemoryProvider {
  readonly id: string;
  readonly label?: string;
  /** The records most like the query, the likest first; `score` is 0 to 1. */
  search(
    request: { readonly query: string; readonly limit?: number; readonly scope?: MemoryScope },
    context: CallContext,
  ): Promise<{ readonly hits: readonly (MemoryRecord & { readonly score?: number })[] }>;
  add(
    request: {
      readonly text: string;
      readonly scope?: MemoryScope;
      readonly metadata?: { readonly [key: string]: JsonValue };
    },
    context: CallContext,
  ): Promise<MemoryRecord>;
  get?(request: { readonly id: string }, context: CallContext): Promise<MemoryRecord | undefined>;
  list?(
    request: { readonly scope?: MemoryScope; readonly limit?: number },
    context: CallContext,
  ): Promise<{ readonly records: readonly MemoryRecord[] }>;
  remove?(request: { readonly id: string }, context: CallContext): Promise<{ readonly isRemoved: boolean }>;
}

const record = members({ id: { type: "string", minLength: 1 }, text: { type: "string" } });

/** Remembering. One memory is in use at a time; its roles, recall and capture, may be given to two plugins. */
export const memory = defineCapability<MemoryProvider>()({
  kind: "memory",
  slot: { name: "memory", roles: { recall: ["search", "get", "list"], capture: ["add", "remove"] } },
  metadata: ["label"],
  operations: { search: "required", add: "required", get: "optional", list: "optional", remove: "optional" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    search: {
      request: () => ({ query: "tea", limit: 3 }),
      result: members({ hits: { type: "array", maxItems: 3, items: record } }),
    },
    add: { request: () => ({ text: "Ada likes tea." }), result: record },
    get: { request: () => ({ id: "conformance" }), result: { anyOf: [record, { type: "null" }] } },
    list: { request: () => ({ limit: 3 }), result: members({ records: { type: "array", items: record } }) },
    remove: { request: () => ({ id: "conformance" }), result: members({ isRemoved: { type: "boolean" } }) },
  },
});
