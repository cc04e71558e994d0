import type { JsonValue } from "@mortise/sdk";
import { sendInteraction } from "../actions/interactions.js";
import { channelMethods } from "../channels/methods.js";
import { ApiError } from "../http/api-error.js";
import { anObject, required, someText, type JsonObject } from "../http/fields.js";
import { health } from "../plugins/health.js";
import { listCommands, listTools } from "../plugins/listing.js";
import { inspectLive } from "../plugins/report.js";
import type { Exchange, Serving } from "../serving.js";
import { operatorMethods } from "./operator-methods.js";

/** A method that the gateway has itself. */
export type OwnMethod = (parameters: JsonValue | undefined, exchange: Exchange, serving: Serving) => Promise<unknown>;

/** The gateway's own methods, by name; no plugin's method takes their place. */
export const ownMethods: ReadonlyMap<string, OwnMethod> = new Map<string, OwnMethod>([
  ["gateway.health", (_, { signal }, serving) => health(serving, signal)],
  ["plugins.list", listPlugins],
  ["plugins.inspect", named(inspectPlugin)],
  ...Object.entries(operatorMethods),
  ["tools.list", async (_, __, { host }) => ({ tools: await listTools(host) })],
  ["commands.list", async (_, __, { host }) => ({ commands: await listCommands(host) })],
  ["interactions.send", named(sendInteraction)],
  ...Object.entries(channelMethods).map(([name, method]) => [name, named(method)] as const),
]);

/** A method that takes its parameters by name. */
function named(method: (body: JsonObject, exchange: Exchange, serving: Serving) => Promise<unknown>): OwnMethod {
  return (parameters, exchange, serving) => method(anObject(parameters ?? {}, ""), exchange, serving);
}

async function listPlugins(_: JsonValue | undefined, { signal }: Exchange, serving: Serving): Promise<unknown> {
  const reports = await inspectLive(serving, signal);
  return {
    plugins: reports.map(({ id, name, version, format, origin, status, reasonText }) => {
      return { id, name, version, format, origin, status, reasonText };
    }),
  };
}

async function inspectPlugin(body: JsonObject, { signal }: Exchange, serving: Serving): Promise<unknown> {
  const id = required(body, "id", someText);
  const found = (await inspectLive(serving, signal)).find((report) => report.id.toLowerCase() === id.toLowerCase());
  if (found) return found;
  throw new ApiError(`There is no plugin '${id}'.`, { status: 404, code: "plugin_not_found", param: "id" });
}
