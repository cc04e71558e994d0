import { members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";

/** What is looked for. */
export interface WebSearchRequest {
  readonly query: string;
  /** How many results are wanted at most. */
  readonly limit?: number;
  /** BCP 47 tag. */
  readonly language?: string;
}

/** One page that was found. */
export interface WebSearchHit {
  readonly title: string;
  readonly url: string;
  readonly snippet?: string;
  /** ISO 8601, where the vendor tells. */
  readonly publishedAt?: string;
}

/** What was found, the best first. */
export interface WebSearchResult {
  readonly hits: readonly WebSearchHit[];
  readonly usage?: Usage;
}

/** Looks things up on the web. */
export interface WebSearchProvider {
  readonly id: string;
  readonly label?: string;
  search(request: WebSearchRequest, context: CallContext): Promise<WebSearchResult>;
}

/** Looking things up on the web. */
export const webSearch = defineCapability<WebSearchProvider>()({
  kind: "web-search",
  stability: "stable",
  metadata: ["label", "availability"],
  operations: { search: "required" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    search: {
      request: () => ({ query: "mortise and tenon", limit: 3 }),
      result: members(
        {
          hits: {
            type: "array",
            maxItems: 3,
            items: members({ title: { type: "string" }, url: { type: "string", minLength: 1 } }),
          },
        },
        { usage },
      ),
    },
  },
});
