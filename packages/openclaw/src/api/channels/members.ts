import type { Channel } from "@mortise/sdk";
import { mapped, type ApiMember } from "../member.js";
import { isMembers, membersOf, methodOf, textOf, textsOf } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { toActions } from "./actions.js";
import type { ChannelSubject } from "./channel-subject.js";
import { toOutbound } from "./outbound.js";
import { toInteractive } from "./interactive.js";
import { readinessOf } from "./readiness.js";
import { targetResolver } from "./targets.js";

/** What a plugin brings of channels. */
export const channelMembers: readonly ApiMember[] = [
  mapped(
    {
      name: "registerChannel",
      support: "partial",
      counterpart: "registerChannel",
      note: "The way out, actions, targets and readiness. Messages that come in need OpenClaw's agent: no account is started.",
    },
    (scope, registration) => registerChannel(scope, registration),
  ),
  mapped(
    {
      name: "registerInteractiveHandler",
      support: "partial",
      counterpart: "registerInteractiveHandler",
      note: "A handler may reply with a text.",
    },
    (scope, registration) => toInteractive(scope, membersOf(registration)),
  ),
];

/** A channel, or an object that carries it as `plugin`. */
function registerChannel(scope: PluginScope, registration: unknown): void {
  const given = membersOf(registration);
  const theirs = isMembers(given["plugin"]) ? given["plugin"] : given;
  const id = scope.id("registerChannel", theirs["id"]);
  if (id === undefined) return scope.leaveOut("registerChannel", "a channel needs an id.");
  if (methodOf(theirs["gateway"], "startAccount")) {
    scope.advise("registerChannel.gateway.startAccount", "messages that come in are for OpenClaw's agent");
  }
  scope.enter("registerChannel", "registerChannel", toChannel({ scope, id, theirs }));
}

function toChannel(subject: ChannelSubject): Channel {
  const { scope, id, theirs } = subject;
  const { meta } = theirs;
  const { label, aliases } = membersOf(meta);
  const title = textOf(label);
  const outbound = toOutbound(subject);
  const actions = toActions(subject);
  return {
    id,
    ...(title !== undefined && { label: title }),
    aliases: textsOf(aliases),
    ...(outbound && { outbound }),
    ...(actions && { actions }),
    configure: ({ config }) => {
      scope.settings.configureChannel(id, config);
      return Promise.resolve();
    },
    resolveTarget: targetResolver(subject),
    readiness: readinessOf(subject),
  };
}
