import { defineSurface } from "../contract.js";
import type { MemoryScope } from "../capabilities/memory.js";
import type { CallContext } from "../context.js";

/** Adds to the part of a prompt that tells what is remembered. */
export interface MemoryPromptSupplement {
  readonly id: string;
  /** The lines to add; none where there is nothing to say. */
  build(
    request: { readonly query: string; readonly scope?: MemoryScope },
    context: CallContext,
  ): Promise<{ readonly lines: readonly string[] }>;
}

/** Adds to the part of a prompt that tells what is remembered. */
export const memoryPromptSupplement = defineSurface<MemoryPromptSupplement>()({
  kind: "memory-prompt-supplement",
  key: "memoryPromptSupplements",
  ownership: "shared",
  metadata: [],
  operations: { build: "required" },
});
