import { defineSurface } from "../contract.js";
import type { CallContext, JsonValue } from "../context.js";

/** A method of the gateway's RPC. */
export interface GatewayMethod {
  /** For example `clock.now`; what begins with `rpc.`, `gateway.` or `plugins.` is the gateway's own. */
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the parameters; what does not fit never gets to the plugin. */
  readonly parameters?: { readonly [key: string]: JsonValue };
  /** What a caller must be allowed to do: `read` unless given. */
  readonly scope?: "read" | "write" | "admin";
  call(parameters: JsonValue, context: CallContext): Promise<JsonValue>;
}

/** A method of the gateway's RPC. */
export const gatewayMethod = defineSurface<GatewayMethod>()({
  kind: "method",
  stability: "stable",
  key: "methods",
  idField: "name",
  idPattern: /^(?=.{1,128}$)[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z][A-Za-z0-9_-]*)*$/,
  metadata: ["parameters", "scope"],
  operations: { call: "required" },
  shape: {
    type: "object",
    properties: {
      description: { type: "string" },
      parameters: { type: "object" },
      scope: { enum: ["read", "write", "admin"] },
    },
  },
});
