import type { DiagnosticCatalogue } from "../define.js";

/** What stands out about a plugin once it is known what it brings. */
export const reportCodes = {
  PLUGIN_HOOK_ONLY: {
    level: "advisory",
    message: "The plugin brings hooks and nothing else ({hooks}).",
    help: "Nothing is wrong. Hooks are less stable than capabilities: prefer a capability where there is one.",
  },
  PLUGIN_LEGACY_HOOK: {
    level: "warning",
    message: 'The plugin listens to the hook "{hook}", which is kept for old plugins only.',
    help: "Use {instead} in its place.",
  },
  PLUGIN_BRINGS_NOTHING: {
    level: "advisory",
    message: "The plugin was loaded and registered nothing.",
    help: "This is normal for a plugin that waits for its config; else look at its register function.",
  },
} as const satisfies DiagnosticCatalogue;
