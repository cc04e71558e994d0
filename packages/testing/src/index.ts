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
export { callContext, type CallContextOptions, type TestCallContext } from "./call-context.js";
export { checkConformance } from "./conformance/check-conformance.js";
export type { ConformanceOptions, SkippedOperation } from "./conformance/checks.js";
export type { ConformanceCode, ConformanceFinding } from "./conformance/finding.js";
export { virtualProvider } from "./virtual-provider.js";
export { expectContract, type ContractOptions } from "./expect-contract.js";
