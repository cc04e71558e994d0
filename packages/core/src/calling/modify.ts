import type { HookDefinition } from "@mortise/sdk";
import type { HookRegistration } from "../loading/registration.js";
import { isPromiseLike } from "./bounded.js";
import { callHandler, failed, refuseResult, type HandlerCallOptions, type HookBounds } from "./handler-call.js";

type Merge = NonNullable<HookDefinition["merge"]>;

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
    else merged = merge === "concat" ? concat(merged, result) : result;
  }
  return merged;
}

function wrongResult(merge: Merge, event: unknown, result: unknown): string | undefined {
  if (merge === "concat" && (typeof result !== "object" || Array.isArray(result)))
    return "results are joined, so each is an object";
  if (merge === "chain" && typeof result !== typeof event)
    return "the result is the next handler's event, so it is of the same kind";
  return undefined;
}

/** Joins two results member by member: lists are joined, of anything else the first stays. */
function concat(one: unknown, other: unknown): unknown {
  if (one === undefined) return other;
  const known = one as Readonly<Record<string, unknown>>;
  const joined = Object.entries(other as object).map(([key, value]: [string, unknown]) => {
    const first = Object.hasOwn(known, key) ? known[key] : undefined;
    if (first === undefined) return [key, value];
    return [
      key,
      Array.isArray(first) && Array.isArray(value) ? [...(first as unknown[]), ...(value as unknown[])] : first,
    ];
  });
  return { ...known, ...(Object.fromEntries(joined) as object) };
}
