import type { JsonValue } from "@mortise/sdk";
import { isObject, type JsonObject } from "../../fields/shape.js";
import type { Part } from "../bundle.js";
import { argumentsWithoutSecrets, referencedVariables, withoutSecrets } from "../secrets.js";
import { documentReader, objectsIn, textsOf, type PartDocument } from "./document.js";

/**
 * MCP servers. What is kept says how each is reached, and names its environment and its headers; their values stay in
 * the file, where whoever starts the server finds them by `path` and `pointer`.
 */
export const mcpServers = documentReader((bundle, document) =>
  objectsIn(bundle, document, "mcpServers", "mcp-servers").map(({ name, value, pointer }) => ({
    name,
    metadata: { ...connection(document, pointer, value), type: transportOf(value) },
  })),
);

/** Language servers, in the same way, with the languages by file extension. */
export const lspServers = documentReader((bundle, document) =>
  objectsIn(bundle, document, "lspServers", "lsp-servers").map(({ name, value, pointer }) => {
    const { extensionToLanguage, transport } = value;
    return {
      name,
      metadata: {
        ...connection(document, pointer, value),
        type: typeof transport === "string" ? transport : "stdio",
        ...(isObject(extensionToLanguage) && { extensionToLanguage: textMembers(extensionToLanguage) }),
      },
    };
  }),
);

function connection({ path, pointer }: PartDocument, below: string, server: JsonObject): Part["metadata"] {
  const { command, args, url, cwd, env, headers } = server;
  // Some write the arguments behind the command.
  const [program, ...first] = textsOf(command);
  const given = argumentsWithoutSecrets([...first, ...textsOf(args)]);
  const variables = referencedVariables(server);
  return {
    path,
    pointer: pointer + below,
    ...(program !== undefined && { command: withoutSecrets(program) }),
    ...(given.length > 0 && { args: [...given] }),
    ...(typeof cwd === "string" && { cwd: withoutSecrets(cwd) }),
    ...(typeof url === "string" && { url: withoutSecrets(url) }),
    ...(isObject(env) && { env: Object.keys(env) }),
    ...(isObject(headers) && { headers: Object.keys(headers) }),
    ...(variables.length > 0 && { variables: [...variables] }),
  };
}

function transportOf({ type, transport, url }: JsonObject): string {
  if (typeof type === "string") return type;
  if (typeof transport === "string") return transport;
  return url === undefined ? "stdio" : "http";
}

function textMembers(value: JsonObject): { readonly [key: string]: JsonValue } {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) => (typeof text === "string" ? [[key, text] as const] : [])),
  );
}
