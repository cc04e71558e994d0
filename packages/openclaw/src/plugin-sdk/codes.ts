import type { DiagnosticCatalogue } from "@mortise/core/catalog";

/** What can be wrong with what a plugin takes from OpenClaw's plugin SDK. */
export const sdkCodes = {
  OPENCLAW_SDK_EXPORT_MISSING: {
    level: "error",
    message: '"{export}" of "{specifier}" was used, and Mortise does not have it.',
    help: "Only using it fails; importing it does not. The compatibility page lists what each subpath has. Ask the plugin's author for a version that does without, or run this plugin in OpenClaw.",
  },
} as const satisfies DiagnosticCatalogue;
