// The whole public surface of @mortise/core: the control plane (see catalog.ts) and the host. Named exports only.
export * from "./catalog.js";
export { createHost, type Host, type HostOptions, type ResolvedProvider } from "./host.js";
export type { StartupReport } from "./startup.js";
export type { LogRecord, LogSink } from "./logger.js";
export { MortiseError } from "./diagnostics/error.js";
export type { DiagnosticListener, DiagnosticStream } from "./diagnostics/stream.js";
export type { CallBounds } from "./calling/context.js";
export type { CallAttempt } from "./calling/runtime.js";
export type { GateOutcome } from "./calling/gate.js";
export type { HookBounds } from "./calling/handler-call.js";
export type { HookRunner, HooksOfKind } from "./calling/hooks.js";
export type { Integrity, PluginInstance } from "./loading/instance.js";
export type { HookRegistration, Registration } from "./loading/registration.js";
export type { Lookup, OwnedId, Registry } from "./registry/registry.js";
export type { Ownership } from "./registry/ownership.js";
export type { Contributions } from "./registry/shape.js";
export { livePlugins } from "./reporting/live.js";
