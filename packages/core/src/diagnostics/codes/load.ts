import type { DiagnosticCatalogue } from "../define.js";

/** What can go wrong when a plugin's code is loaded and registers. */
export const loadCodes = {
  LOAD_FAILED: {
    level: "error",
    message: "The module could not be loaded: {reason}",
    help: "Nothing of the plugin is active. Mend the file named, or disable the plugin.",
  },
  LOAD_TIMEOUT: {
    level: "error",
    message: "The module did not finish loading within {deadline} ms.",
    help: "Nothing of the plugin is active. A module must not wait at its top for something that may never come.",
  },
  LOAD_PACKAGE_IN_NEED: {
    level: "error",
    message: 'The package file {file} imports "{specifier}", which the host lends to a plugin\'s own files alone.',
    help: "Nothing of the plugin is active. Bundle the package into the plugin, or install what it asks for beside it.",
  },
  LOAD_NO_PLUGIN: {
    level: "error",
    message: "The module has no default export that is a plugin{named}.",
    help: "Export it as the default: export default definePlugin({ id, register(api) { … } }).",
  },
  LOAD_ID_MISMATCH: {
    level: "error",
    message: 'The manifest says "{manifest}" and the module says "{module}".',
    help: "Use the same id in both.",
  },
  REGISTER_THREW: {
    level: "error",
    message: "register threw: {reason}",
    help: "Nothing of the plugin is active.{hint}",
  },
  REGISTER_ASYNC: {
    level: "error",
    message: "register returned a promise; it must be synchronous. Nothing of the plugin is active.",
    help: "Register at once and do slow work in the functions that are registered.",
  },
  REGISTER_MALFORMED: {
    level: "error",
    message:
      '{method} was given something that is not a {kind}: expected {expected}, found {found} at "{member}". Nothing of the plugin is active.',
    help: "Compare with the contract in @mortise/sdk.",
  },
  REGISTER_LATE: {
    level: "error",
    message: "{method} was called after register had returned; it was refused.",
    help: "Call it inside register.",
  },
  REGISTER_UNKNOWN_KIND: {
    level: "error",
    message:
      'api.provide was given the contract "{kind}", which this host does not have.{suggestion} Nothing of the plugin is active.',
    help: "This host knows: {known}.",
  },
  REGISTER_UNKNOWN_HOOK: {
    level: "error",
    message: 'There is no hook "{hook}" in this host.{suggestion} Nothing of the plugin is active.',
    help: "The hooks are listed in the reference.",
  },
  REGISTER_UNDECLARED: {
    level: "error",
    message: 'The plugin registered the {kind} "{id}", which its manifest does not declare; it was {outcome}.',
    help: 'Add "{id}" to provides["{key}"] in the manifest.',
  },
  REGISTER_ABSENT: {
    level: "advisory",
    message: 'The manifest declares the {kind} "{id}", and the plugin did not register it.',
    help: "This is normal for something that depends on config; else remove it from provides.",
  },
  REGISTER_TWICE: {
    level: "error",
    message: 'The plugin registered the {kind} "{id}" twice; the second was refused.',
    help: "Register each id once.",
  },
  OWNER_OVERRULED: {
    level: "warning",
    message: 'The {kind} "{id}" of {loser} ({loserPath}) is not used: {winner} ({winnerPath}) owns it, because {rule}.',
    help: 'Disable one of the two, or choose the owner in the config: plugins.owners["{kind}:{id}"] = "{loser}".',
  },
  OWNER_ALIAS_OVERRULED: {
    level: "warning",
    message: 'The {kind} "{id}" of {loser} cannot be called by "{alias}": {winner} has that name, because {rule}.',
    help: 'It answers to "{id}" still. Choose who has the name in the config: plugins.owners["{kind}:{alias}"] = "{loser}".',
  },
  OWNER_CONFLICT: {
    level: "error",
    message:
      'The {kind} "{id}" belongs to {winner}, because {rule}; plugins.conflicts is "fail", so {loser} does not run.',
    help: 'Disable one of the two, or choose the owner in the config: plugins.owners["{kind}:{id}"] = "{loser}".',
  },
  SLOT_NOT_HELD: {
    level: "advisory",
    message: 'The {kind} "{id}" of {loser} is not used: the slot {slot} belongs to {holder}.',
    help: 'Choose who fills the slot in the config: plugins.slots["{slot}"] = "{loser}".',
  },
  API_REFERENCE_INVALID: {
    level: "error",
    message: 'api.use was given "{reference}", which is not name@range.',
    help: "Write the API's name and a semver range of its versions, for example orders@^1.2.",
  },
  HOOK_NOT_OWN: {
    level: "error",
    message: 'api.emit was given "{hook}", which the plugin does not declare as a hook of its own.',
    help: 'Declare it in the manifest: provides.customHooks["{hook}"].',
  },
  OWNER_CHOICE_UNMET: {
    level: "warning",
    message: 'plugins.owners gives {kind}:{id} to "{chosen}", which does not run or does not provide it.{suggestion}',
    help: "Write the kind and the id as mortise plugins inspect shows them, name a plugin that provides it, or remove the line.",
  },
  LOAD_REQUIREMENT_FAILED: {
    level: "error",
    message: 'The plugin requires "{required}", which could not be loaded. It was not loaded either.',
    help: "See the error of {required}.",
  },
  HOST_CLOSED: {
    level: "error",
    message: "The host is closed; it loads nothing any more.",
    help: "Ask before close, or make another host.",
  },
  PLUGIN_REQUIRED: {
    level: "error",
    message: 'The plugin "{id}" is not running: {reason}. {consequence}',
    help: 'Mend the plugin, or change plugins.entries["{id}"].',
  },
  STARTUP_WAITING: {
    level: "warning",
    message: "Still waiting for {plugins}.",
    help: "A plugin that never gets done is given up when its deadline passes. Nothing has to be done where it only takes long.",
  },
  DISPOSE_FAILED: {
    level: "warning",
    message: "Something that the plugin asked to run at unload failed: {reason}",
    help: "The rest of the unload went on.",
  },
} as const satisfies DiagnosticCatalogue;
