import { defineSurface } from "../contract.js";
import type { CallContext } from "../context.js";

/** An HTTP route that the gateway serves for a plugin, fetch-style. */
export interface HttpRoute {
  /** An absolute path such as `/clock`; the gateway's own are reserved. */
  readonly path: string;
  /** `exact` unless given; `prefix` also takes everything below the path. */
  readonly match?: "exact" | "prefix";
  /**
   * Who checks the caller. `gateway`, unless given: the gateway lets in whom it lets into its own routes. `plugin`: the
   * route checks itself, for example the signature of a webhook.
   */
  readonly auth?: "gateway" | "plugin";
  handle(request: Request, context: CallContext): Promise<Response>;
}

/** An HTTP route that the gateway serves for a plugin. */
export const httpRoute = defineSurface<HttpRoute>()({
  kind: "route",
  stability: "stable",
  key: "routes",
  idField: "path",
  idPattern: /^\/(?!.*(?:\/\/|\/\.{1,2}(?:\/|$)))[A-Za-z0-9\-._~!$&'()*+,;=:@%/]{0,255}$/,
  metadata: ["match", "auth"],
  operations: { handle: "required" },
  shape: {
    type: "object",
    properties: { match: { enum: ["exact", "prefix"] }, auth: { enum: ["gateway", "plugin"] } },
  },
});
