import type { CallContext, Channel, ChannelScope, JsonValue, MessageToolDescription } from "@mortise/sdk";
import { plainJson } from "../json.js";
import { isMembers, membersOf, methodOf, textsOf, type Members } from "../reading.js";
import { fromTheirResult } from "../tool-result.js";
import { turnContext } from "../turn-context.js";
import { accountOf, type ChannelSubject } from "./channel-subject.js";

type Actions = NonNullable<Channel["actions"]>;

/** What the shared message tool can do in a channel; nothing where the channel handles no actions. */
export function toActions(subject: ChannelSubject): Actions | undefined {
  const theirs = membersOf(subject.theirs["actions"]);
  const describe = methodOf(theirs, "describeMessageTool");
  const list = methodOf(theirs, "listActions");
  const handle = methodOf(theirs, "handleAction");
  const supports = methodOf(theirs, "supportsAction");
  if (!handle || !(describe ?? list)) return undefined;
  return {
    async describeMessageTool(scope, context) {
      const given = placeOf(subject, scope, context);
      return describe ? described(await describe(given)) : described({ actions: await list?.(given) });
    },
    async handleAction({ action, parameters, scope }, context) {
      if (supports && (await supports({ action })) === false) return { handled: false };
      const given = { channel: subject.id, action, params: { ...parameters }, ...placeOf(subject, scope, context) };
      const result = await handle(given);
      if (result === undefined || result === null) return { handled: false };
      const { text, data } = fromTheirResult(result);
      return { handled: true, text, ...(data !== undefined && { data }) };
    },
  };
}

function placeOf(subject: ChannelSubject, scope: ChannelScope, context: CallContext): Members {
  const { cfg, accountId } = accountOf(subject, scope.accountId);
  const { channelId: _, ...known } = turnContext(context, scope);
  return {
    cfg,
    ...known,
    accountId,
    currentChannelId: scope.currentChannelId,
    currentThreadTs: scope.currentThreadTs,
    currentMessageId: scope.currentMessageId,
    requesterSenderId: scope.requesterSenderId,
  };
}

type Parameters = { readonly [name: string]: JsonValue };

/** Their description of the tool: parts of its schema stand once for all actions, or for some. */
function described(discovery: unknown): MessageToolDescription {
  const { actions, capabilities, schema, mediaSourceParams } = membersOf(discovery);
  const names = textsOf(actions);
  const parts: readonly unknown[] = Array.isArray(schema) ? schema : [schema];
  const parameters: Record<string, Parameters> = {};
  for (const part of parts.filter(isMembers)) {
    const properties = plainJson(part["properties"]);
    if (!isMembers(properties)) continue;
    const wanted = Array.isArray(part["actions"]) ? textsOf(part["actions"]) : names;
    for (const action of wanted) parameters[action] = { ...parameters[action], ...properties };
  }
  return {
    actions: names,
    capabilities: textsOf(capabilities),
    parameters,
    mediaSourceParams: mediaParams(names, mediaSourceParams),
  };
}

/** One list for all actions, or a list for each. */
function mediaParams(actions: readonly string[], written: unknown): Readonly<Record<string, readonly string[]>> {
  const listOf = (action: string) => textsOf(Array.isArray(written) ? written : membersOf(written)[action]);
  return Object.fromEntries(actions.map((action) => [action, listOf(action)]).filter(([, list]) => list?.length !== 0));
}
