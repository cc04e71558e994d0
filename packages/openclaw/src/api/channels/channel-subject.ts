import { membersOf, methodOf, textOf, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";

/** A channel that is being mapped. */
export interface ChannelSubject {
  readonly scope: PluginScope;
  readonly id: string;
  /** OpenClaw's channel. */
  readonly theirs: Members;
}

/** One account of a channel, and the config that it stands in. */
export interface Account {
  readonly cfg: Members;
  readonly accountId: string;
  /** As the channel resolved it. */
  readonly account: unknown;
}

/** The account that was asked for; else the channel's default, or the first that it lists. */
export function accountOf({ scope, theirs }: ChannelSubject, asked?: string): Account {
  const cfg = scope.settings.current();
  const config = membersOf(theirs["config"]);
  const listed = methodOf(config, "listAccountIds")?.(cfg);
  const first = Array.isArray(listed) ? textOf(listed[0]) : undefined;
  const accountId = asked ?? textOf(methodOf(config, "defaultAccountId")?.(cfg)) ?? first ?? "default";
  return { cfg, accountId, account: methodOf(config, "resolveAccount")?.(cfg, accountId) };
}
