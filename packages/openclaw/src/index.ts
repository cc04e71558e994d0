// The whole public surface of @mortise/openclaw. Named exports only.
export { openclawDiagnostics } from "./diagnostics.js";
export { openClaw, type OpenClawOptions } from "./open-claw.js";
