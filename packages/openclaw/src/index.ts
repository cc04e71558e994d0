// The whole public surface of @mortise/openclaw. Named exports only.
export { bundleFormats } from "./bundles/formats.js";
export { openclawDiagnostics } from "./diagnostics.js";
export { openclawFormat, type OpenclawFormatOptions } from "./format.js";
