import { secretRefSchema, type JsonSchema } from "@mortise/core/catalog";

const closed = { type: "object", additionalProperties: false } as const;

/** JSON Schema of the section `gateway` of the config. The gateway reads it by rules of its own; a test holds the two together. */
export const gatewaySection: JsonSchema = {
  ...closed,
  description: "The reference gateway.",
  properties: {
    host: {
      type: "string",
      pattern: "^[A-Za-z0-9:._-]+$",
      default: "127.0.0.1",
      description: "The address to listen on.",
    },
    port: {
      type: "integer",
      minimum: 0,
      maximum: 65_535,
      default: 4000,
      description: "The port to listen on; 0 takes any that is free.",
    },
    bodyLimitBytes: {
      type: "integer",
      minimum: 1024,
      maximum: 2 ** 30,
      default: 20 * 1024 * 1024,
      description: "Longer request bodies are refused.",
    },
    allowedHosts: {
      type: "array",
      items: {
        type: "string",
        pattern: "^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])(?::\\d{1,5})?$",
      },
      description: "Further names under which the gateway is reached, each with or without a port.",
    },
    allowedOrigins: {
      type: "array",
      items: { type: "string", pattern: "^(?:null|[a-z][a-z0-9+.-]*://[^/?#]+)$" },
      description: "Pages of other origins that may call the gateway, for example https://app.example.",
    },
    defaultModel: {
      type: "string",
      minLength: 1,
      description: "The model of chat requests that name none, for example offline/offline-chat.",
    },
    http: {
      ...closed,
      description: "Who may call.",
      properties: {
        token: {
          description: "What callers must send as Authorization: Bearer. Name the variable or file that holds it.",
          anyOf: [
            { type: "string", pattern: "^[\\x21-\\x7e]{16,}$", description: "16 characters or more without spaces" },
            ...secretRefSchema.oneOf,
          ],
          "x-ui": { label: "Token", sensitive: true },
        },
      },
    },
    telemetry: {
      ...closed,
      description: "Who hears how requests and calls went.",
      properties: {
        openTelemetry: {
          type: "boolean",
          default: false,
          description: "Requests and calls of plugins become spans of the tracer that the application registered.",
        },
      },
    },
    chat: {
      ...closed,
      description: "What a chat request may set off besides the model.",
      properties: {
        commandPrefix: {
          type: "string",
          pattern: "^\\S{0,16}$",
          default: "/",
          description: "What a chat message begins with to call a command; empty: nothing calls one.",
        },
        toolRounds: {
          type: "integer",
          minimum: 0,
          maximum: 100,
          default: 8,
          description:
            "How often in one turn tools of plugins are run and the model is asked again; 0: no tools of plugins.",
        },
        contextTokens: {
          type: "integer",
          minimum: 256,
          maximum: 1e8,
          default: 32_768,
          description: "How much a model takes, in tokens, where its provider does not say. For the context engine.",
        },
        optionalTools: {
          type: "array",
          items: { type: "string", pattern: "^[\\w-]{1,64}$" },
          description: "Optional tools of plugins that every model is offered, by name.",
        },
      },
    },
  },
};

/** What `mortise doctor` says where the section does not hold. */
export const gatewayConsequence =
  "The gateway sets it aside, and does not start where it is about who may call (gateway.http).";
