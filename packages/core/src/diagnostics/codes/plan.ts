import type { DiagnosticCatalogue } from "../define.js";

/** What planning has to say. */
export const planCodes = {
  ORDER_CYCLE: {
    level: "warning",
    message: "The plugins {chain} ask to be ordered in a circle; what {plugin} asked was left out.",
    help: "Remove one of before, after or requires from one of these manifests.",
  },
  REQUIREMENT_MISSING: {
    level: "error",
    message: "The plugin lacks another plugin: {chain}. It is kept out.",
    help: "Install and enable the plugin {missing}, in a version that fits.",
  },
  HINT_UNKNOWN: {
    level: "advisory",
    message: 'activation names "{hint}", which is no trigger of this host.{suggestion} It never loads the plugin.',
    help: "These are the kinds of triggers: {kinds}.",
  },
  CUSTOM_HOOK_UNKNOWN: {
    level: "advisory",
    message: 'provides.hooks names "{hook}", which no plugin that was found declares as its own.{suggestion}',
    help: "It is never called. A plugin declares its own hooks under provides.customHooks.",
  },
  TRIGGER_INVALID: {
    level: "error",
    message: '"{trigger}" is not a trigger.{suggestion}',
    help: "Write startup, or one of these kinds and a name: {kinds}; for example provider:openai.",
  },
} as const satisfies DiagnosticCatalogue;
