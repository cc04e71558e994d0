import type { CapabilityErrorCode } from "@mortise/sdk";
import type { VendorReply } from "./vendor-server.js";

/** A way in which a vendor fails, and what a provider has to make of it. */
export interface VendorFault {
  readonly name: string;
  readonly reply: VendorReply;
  /** The code of the `CapabilityError` that the provider rejects with. */
  readonly code: CapabilityErrorCode;
}

const refused = (status: number, code: CapabilityErrorCode, headers: Record<string, string> = {}): VendorFault => ({
  name: `status ${status}`,
  reply: { status, headers, json: { error: { message: `The vendor answered ${status}.` } } },
  code,
});

/**
 * How vendors fail, for `it.each`: each refusal that has a code of its own, and connections that break before and in the
 * middle of an answer. Give the plugin no retries, or each is asked for more than once.
 */
export const vendorFaults: readonly VendorFault[] = [
  refused(400, "invalid-request"),
  refused(401, "authentication"),
  refused(403, "permission"),
  refused(404, "not-found"),
  refused(429, "rate-limited", { "retry-after": "7" }),
  refused(500, "unavailable"),
  refused(503, "unavailable"),
  { name: "a connection that is reset", reply: { reset: true }, code: "unavailable" },
  {
    name: "an answer that is cut off",
    reply: { chunks: ['{"choi'], headers: { "content-type": "application/json" }, ending: "cut" },
    code: "unavailable",
  },
];
