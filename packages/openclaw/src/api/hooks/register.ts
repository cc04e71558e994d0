import { didYouMean } from "@mortise/core/catalog";
import type { CallContext, HookOptions } from "@mortise/sdk";
import { diagnoseOpenclaw } from "../../diagnostics.js";
import { mapped, type ApiMember } from "../member.js";
import { membersOf, numberOf, textsOf, type Callable, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import type { HookMapping } from "./mapping.js";
import { hookMappings, keptName, uncalledHooks } from "./table.js";

/** `api.on`. */
export const onMember: ApiMember = mapped(
  {
    name: "on",
    support: "partial",
    counterpart: "on",
    note: "Which hooks are called stands in the table of hooks; registrationId and requiresToolAuthority mean nothing.",
  },
  (scope, hook, handler, options) => listen(scope, String(hook), handler, membersOf(options)),
);

function listen(scope: PluginScope, hook: string, handler: unknown, options: Members): void {
  if (typeof handler !== "function") return scope.leaveOut("on", `the handler of ${hook} is no function.`);
  const mapping = hookMappings.get(hook);
  if (mapping) return listenTo(scope, mapping, handler as Callable, options);
  const reason = uncalledHooks.get(hook);
  if (reason !== undefined) return keepUncalled(scope, hook, reason, handler as Callable, options);
  const known = [...hookMappings.keys(), ...uncalledHooks.keys()];
  scope.report(diagnoseOpenclaw("OPENCLAW_HOOK_UNKNOWN", { hook, suggestion: didYouMean(hook, known) }));
}

/** Puts a handler of theirs on the gateway's hook. */
export function listenTo(scope: PluginScope, mapping: HookMapping, handler: Callable, options: Members = {}): void {
  const isWanted = wantedBy(mapping, options);
  const { native, result: toResult } = mapping;
  const on = scope.native.on as (hook: string, handler: unknown, options?: HookOptions) => void;
  const call = (event: never, context: CallContext): unknown => {
    if (!isWanted(event)) return undefined;
    const given = [mapping.event(event, context, scope), mapping.context(event, context, scope)];
    const result = handler(...given);
    if (isPromise(result)) return result.then((settled) => answer(settled, event, context));
    return answer(result, event, context);
  };
  const answer = (result: unknown, event: never, context: CallContext): unknown =>
    result === undefined || result === null || !toResult ? undefined : toResult(result, event, context);
  on(native, call, optionsOf(options));
}

/** Keeps a handler where reports show it and whoever calls such hooks finds it, and says that nobody here does. */
export function keepUncalled(
  scope: PluginScope,
  hook: string,
  reason: string,
  handler: Callable,
  options: Members = {},
): void {
  const kept = keptName(hook);
  scope.report(diagnoseOpenclaw("OPENCLAW_HOOK_NEVER_CALLED", { hook, reason, kept }));
  scope.native.on(kept as `${string}:${string}`, handler, optionsOf(options));
}

/** As much as core takes. */
const longestDeadlineMs = 600_000;

function optionsOf(options: Members): HookOptions {
  const priority = numberOf(options["priority"]);
  const timeoutMs = numberOf(options["timeoutMs"]);
  return {
    ...(priority !== undefined && { priority }),
    ...(timeoutMs !== undefined && timeoutMs > 0 && { deadlineMs: Math.min(timeoutMs, longestDeadlineMs) }),
  };
}

/** Handlers may name the tools they want, and who must have caused a turn; here it is always a user. */
function wantedBy({ toolOf }: HookMapping, { matcher, eligibleTriggers }: Members): (event: never) => boolean {
  if (Array.isArray(eligibleTriggers) && !eligibleTriggers.includes("user")) return () => false;
  const tools = textsOf(matcher).map(patternOf);
  if (!toolOf || tools.length === 0) return () => true;
  return (event) => tools.some((pattern) => pattern.test(toolOf(event)));
}

/** A tool's name; `*` stands for any text. */
function patternOf(name: string): RegExp {
  const parts = name.split("*").map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && typeof (value as Partial<Promise<unknown>>).then === "function";
}
