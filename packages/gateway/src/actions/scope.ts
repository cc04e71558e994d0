import type { ChannelScope } from "@mortise/sdk";
import { anObject, aText, optional, type JsonObject } from "../http/fields.js";
import type { Serving } from "../serving.js";

const members = [
  "accountId",
  "currentChannelId",
  "currentThreadTs",
  "currentMessageId",
  "sessionKey",
  "sessionId",
  "agentId",
  "requesterSenderId",
] as const satisfies readonly (keyof ChannelScope)[];

/**
 * Reads where something takes place, from the member `scope` of a request. Who asked is taken only from callers that have
 * shown the gateway's token: plugins trust it.
 */
export function readScope(body: JsonObject, { token }: Pick<Serving, "token">): ChannelScope {
  const scope = optional(body, "scope", anObject) ?? {};
  const trusted = members.filter((name) => name !== "requesterSenderId" || token.isSet);
  const said = trusted.flatMap((name) => {
    const value = optional(scope, name, aText, "scope");
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(said);
}
