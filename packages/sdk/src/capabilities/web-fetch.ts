import { members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, Usage } from "../context.js";

/** The page that is wanted. */
export interface WebFetchRequest {
  /** `http:` or `https:`. */
  readonly url: string;
  /** The form of the content; `markdown` unless given. */
  readonly format?: "markdown" | "text" | "html";
  /** Longer content is cut, and the result says so. */
  readonly maxCharacters?: number;
}

/** A page as it was read. */
export interface WebFetchResult {
  /** Where it was in the end, after redirects. */
  readonly url: string;
  readonly title?: string;
  readonly content: string;
  /** The content's type, for example `text/markdown`. */
  readonly mediaType: string;
  readonly isCut?: boolean;
  readonly usage?: Usage;
}

/** Reads pages of the web. */
export interface WebFetchProvider {
  readonly id: string;
  readonly label?: string;
  fetch(request: WebFetchRequest, context: CallContext): Promise<WebFetchResult>;
}

/** Reading pages of the web. */
export const webFetch = defineCapability<WebFetchProvider>()({
  kind: "web-fetch",
  metadata: ["label", "availability"],
  operations: { fetch: "required" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    fetch: {
      request: () => ({ url: "https://example.com/" }),
      result: members(
        {
          url: { type: "string", pattern: "^https?:" },
          content: { type: "string" },
          mediaType: { type: "string", minLength: 1 },
        },
        { usage },
      ),
    },
  },
});
