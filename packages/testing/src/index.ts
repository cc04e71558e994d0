// The whole public surface of @mortise/testing. Named exports only.
export {
  startVendorServer,
  type VendorReply,
  type VendorReplyEnding,
  type VendorScript,
  type VendorServer,
} from "./vendor-server.js";
export type { VendorRequest } from "./vendor-request.js";
export { createTestHost, type TestHost, type TestHostOptions } from "./test-host.js";
