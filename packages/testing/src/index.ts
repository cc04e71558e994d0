// The whole public surface of @mortise/testing. Named exports only.
export {
  startVendorServer,
  type VendorReply,
  type VendorReplyEnding,
  type VendorScript,
  type VendorServer,
} from "./vendor-server.js";
export { vendorFaults, type VendorFault } from "./vendor-faults.js";
export type { VendorRequest } from "./vendor-request.js";
export { createTestHost, type CapturedRegistration, type TestHost, type TestHostOptions } from "./test-host.js";
export { callContext, type CallContextOptions, type TestCallContext } from "./call-context.js";
export { checkConformance } from "./conformance/check-conformance.js";
export type { ConformanceOptions, SkippedOperation } from "./conformance/checks.js";
export type { ConformanceCode, ConformanceFinding } from "./conformance/finding.js";
export { fakeClock, type FakeClock } from "./fake-clock.js";
export { fakeProvider, type FakeCall, type FakeProvider } from "./fake-provider.js";
export { virtualProvider } from "./virtual-provider.js";
export { pluginChecks } from "./plugin/plugin-checks.js";
export type { PluginCheck, PluginCheckResult } from "./plugin/check.js";
export type { PluginConformance, PluginTestOptions } from "./plugin/options.js";
