import { interactiveHandler, type Interaction } from "@mortise/sdk";
import { ApiError, badRequest, pluginFailed } from "../http/api-error.js";
import { anObject, optional, required, someText, type JsonObject } from "../http/fields.js";
import type { Exchange, Serving } from "../serving.js";
import { readScope } from "./scope.js";

/** What came of an interaction. */
export interface InteractionAnswer {
  readonly handled: boolean;
  readonly text?: string;
}

/**
 * Hands an interaction to the handler whose namespace its payload begins with: `votes:yes` is for the handler `votes`,
 * which gets `yes`. Throws 400 for a payload without a namespace, 404 `interaction_handler_not_found`, and 503 where the
 * handler's plugin failed. A handler that does not take this channel has not handled it.
 */
export async function sendInteraction(
  body: JsonObject,
  { requestId, signal }: Exchange,
  serving: Serving,
): Promise<InteractionAnswer> {
  const { host } = serving;
  const whole = required(body, "payload", someText);
  const [, namespace = "", payload = ""] = /^([^:]+):(.*)$/s.exec(whole) ?? [];
  if (namespace === "") throw badRequest("'payload' must be 'namespace:payload'.", "invalid_value", "payload");
  const channel = required(body, "channel", someText);
  const values = optional(body, "values", anObject);
  const interaction: Interaction = { channel, payload, scope: readScope(body, serving), ...(values && { values }) };
  const handler = await host.resolve(interactiveHandler, namespace);
  if (!handler) throw noHandler(namespace, serving);
  const { channels } = handler.value;
  if (channels && !channels.some((id) => id.toLowerCase() === channel.toLowerCase())) return { handled: false };
  const answer: unknown = await host.call(handler, "handle", interaction, { requestId, signal });
  return toAnswer(answer);
}

function noHandler(namespace: string, { host }: Serving): ApiError {
  const found = host.registry.get(interactiveHandler, namespace);
  if (found?.status === "failed")
    return pluginFailed(`The handler '${namespace}' cannot be used`, found.plugin, "payload");
  const message = `There is no handler for the namespace '${namespace}'.`;
  return new ApiError(message, { status: 404, code: "interaction_handler_not_found", param: "payload" });
}

/** Plugins are not held to their types at run time. */
function toAnswer(answer: unknown): InteractionAnswer {
  const { handled, text } = Object(answer) as { readonly handled?: unknown; readonly text?: unknown };
  return { handled: handled === true, ...(typeof text === "string" && { text }) };
}
