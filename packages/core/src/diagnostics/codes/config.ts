import type { DiagnosticCatalogue } from "../define.js";

/** What can be wrong with the host's own config file. */
export const configCodes = {
  CONFIG_NOT_FOUND: {
    level: "error",
    message: "There is no config file at {file}.",
    help: "Check the path, or leave it out: mortise.jsonc is looked for upward from the current folder.",
  },
  CONFIG_UNREADABLE: {
    level: "error",
    message: "The config file could not be read: {reason}.",
    help: "Make the file readable for the user that runs the host. Until then no plugin runs.",
  },
  CONFIG_SYNTAX: {
    level: "error",
    message: "The config is not valid JSON: {reason}.",
    help: "Mend the text at the line and column named. Comments and trailing commas are fine. Until then no plugin runs, because a denied plugin could not be told from the others.",
  },
  CONFIG_NOT_OBJECT: {
    level: "error",
    message: "The config must be an object; {found} was found.",
    help: 'Start with {"plugins": {}} and the settings inside. Until then no plugin runs.',
  },
  CONFIG_UNKNOWN_KEY: {
    level: "error",
    message: 'The config has no key "{key}" here.{suggestion} {consequence}',
    help: "Rename or remove the key. The schema file mortise.schema.json lists what there is.",
  },
  CONFIG_INVALID_VALUE: {
    level: "error",
    message: "Expected {expected}, found {found}. {consequence}",
    help: "Correct the value at the pointer named.{suggestion}",
  },
  CONFIG_MISSING_KEY: {
    level: "error",
    message: 'The key "{key}" is missing; expected {expected}. {consequence}',
    help: "Write the key at the pointer named.",
  },
  CONFIG_SCHEMA_INVALID: {
    level: "error",
    message: "The schema of {what} is itself wrong at {at}: {reason}. {consequence}",
    help: "This is the author's to mend who brings the schema; until then what stands here cannot be checked.",
  },
  CONFIG_DANGEROUS_KEY: {
    level: "error",
    message: "A key at {key} would reach into every object of the process; it was left out.",
    help: "Remove the key. __proto__, constructor and prototype are refused everywhere.",
  },
  CONFIG_ENTRY_TWICE: {
    level: "error",
    message:
      'plugins.entries has both "{first}" and "{second}", which are one plugin: ids that differ only in case are the same. Until it is mended the plugin is off.',
    help: "Join the two entries into one.",
  },
  CONFIG_PLUGIN_UNKNOWN: {
    level: "warning",
    message: 'The config names the plugin "{id}", which was not found.{suggestion}',
    help: "Install the plugin, name its folder in plugins.load.paths, or remove the name.",
  },
  CONFIG_PLUGIN_BLOCKED: {
    level: "warning",
    message: 'The config names the plugin "{id}", which was found and blocked: {reason}.',
    help: "See the error about {root}; the plugin can run once that is mended.",
  },
  CONFIG_PLUGIN_LEGACY_ID: {
    level: "advisory",
    message: 'The config names "{legacy}", which is now called "{id}".',
    help: 'Write "{id}" in its place.',
  },
  CONFIG_SLOT_UNKNOWN: {
    level: "advisory",
    message: 'There is no slot "{slot}".{suggestion} It was not looked at.',
    help: "These are the slots: {known}.",
  },
  CONFIG_SLOT_IDLE: {
    level: "warning",
    message: 'The slot "{slot}" is given to the plugin "{id}", which does not run: {reason}. Nobody fills it.',
    help: "Let the plugin run, give the slot to another, or remove the line.",
  },
  CONFIG_ORDER_UNKNOWN: {
    level: "advisory",
    message: 'plugins.order names the capability "{kind}", which there is not.{suggestion} It was not looked at.',
    help: "These are the capabilities: {known}.",
  },
  CONFIG_HOOK_UNKNOWN: {
    level: "warning",
    message: 'The config names the hook "{hook}", which there is not.{suggestion} It was not looked at.',
    help: "The hooks are listed in the reference; hooks of plugins are called by plugin-id:name.",
  },
  CONFIG_HOOK_NOT_GATE: {
    level: "warning",
    message: 'plugins.hooks["{hook}"].{key} has no effect: {hook} is of the kind {kind}, and only a gate refuses.',
    help: "Remove the line, or name a hook of the kind gate.",
  },
  CONFIG_HOOK_UNHANDLED: {
    level: "warning",
    message:
      'The config names the handler that the plugin "{id}" has of {hook}, and the plugin declares none.{suggestion}{consequence}',
    help: "Its manifest declares handlers of these hooks: {known}.",
  },
  CONFIG_TRIGGER_UNKNOWN: {
    level: "warning",
    message: 'requiredFor names "{trigger}", which is no trigger.{suggestion} It was not looked at.',
    help: "Write startup, or one of these kinds and a name: {kinds}; for example provider:openai.",
  },
  CONFIG_SLOT_UNFIT: {
    level: "warning",
    message: 'The slot "{slot}" is given to the plugin "{id}", which cannot fill it. Nobody fills it.',
    help: "Give the slot to one of these: {able}; or remove the line, and the first of them gets it.",
  },
} as const satisfies DiagnosticCatalogue;
