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
} as const satisfies DiagnosticCatalogue;
