import { defineCapability } from "../contract.js";
import type { CallContext } from "../context.js";

/** How a gateway can be found. */
export interface GatewayAnnouncement {
  readonly name: string;
  readonly url: string;
  /** Further facts, for example a TXT record of DNS-SD; short texts, never secrets. */
  readonly facts?: { readonly [name: string]: string };
}

/** Makes a gateway known on a network. */
export interface GatewayDiscoveryService {
  readonly id: string;
  readonly label?: string;
  /** Makes it known until `withdraw`, or until the plugin is unloaded. */
  advertise(request: GatewayAnnouncement, context: CallContext): Promise<void>;
  withdraw?(request: Record<string, never>, context: CallContext): Promise<void>;
}

/** Making a gateway known on a network. */
export const gatewayDiscovery = defineCapability<GatewayDiscoveryService>()({
  kind: "gateway-discovery",
  metadata: ["label"],
  operations: { advertise: "required", withdraw: "optional" },
  shape: { type: "object", properties: { label: { type: "string" } } },
  conformance: {
    advertise: {
      request: () => ({ name: "conformance", url: "http://127.0.0.1:4280" }),
      result: { type: "null" },
    },
    withdraw: { request: () => ({}), result: { type: "null" } },
  },
});
