import { CapabilityError, type Channel } from "@mortise/sdk";
import { membersOf, methodOf, textOf } from "../reading.js";
import { accountOf, type ChannelSubject } from "./channel-subject.js";

type ResolveTarget = NonNullable<Channel["resolveTarget"]>;

/** Asks a channel what target a text means: its resolver, then its way of writing targets, else the text itself is one. */
export function targetResolver(subject: ChannelSubject): ResolveTarget {
  const { theirs } = subject;
  const resolve = methodOf(theirs["outbound"], "resolveTarget");
  const normalise = methodOf(theirs["messaging"], "normalizeTarget");
  return async ({ text, scope }) => {
    const { cfg, accountId } = accountOf(subject, scope?.accountId);
    const written = textOf(normalise?.(text)) ?? text;
    if (!resolve) return { target: written };
    const { ok, to, error } = membersOf(await resolve({ cfg, to: written, accountId, mode: "explicit" }));
    const target = textOf(to);
    if (ok !== false && target !== undefined) return { target };
    const reason = textOf(membersOf(error)["message"]) ?? `${subject.id} knows no target "${text}"`;
    throw new CapabilityError(reason, { code: "not-found" });
  };
}
