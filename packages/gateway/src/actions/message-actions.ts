import { messageAction, type MessageActionCall } from "@mortise/sdk";
import { aMessage } from "../chat/messages.js";
import { ApiError, pluginFailed } from "../http/api-error.js";
import { readJsonBody } from "../http/body.js";
import { anObject, aText, optional, required, someOf, type JsonObject } from "../http/fields.js";
import type { Exchange, Serving } from "../serving.js";
import { surfaceEntries } from "../surface-entries.js";
import { readScope } from "./scope.js";

/** What is offered beside a message. */
export interface OfferedAction {
  readonly id: string;
  readonly plugin: string;
  readonly label: string;
  readonly description?: string;
  readonly icon?: string;
}

/** What came of an action: a text to show, and one that takes the message's place. */
export interface ActionAnswer {
  readonly text?: string;
  readonly replacement?: string;
}

/** `GET /v1/messages/actions`: what can be done with a message. Owners that were not loaded are, for their labels. */
export async function listActions({ host }: Serving): Promise<readonly OfferedAction[]> {
  const actions = await surfaceEntries(messageAction, host);
  return actions.map(({ id, plugin, value: { label, description, icon } }) => {
    return {
      id,
      plugin,
      label,
      ...(description !== undefined && { description }),
      ...(icon !== undefined && { icon }),
    };
  });
}

/**
 * `POST /v1/messages/actions/:id`: does something with the message that stands last in `messages`. Throws 404
 * `message_action_not_found`, and 503 where its plugin failed.
 */
export async function runAction(
  id: string,
  request: Request,
  { requestId, signal }: Exchange,
  serving: Serving,
): Promise<ActionAnswer> {
  const { host, settings } = serving;
  const call = readCall(await readJsonBody(request, settings.bodyLimitBytes), serving);
  const action = await host.resolve(messageAction, id);
  if (!action) throw noAction(id, serving);
  const answer: unknown = await host.call(action, "run", call, { requestId, signal });
  const { text, replacement } = Object(answer) as { readonly text?: unknown; readonly replacement?: unknown };
  return { ...(typeof text === "string" && { text }), ...(typeof replacement === "string" && { replacement }) };
}

function readCall(body: JsonObject, serving: Serving): MessageActionCall {
  const messageId = optional(body, "message_id", aText);
  const values = optional(body, "values", anObject);
  return {
    messages: required(body, "messages", someOf(aMessage)),
    scope: readScope(body, serving),
    ...(messageId !== undefined && { messageId }),
    ...(values && { values }),
  };
}

function noAction(id: string, { host }: Serving): ApiError {
  const found = host.registry.get(messageAction, id);
  if (found?.status === "failed") return pluginFailed(`The action '${id}' cannot be used`, found.plugin);
  return new ApiError(`There is no message action '${id}'.`, { status: 404, code: "message_action_not_found" });
}
