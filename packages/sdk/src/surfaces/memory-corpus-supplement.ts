import { defineSurface } from "../contract.js";
import type { MemoryRecord, MemoryScope } from "../capabilities/memory.js";
import type { CallContext } from "../context.js";

/** A body of texts that is searched beside the memory: a wiki, a folder of notes. */
export interface MemoryCorpusSupplement {
  readonly id: string;
  search(
    request: { readonly query: string; readonly limit?: number; readonly scope?: MemoryScope },
    context: CallContext,
  ): Promise<{ readonly hits: readonly (MemoryRecord & { readonly score?: number })[] }>;
  get?(request: { readonly id: string }, context: CallContext): Promise<MemoryRecord | undefined>;
}

/** A body of texts that is searched beside the memory. */
export const memoryCorpusSupplement = defineSurface<MemoryCorpusSupplement>()({
  kind: "memory-corpus-supplement",
  key: "memoryCorpusSupplements",
  ownership: "shared",
  metadata: [],
  operations: { search: "required", get: "optional" },
});
