import type { DiagnosticCatalogue } from "../define.js";

/** What can be wrong with plugins on disk. */
export const catalogCodes = {
  PATH_NOT_FOUND: {
    level: "warning",
    message: "plugins.load.paths names {target}, and there is nothing there.",
    help: "Correct or remove the path; it is taken relative to the config file.",
  },
  PATH_UNREADABLE: {
    level: "error",
    message: "{target} could not be read: {reason}.",
    help: "Make it readable for the user that runs the host.",
  },
  PATH_NO_PLUGIN: {
    level: "warning",
    message: "plugins.load.paths names {target}, and there is no plugin in it.",
    help: "A plugin's folder holds one of: {files}.",
  },
  PATH_WORLD_WRITABLE: {
    level: "error",
    message:
      "{target} can be written by every user of this machine (mode {mode}), so anyone could change what the plugin does. It was blocked.",
    help: "Take the permission away: chmod o-w {target}",
  },
  PATH_FOREIGN_OWNER: {
    level: "error",
    message:
      "{target} belongs to user {owner}, who is neither root nor the user that runs the host ({user}). It was blocked.",
    help: "Change the owner if you trust the contents: chown {user} {target}",
  },
  ENTRY_ESCAPES: {
    level: "error",
    message: "The entry {entry} lies outside the plugin's folder{real}. It was blocked.",
    help: "Move the file into the plugin's folder and name it there; links that lead out are refused too.",
  },
  MANIFEST_ESCAPES: {
    level: "error",
    message: "The manifest is a link to {real}, outside the plugin's folder. It was blocked.",
    help: "Put the manifest itself into the plugin's folder.",
  },
  FILE_ESCAPES: {
    level: "warning",
    message: "{file} leads to {real}, outside the plugin's folder. It was blocked, and the plugin goes without it.",
    help: "Move it into the plugin's folder and name it there; links that lead out are refused too.",
  },
  FILE_TOO_LARGE: {
    level: "warning",
    message: "{file} has {size} bytes; at most {limit} are read. The plugin goes without it.",
    help: "Make it smaller, or split it.",
  },
  FILE_UNREADABLE: {
    level: "warning",
    message: "{file} could not be read: {reason}. The plugin goes without it.",
    help: "Make it readable for the user that runs the host.",
  },
  FOLDER_TOO_FULL: {
    level: "warning",
    message:
      "There are more than {limit} files and folders in the plugin's folders; of {folder} only some were looked at.",
    help: "Take out what is no part of the plugin.",
  },
  ENTRY_NOT_FOUND: {
    level: "error",
    message: "The entry {entry} is not there{published}.",
    help: "Build the plugin, or correct the entry in its package.json.",
  },
  ENTRY_MISSING: {
    level: "error",
    message: "The plugin has no JavaScript or TypeScript entry: package.json names none, and there is no index file.",
    help: "Name it in package.json: {example}. The usual defaults are index.js, index.mjs, index.cjs, index.ts.",
  },
  ENTRY_NOT_CODE: {
    level: "error",
    message: "The entry {entry} is not a JavaScript or TypeScript file.",
    help: "Name a file that ends in .js, .mjs, .cjs, .ts, .mts or .cts.",
  },
  PACKAGE_UNREADABLE: {
    level: "error",
    message: "package.json could not be read: {reason}.",
    help: "It names the plugin's entry. Make it readable for the user that runs the host, or remove it.",
  },
  PACKAGE_SYNTAX: {
    level: "error",
    message: "package.json is not valid JSON: {reason}.",
    help: "Mend the text at the line and column named.",
  },
  PACKAGE_INVALID: {
    level: "error",
    message: "package.json: expected {expected}, found {found}.",
    help: "Correct the value at the pointer named.",
  },
  MANIFEST_MISSING: {
    level: "warning",
    message: 'This package has a "{key}" block in its package.json and no {file}, so it is not a plugin.',
    help: "Ask its author for a manifest, or add {file} beside package.json.",
  },
  MANIFEST_UNREADABLE: {
    level: "error",
    message: "The manifest could not be read: {reason}.",
    help: "Make the file readable for the user that runs the host.",
  },
  MANIFEST_TOO_LARGE: {
    level: "error",
    message: "The manifest has {size} bytes; at most {limit} are read. It was blocked.",
    help: "Move long texts and generated parts out of the manifest.",
  },
  MANIFEST_SYNTAX: {
    level: "error",
    message: "The manifest is not valid JSON: {reason}.",
    help: "Mend the text at the line and column named.",
  },
  MANIFEST_NOT_OBJECT: {
    level: "error",
    message: "The manifest must hold an object; {found} was found.",
    help: 'Start with {"id": "…", "configSchema": {"type": "object"}}.',
  },
  MANIFEST_INVALID: {
    level: "error",
    message: "The manifest is not valid: expected {expected}, found {found}.",
    help: "Correct the value at the pointer named.{suggestion}",
  },
  MANIFEST_KEY_MISSING: {
    level: "error",
    message: 'The manifest lacks "{key}": {expected}.',
    help: "Add it.",
  },
  MANIFEST_UNKNOWN_KEY: {
    level: "advisory",
    message: 'The manifest has a key "{key}" that means nothing here.{suggestion}',
    help: "Rename or remove the key; nothing reads it.",
  },
  MANIFEST_METADATA_UNKNOWN: {
    level: "advisory",
    message: 'provides.{key} says "{name}" of "{id}", and that means nothing here.{suggestion}',
    help: "What may be said under {key}: {known}.",
  },
  MANIFEST_PATH_UNKNOWN: {
    level: "advisory",
    message: '{key} names "{path}", which the schema does not have.{suggestion}',
    help: "Write the keys on the way joined by dots; * stands for any key, and for the elements of a list.",
  },
  MANIFEST_DANGEROUS_KEY: {
    level: "error",
    message: "A key at {key} would reach into every object of the process; it was left out.",
    help: "Remove the key. __proto__, constructor and prototype are refused everywhere.",
  },
  MANIFEST_ID_INVALID: {
    level: "error",
    message: '"{id}" cannot be an id.',
    help: "Use a-z and 0-9, with single - _ . or / between them, at most 128 characters.",
  },
  MANIFEST_PROVIDES_UNKNOWN: {
    level: "warning",
    message:
      'provides names "{key}", which is no capability or surface of this host; what it lists is ignored.{suggestion}',
    help: "This host knows: {known}.",
  },
  MANIFEST_HOOK_UNKNOWN: {
    level: "warning",
    message: 'provides.hooks names "{hook}", which is no hook of this host; it is ignored.{suggestion}',
    help: "This host knows: {known}.",
  },
  MANIFEST_READER_FAILED: {
    level: "error",
    message: "The reader of {format} manifests failed: {reason}.",
    help: "This is a fault of the reader, not of the plugin; tell whoever maintains it.",
  },
  MANIFEST_CUSTOM_HOOK_INVALID: {
    level: "warning",
    message: 'The hook "{hook}" under customHooks cannot be used: {reason}. It is left out.',
    help: 'Write { "my-plugin:name": { "kind": "observe" } }; kinds are observe, modify, claim and gate.',
  },
} as const satisfies DiagnosticCatalogue;
