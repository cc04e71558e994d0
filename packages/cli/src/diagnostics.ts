import { defineDiagnostics } from "@mortise/core/catalog";

const cli = defineDiagnostics({
  CLI_PLUGIN_UNKNOWN: {
    level: "error",
    message: 'There is no plugin "{id}".{suggestion}',
    help: "mortise plugins list shows those that were found.",
  },
  CLI_PLUGIN_UNNAMED: {
    level: "error",
    message: "No plugin was named.",
    help: "Name one (mortise plugins inspect openai), or give --all.",
  },
  CLI_COMMAND_UNKNOWN: {
    level: "error",
    message: 'There is no command "{name}".{suggestion}',
    help: "mortise --help lists the commands, those of plugins included.",
  },
  CLI_COMMAND_OFF: {
    level: "error",
    message: 'The command "{name}" is the plugin\'s "{plugin}", and cannot be called: {reason}.',
    help: "mortise plugins inspect {plugin} tells the whole of it.",
  },
  CLI_COMMAND_RESERVED: {
    level: "warning",
    message: 'The plugin declares the command "{name}", which mortise has itself. The plugin\'s cannot be called.',
    help: "This is the plugin author's to mend: the command needs another name.",
  },
  CLI_COMMAND_FAILED: {
    level: "error",
    message: 'The command "{name}" of the plugin "{plugin}" failed: {reason}.',
    help: "mortise plugins inspect {plugin} --runtime shows how the plugin stands.",
  },
  CLI_CODE_UNKNOWN: {
    level: "error",
    message: 'There is no diagnostic with the code "{code}".{suggestion}',
    help: "The codes are listed in docs/reference/diagnostics.md.",
  },
  CLI_GATEWAY_UNREACHABLE: {
    level: "error",
    message: "No gateway answers at {url}: {reason}.",
    help: "Start it (npm start in a checkout), or correct the address. What is shown is what manifests declare.",
  },
  CLI_GATEWAY_FOREIGN: {
    level: "error",
    message: "What answers at {url} is not a Mortise gateway: {reason}.",
    help: "Correct the address, or gateway.host and gateway.port in the config.",
  },
  CLI_GATEWAY_DIFFERS: {
    level: "warning",
    message: 'The gateway at {url} runs the plugin "{id}", which may not run by this config.',
    help: "The gateway was started with another config, or before this one was changed. Give the same by --config.",
  },
  CLI_RUNTIME_ENDED: {
    level: "error",
    message: "Loading the plugin ended the process that did it: {how}.{words}",
    help: "In a gateway it would end the gateway. A plugin must not call process.exit.",
  },
  CLI_RUNTIME_TIMEOUT: {
    level: "error",
    message: "The plugin did not finish loading within {seconds} s.",
    help: "Its module or its register function waits or loops. Give more time by --timeout if it needs it.",
  },
  CLI_RUNTIME_ESCAPED: {
    level: "error",
    message: "While plugins were loaded, something was thrown that nobody caught: {reason}",
    help: "It came from a timer, an event or a promise. In a gateway it would end the gateway.",
  },
  CLI_RUNTIME_FAILED: {
    level: "error",
    message: "The process that loads the plugins gave no answer: {how}.{words}",
    help: "What is shown is what manifests declare.",
  },
  CLI_NOT_RELEASED: {
    level: "error",
    message: 'The plugin "{plugin}" could not be taken out of quarantine: {reason}.',
    help: "Make the state folder writable for the user that runs this command.",
  },
  CLI_OUT_UNWRITABLE: {
    level: "error",
    message: "{file} could not be written: {reason}.",
    help: "Name another file by --out, or leave it out to see the answer here.",
  },
  CLI_BUILD_NO_PLUGIN: {
    level: "error",
    message: "There is no plugin to build at {target}: {reason}.",
    help: 'Name the folder of a mortise.plugin.json, or a folder of such folders. The smallest one is {"id": "my-plugin"}.',
  },
  CLI_BUILD_NO_SCHEMA: {
    level: "advisory",
    message:
      "The manifest has a {key}, and the plugin's source has no {member} to write it from. It was left as it is.",
    help: "Give the plugin that its module exports the schema, as {member}, or remove {key} from the manifest.",
  },
  CLI_BUILD_SCHEMA_UNUSABLE: {
    level: "error",
    message: "{owner} is no JSON Schema: {reason}.",
    help: "Write it with Type from @mortise/sdk/typebox, or as plain JSON Schema.",
  },
  CLI_BUILD_NOT_LOADED: {
    level: "error",
    message: "The plugin was not loaded, so the schemas of its tools are not known: {reason}.",
    help: "It is given its settings from the config file (--config, or the mortise.jsonc that is found upward from here).",
  },
  CLI_BUILD_TOOL_UNREAD: {
    level: "advisory",
    message:
      'The plugin registered no tool "{tool}" that says what it takes. What the manifest says of it was left as it is.',
    help: "If it is only registered with certain settings, give the plugin that in a config (--config), or in the variable that its setup names.",
  },
  CLI_BUILD_DRIFT: {
    level: "error",
    message: "The manifest differs from the plugin's source. Manifest: {found}. Source: {wanted}.",
    help: "Write it: {command}. If the manifest is right, mend the source.",
  },
  CLI_BUILD_UNWRITABLE: {
    level: "error",
    message: "The manifest could not be written: {reason}.",
    help: "It was left as it was. Mend what stands in the way, or make the change by hand.",
  },
});

/** Every kind of diagnostic that only the command line gives, by code. */
export const cliDiagnostics = cli.catalogue;

/** Makes a diagnostic of this package's catalogue. */
export const diagnoseCli = cli.create;
