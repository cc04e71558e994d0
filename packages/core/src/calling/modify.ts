import type { HookDefinition, HookMemberMerge } from "@mortise/sdk";
import type { HookRegistration } from "../loading/registration.js";
import { isPromiseLike } from "./bounded.js";
import { callHandler, failed, refuseResult, type HandlerCallOptions, type HookBounds } from "./handler-call.js";

type Merge = NonNullable<HookDefinition["merge"]>;
type MemberMerges = Readonly<Record<string, HookMemberMerge>>;

/** Calls handlers in order and joins their results; nothing where none gave one. */
export async function modify(
  handlers: readonly HookRegistration[],
  event: unknown,
  bounds: HookBounds,
  options: HandlerCallOptions,
): Promise<unknown> {
  let merged: unknown;
  for (const handler of handlers) {
    const { merge = "first" } = options.definition(handler.hook);
    const given = merge === "chain" ? (merged ?? event) : event;
    const called = callHandler(handler, given, bounds, options);
    const result = isPromiseLike(called) ? await called : called;
    if (result === undefined || result === null || result === failed) continue;
    const wrong = wrongResult(merge, event, result);
    if (wrong !== undefined) refuseResult(handler, wrong, options);
    else if (merge === "first") return result;
    else merged = merge === "chain" ? result : join(merged, result, merge === "concat" ? {} : merge);
  }
  return merged;
}

function wrongResult(merge: Merge, event: unknown, result: unknown): string | undefined {
  if (merge === "first") return undefined;
  if (merge === "chain") {
    return typeof result === typeof event
      ? undefined
      : "the result is the next handler's event, so it is of the same kind";
  }
  return typeof result === "object" && !Array.isArray(result) ? undefined : "results are joined, so each is an object";
}

/** Joins two results member by member. What a handler does not say, an earlier one may have said. */
function join(one: unknown, other: unknown, rules: MemberMerges): unknown {
  if (one === undefined) return other;
  const known = one as Readonly<Record<string, unknown>>;
  const joined = Object.entries(other as object).map(([key, value]: [string, unknown]) => {
    const first = Object.hasOwn(known, key) ? known[key] : undefined;
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    return [key, first === undefined ? value : joinMember(first, value, rule)];
  });
  return { ...known, ...(Object.fromEntries(joined) as object) };
}

/** Lists are joined, or what is in both is kept; of anything else the first stays. */
function joinMember(first: unknown, value: unknown, rule: HookMemberMerge = "concat"): unknown {
  if (rule === "first" || !Array.isArray(first) || !Array.isArray(value)) return first;
  return rule === "concat"
    ? [...(first as unknown[]), ...(value as unknown[])]
    : first.filter((each) => value.includes(each));
}
