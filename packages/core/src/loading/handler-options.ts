import type { HookFilter } from "@mortise/sdk";
import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { hooksKey } from "../catalog/vocabulary.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { spoil, type DraftState } from "./draft-state.js";
import { describeValue, type HookRegistration } from "./registration.js";

/** As much as an operator may give. */
const longestDeadlineMs = 600_000;

type Placed = Pick<HookRegistration, "priority" | "deadlineMs" | "before" | "after" | "filters">;

/** Where a handler stands and what it is called for, as `api.on` was told. Spoils the draft where that is malformed. */
export function handlerOptions(draft: DraftState, given: unknown): Placed {
  const { priority = 0, deadlineMs, before, after, filter } = (given ?? {}) as Partial<Record<string, unknown>>;
  const refuse = (member: string, expected: string, found: unknown): never =>
    spoil(draft, malformedHandler(member, expected, found));
  if (typeof priority !== "number" || Number.isNaN(priority)) return refuse("priority", "a number", priority);
  if (deadlineMs !== undefined && !isDeadline(deadlineMs)) {
    return refuse("deadlineMs", `a number of milliseconds, at most ${longestDeadlineMs}`, deadlineMs);
  }
  const ids = (member: string, value: unknown): readonly string[] =>
    isTexts(value) ? value.map(foldId) : refuse(member, "a list of plugin ids", value);
  if (filter !== undefined && !isHookFilter(filter)) {
    return refuse("filter", "members of the event, each with a value or a list of values", filter);
  }
  return {
    priority,
    before: before === undefined ? none : ids("before", before),
    after: after === undefined ? none : ids("after", after),
    filters: filter === undefined ? none : [filter],
    ...(deadlineMs !== undefined && { deadlineMs }),
  };
}

const none: readonly never[] = Object.freeze([]);

/** What the manifest says of the events that its plugin's handlers of a hook are called for. */
export function declaredFilters({ manifest }: ReadyCandidate, hook: string): readonly HookFilter[] {
  const filter = manifest.provides[hooksKey]?.[hook]?.["filter"];
  return isHookFilter(filter) ? [filter] : none;
}

/** What is wrong with a handler that is being registered. */
export function malformedHandler(member: string, expected: string, found: unknown): Diagnostic {
  const parameters = { method: "api.on", kind: "hook handler", member, expected, found: describeValue(found) };
  return diagnose("REGISTER_MALFORMED", parameters);
}

function isDeadline(value: unknown): value is number {
  return typeof value === "number" && value > 0 && value <= longestDeadlineMs;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isHookFilter(value: unknown): value is HookFilter {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((wanted: unknown) => (Array.isArray(wanted) ? wanted : [wanted]).every(isFilterValue))
  );
}

function isFilterValue(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
