import type { HookMemberMerge, HookMergeFunction } from "@mortise/sdk";
import { foundOrRefused, refuseByError } from "./claim.js";
import { WrongResult } from "./handler-call.js";
import { ApplicationFault, type SequenceKind } from "./sequence-kind.js";

type MemberMerges = Readonly<Record<string, HookMemberMerge>>;
type JoiningMerge = "concat" | "intersect" | HookMergeFunction | MemberMerges;

/** The results are joined as the hook says; nothing where no handler gave one. */
export const modifyKind: SequenceKind = {
  take(sequence, _step, result) {
    const { merge = "first" } = sequence.plan.definition;
    const { event, found } = sequence;
    if (merge === "first") {
      sequence.found = result;
      return true;
    }
    const wrong = wrongResult(merge, event, result);
    if (wrong !== undefined) return wrong;
    if (merge === "chain") sequence.found = sequence.given = result;
    else sequence.found = found === undefined ? result : join(merge, found, result, event);
    return false;
  },
  refuse: refuseByError,
  outcome: foundOrRefused,
};

function wrongResult(merge: JoiningMerge | "chain", event: unknown, result: unknown): WrongResult | undefined {
  if (typeof merge === "function") return undefined;
  if (merge === "chain") {
    return typeof result === typeof event
      ? undefined
      : new WrongResult("the result is the next handler's event, so it is of the same kind");
  }
  return typeof result === "object" && !Array.isArray(result)
    ? undefined
    : new WrongResult("results are joined, so each is an object");
}

/** Joins two results. What a handler does not say, an earlier one may have said. */
function join(merge: JoiningMerge, one: unknown, other: unknown, event: unknown): unknown {
  if (typeof merge === "function") return joinBy(merge, one, other, event);
  const known = one as Readonly<Record<string, unknown>>;
  const joined = Object.entries(other as object).map(([key, value]: [string, unknown]) => {
    const first = Object.hasOwn(known, key) ? known[key] : undefined;
    return [key, first === undefined ? value : joinMember(first, value, ruleFor(merge, key))];
  });
  return { ...known, ...(Object.fromEntries(joined) as object) };
}

function joinBy(merge: HookMergeFunction, one: unknown, other: unknown, event: unknown): unknown {
  try {
    return merge(one, other, event);
  } catch (error) {
    throw new ApplicationFault(error);
  }
}

function ruleFor(merge: "concat" | "intersect" | MemberMerges, key: string): HookMemberMerge {
  if (typeof merge === "string") return merge;
  return (Object.hasOwn(merge, key) ? merge[key] : undefined) ?? "concat";
}

/** Lists are joined, or what is in both is kept; of anything else the first stays. */
function joinMember(first: unknown, value: unknown, rule: HookMemberMerge): unknown {
  if (rule === "first" || !Array.isArray(first) || !Array.isArray(value)) return first;
  return rule === "concat"
    ? [...(first as unknown[]), ...(value as unknown[])]
    : first.filter((each) => value.includes(each));
}
