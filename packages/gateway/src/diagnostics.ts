import { defineDiagnostics } from "@mortise/core";

const gateway = defineDiagnostics({
  GATEWAY_CONFIG_NOT_OBJECT: {
    level: "error",
    message:
      "The gateway section must hold an object; it holds {found}. It was set aside, so that every default holds.",
    help: 'Write for example "gateway": {"port": 4000}.',
  },
  GATEWAY_CONFIG_UNKNOWN_KEY: {
    level: "error",
    message: 'The gateway section has no key "{key}".{suggestion} It was set aside.',
    help: "Rename or remove the key. There are {known}.",
  },
  GATEWAY_CONFIG_INVALID_VALUE: {
    level: "error",
    message: "Expected {expected}, found {found}. It was set aside, so that the default holds.",
    help: "Correct the value at the pointer named.",
  },
  GATEWAY_DEFAULT_MODEL_UNKNOWN: {
    level: "warning",
    message: 'The default model is "{model}", and no plugin that may run provides it.',
    help: "Enable the plugin that provides it, or name another model; GET /v1/models lists what there is.",
  },
  GATEWAY_NOT_LOOPBACK: {
    level: "warning",
    message: "The gateway listens on {host}, where other machines may reach it, and it asks nobody for a key.",
    help: "Set gateway.http.token, listen on 127.0.0.1, or put a proxy before it that asks who is there. Names under which it is reached from outside must be listed in gateway.allowedHosts.",
  },
  GATEWAY_TOKEN_UNFIT: {
    level: "error",
    message: "The gateway's token is shorter than 16 characters, or has a character that no header takes.",
    help: "Make a long random one, for example with openssl rand -hex 32, and put it where gateway.http.token looks.",
  },
  GATEWAY_PORT_TAKEN: {
    level: "error",
    message: "Port {port} on {host} is taken by another program.",
    help: "Stop that program, or choose another port: --port {next}, or in the config file gateway.port: {next}.",
  },
  GATEWAY_LISTEN_FAILED: {
    level: "error",
    message: "The gateway cannot listen on {host}, port {port}: {reason}.",
    help: "Check gateway.host and gateway.port in the config file, or --host and --port.",
  },
  GATEWAY_RESTART_NEEDED: {
    level: "warning",
    message: "In the gateway section {keys} changed. That holds when the gateway starts anew, and not before.",
    help: "Start the gateway anew. What else changed in the section holds now.",
  },
  GATEWAY_COMMAND_PATTERN_UNUSABLE: {
    level: "warning",
    message: 'The pattern of the command "{name}" cannot be used: {reason}. No message calls the command by it.',
    help: "Correct the regular expression; it is matched against whole messages, and may take a tenth of a second.",
  },
  GATEWAY_ROUTE_RESERVED: {
    level: "warning",
    message: "The route {path} is never reached: the gateway keeps that path for itself.",
    help: "Register it under another path. The gateway keeps {reserved}.",
  },
  GATEWAY_ROUTE_OVERLAP: {
    level: "warning",
    message:
      'The route {path} of "{plugin}" lies below {prefix} of "{other}", and the two let in different callers: {path} leaves it to its {auth}, {prefix} to its {otherAuth}.',
    help: "The longer path answers. Move one of them, or give both the same auth, so that neither opens a part of the other.",
  },
  CHANNELS_NOT_OBJECT: {
    level: "error",
    message:
      "The channels section must hold an object; it holds {found}. It was set aside, so that no channel is configured.",
    help: 'Write for example "channels": {"telegram": {}}.',
  },
  CHANNEL_NOT_PROVIDED: {
    level: "warning",
    message: 'The config has a channel "{channel}", and no plugin that may run provides it.{suggestion}',
    help: "Install or enable the plugin that provides it, or remove the section. mortise plugins list shows what there is.",
  },
  CHANNEL_NOT_CONFIGURED: {
    level: "error",
    message: 'The channel "{channel}" could not take its config: {reason}',
    help: "Correct the section, or ask the plugin's author. It is tried again when the section or the plugin changes.",
  },
  GATEWAY_METHOD_RESERVED: {
    level: "warning",
    message: 'The method "{method}" is never reached: the gateway keeps that name for itself.',
    help: "Register it under another name, for example one that begins with the plugin's id. The gateway keeps {reserved}.",
  },
});

/** Every kind of diagnostic that only the gateway gives, by code; the others are core's. */
export const gatewayDiagnostics = gateway.catalogue;

/** Makes a diagnostic of the gateway's catalogue. */
export const diagnoseGateway = gateway.create;
