import type { CallContext, Command, CommandInvocation } from "@mortise/sdk";
import { plainJson } from "./json.js";
import { mapped, type ApiMember } from "./member.js";
import { membersOf, methodOf, textOf, textsOf, type Members } from "./reading.js";
import type { PluginScope } from "./scope.js";
import { ownChannel, turnContext } from "./turn-context.js";

/** `api.registerCommand`. */
export const commandMembers: readonly ApiMember[] = [
  mapped(
    {
      name: "registerCommand",
      support: "partial",
      counterpart: "registerCommand",
      note: "Whoever may ask the gateway may call it; media in an answer are told by their addresses.",
    },
    (scope, command) => registerCommand(scope, membersOf(command)),
  ),
];

function registerCommand(scope: PluginScope, command: Members): void {
  const written = textOf(command["name"])?.replace(/^\//, "");
  const handler = methodOf(command, "handler");
  const name = scope.id("registerCommand", written);
  if (name === undefined || handler === undefined) {
    return scope.leaveOut("registerCommand", "a command needs a name and a handler.");
  }
  const native = textOf(membersOf(command["nativeNames"])["default"]);
  const aliases = native === undefined || native === name ? [] : [native];
  const registration: Command = {
    name,
    description: textOf(command["description"]) ?? "",
    ...(aliases.length > 0 && { aliases }),
    ...(written !== undefined && written !== name && { pattern: patternOf(written) }),
    execute: async (invocation, context) => ({
      text: textOfReply(await handler(handlerContext(scope, written ?? name, invocation, context))),
    }),
  };
  scope.enter("registerCommand", "registerCommand", registration);
}

/** A name that ids cannot have still calls the command, with whatever single sign stands before commands. */
function patternOf(written: string): string {
  return `[^\\sA-Za-z0-9]?${written.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&")}(?:\\s+([\\s\\S]*))?`;
}

function handlerContext(
  scope: PluginScope,
  name: string,
  { args: typed, match, scope: place }: CommandInvocation,
  context: CallContext,
): Members {
  const args = (match ? (match[0] ?? "") : typed).trim();
  const { channelId, ...known } = turnContext(context, place);
  const unbound = "the gateway binds no conversations to plugins";
  return {
    channel: channelId ?? ownChannel,
    channelId,
    ...known,
    isAuthorizedSender: true,
    args,
    commandBody: args === "" ? `/${name}` : `/${name} ${args}`,
    config: scope.settings.current(),
    ...(place?.currentChannelId !== undefined && { to: place.currentChannelId }),
    ...(place?.requesterSenderId !== undefined && { from: place.requesterSenderId }),
    ...(place?.currentThreadTs !== undefined && { messageThreadId: place.currentThreadTs }),
    requestConversationBinding: () => Promise.resolve({ status: "error", message: unbound }),
    detachConversationBinding: () => Promise.resolve({ removed: false }),
    getCurrentConversationBinding: () => Promise.resolve(null),
  };
}

/** A reply's text and the addresses of its media; what is no reply is told as JSON. */
export function textOfReply(reply: unknown): string {
  if (typeof reply === "string") return reply;
  const { text, mediaUrl, mediaUrls } = membersOf(reply);
  const media = [...textsOf([mediaUrl]), ...textsOf(mediaUrls)];
  if (typeof text === "string" || media.length > 0) return [...textsOf([text]), ...media].join("\n");
  const plain = plainJson(reply);
  return plain === undefined || plain === null ? "" : JSON.stringify(plain, null, 2);
}
