import type { DiagnosticCatalogue } from "../define.js";

/** What the rules about which plugin may run, and its config, have to say. */
export const policyCodes = {
  PLUGIN_SHADOWED: {
    level: "warning",
    message: 'The plugin "{id}" at {loser} is not used: {winner} ({origin}) has the same id and goes first.',
    help: "{mend}",
  },
  PLUGIN_ENGINE_UNMET: {
    level: "error",
    message: "The plugin needs {engine} {wanted}; this is {engine} {actual}. It is kept out.",
    help: "Use a version of the plugin that fits, or update {engine}.",
  },
  PLUGIN_ENGINE_INVALID: {
    level: "error",
    message: 'engines.{engine} is "{wanted}", which is not a semver range. The plugin is kept out.',
    help: 'Write a range such as "^1" or ">=20.19".',
  },
  PLUGIN_CONFLICT: {
    level: "error",
    message:
      'The plugins "{id}" and "{winner}" (at {winnerPath}) must not run beside one another: the manifest of {by} says so. "{id}" is kept out.',
    help: 'Turn one off: plugins.entries["{id}"].enabled = false, or plugins.entries["{winner}"].enabled = false to use {id}.',
  },
  PLUGIN_CONFIG_MISSING: {
    level: "error",
    message: 'The plugin is enabled and lacks the required config "{key}" ({expected}). It is kept out.',
    help: 'Set plugins.entries["{id}"].config{member} in the config{variable}.',
  },
  PLUGIN_CONFIG_UNKNOWN_KEY: {
    level: "error",
    message: 'The plugin\'s config has no key "{key}".{suggestion} The plugin is kept out.',
    help: 'Rename or remove plugins.entries["{id}"].config{member}.',
  },
  PLUGIN_CONFIG_INVALID: {
    level: "error",
    message: "The plugin's config is not valid: expected {expected}, found {found}. The plugin is kept out.",
    help: 'Correct plugins.entries["{id}"].config{member}.{suggestion}',
  },
  PLUGIN_SCHEMA_INVALID: {
    level: "error",
    message:
      "The plugin's configSchema is itself wrong: {reason}. The plugin is kept out; its config cannot be checked.",
    help: "This is the plugin author's to mend, at the pointer named in the manifest.",
  },
  PLUGIN_SCHEMA_EMPTY: {
    level: "warning",
    message: "configSchema has no JSON Schema keyword at the top, so it checks nothing.",
    help: 'Wrap the keys in "properties": {"type": "object", "properties": {"…": {}}}.',
  },
  PLUGIN_SCHEMA_KEYWORD: {
    level: "advisory",
    message: 'configSchema uses "{keyword}", which is no keyword of JSON Schema; it checks nothing.',
    help: "This is the plugin author's to mend; an annotation may stay.",
  },
  SECRET_REF_INVALID: {
    level: "error",
    message:
      "This is not a valid secret reference: expected {expected}, found {found}.{suggestion} The plugin is kept out.",
    help: 'Write {"$env": "NAME"} or {"$file": "path"}, with nothing beside it.',
  },
  SECRET_ENV_UNSET: {
    level: "error",
    message: "The config refers to the environment variable {name}, which is not set. {consequence}",
    help: "Set {name} for the process that runs the host.",
  },
  SECRET_FILE_UNREADABLE: {
    level: "error",
    message: "The config refers to the file {file}, which cannot be used: {reason}. {consequence}",
    help: "The path is relative to the config file; the file must be readable and at most 64 KiB.",
  },
  PLUGIN_QUARANTINED: {
    level: "error",
    message: "The plugin failed to load at {at} and is in quarantine, so it is not tried again: {reason}",
    help: "Mend it: it is tried again once its manifest or its entry file is another. To try it as it is, run mortise plugins release {id}.",
  },
  QUARANTINE_UNWRITABLE: {
    level: "warning",
    message:
      "The plugin failed to load, and {file}, which should say so to the next start, could not be written: {reason}.",
    help: "The next start tries the plugin again. Make the state folder writable, or name another.",
  },
  CONFIG_CACHE_UNWRITABLE: {
    level: "advisory",
    message: "What was found out about plugins' configs could not be remembered in {file}: {reason}.",
    help: "Nothing is wrong but the speed of the next start. Make the cache folder writable, or name another.",
  },
} as const satisfies DiagnosticCatalogue;
