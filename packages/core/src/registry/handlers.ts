import { lowestPrecedence, sortGraph, type Circle, type Constraint } from "../activation/sort-graph.js";
import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import type { CallPolicy } from "../config/call-policy.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { PluginInstance } from "../loading/instance.js";
import type { HookRegistration } from "../loading/registration.js";

/** The operator's word on which handlers are called, and where they stand. */
export type HandlerPolicy = Pick<CallPolicy, "isHandlerOn" | "priorityFor">;

/** What handlers are ordered from. */
export interface HandlerSources {
  /** The plugins that may run, in load order. */
  readonly order: readonly ReadyCandidate[];
  /** By folded id. */
  readonly instances: ReadonlyMap<string, PluginInstance>;
  /** Every handler is on and has its own priority unless given. */
  readonly handlerPolicy?: HandlerPolicy;
}

/** Every hook's handlers in the order in which they are called. */
export interface OrderedHandlers {
  readonly byHook: ReadonlyMap<string, readonly HookRegistration[]>;
  readonly diagnostics: readonly Diagnostic[];
}

const neutral: HandlerPolicy = { isHandlerOn: () => true, priorityFor: () => undefined };

/**
 * Orders handlers by what they ask (`before`, `after`), then by priority, higher first, then by plugin order, then as
 * they were registered. A plugin that is named and has no handler of the hook is ignored. In a circle, what the plugin of
 * the lowest precedence asked is dropped. Leaves out those that their plugin or the operator took out of use.
 */
export function orderHandlers({ order, instances, handlerPolicy = neutral }: HandlerSources): OrderedHandlers {
  const found = new Map<string, HookRegistration[]>();
  const candidates = new Map<string, ReadyCandidate>();
  for (const candidate of order) {
    const folded = foldId(candidate.id);
    candidates.set(folded, candidate);
    for (const registration of instances.get(folded)?.hooks ?? []) {
      const { hook, plugin, isDisabled } = registration;
      if (isDisabled || !handlerPolicy.isHandlerOn(plugin, hook)) continue;
      const known = found.get(hook);
      if (known) known.push(registration);
      else found.set(hook, [registration]);
    }
  }
  const byHook = new Map<string, readonly HookRegistration[]>();
  const diagnostics: Diagnostic[] = [];
  for (const [hook, handlers] of found) {
    const ranked = byPriority(hook, handlers, handlerPolicy);
    const { order: sorted, circles } = sortGraph(ranked.length, constraintsOf(ranked), (ids) =>
      lowestPrecedence(ids, candidates),
    );
    byHook.set(hook, Object.freeze(sorted.map((index) => ranked[index] as HookRegistration)));
    for (const circle of circles) diagnostics.push(cycleDiagnostic(hook, circle, ranked, candidates));
  }
  return { byHook, diagnostics };
}

function byPriority(
  hook: string,
  handlers: readonly HookRegistration[],
  { priorityFor }: HandlerPolicy,
): readonly HookRegistration[] {
  const priorities = new Map(handlers.map((one) => [one, priorityFor(one.plugin, hook) ?? one.priority]));
  const priorityOf = (handler: HookRegistration) => priorities.get(handler) ?? 0;
  return handlers.toSorted((one, other) => priorityOf(other) - priorityOf(one));
}

function constraintsOf(handlers: readonly HookRegistration[]): readonly Constraint[] {
  if (handlers.every(({ before, after }) => before.length === 0 && after.length === 0)) return [];
  const places = new Map<string, number[]>();
  for (const [place, { plugin }] of handlers.entries()) {
    const by = foldId(plugin);
    const known = places.get(by);
    if (known) known.push(place);
    else places.set(by, [place]);
  }
  return handlers.flatMap(({ plugin, before, after }, own) => {
    const by = foldId(plugin);
    const placesOf = (ids: readonly string[]) =>
      ids.flatMap((id) => (foldId(id) === by ? [] : (places.get(foldId(id)) ?? [])));
    return [
      ...placesOf(after).map((from) => ({ from, to: own, by })),
      ...placesOf(before).map((to) => ({ from: own, to, by })),
    ];
  });
}

function cycleDiagnostic(
  hook: string,
  { constraints, by }: Circle,
  handlers: readonly HookRegistration[],
  candidates: ReadonlyMap<string, ReadyCandidate>,
): Diagnostic {
  const plugins = [...constraints, ...constraints.slice(0, 1)].map(({ from }) => handlers[from]?.plugin);
  const { id: plugin = by, manifestPath: path } = candidates.get(by) ?? {};
  const parameters = { hook, chain: plugins.join(" -> "), plugin };
  return diagnose("HOOK_ORDER_CYCLE", parameters, { plugin, ...(path !== undefined && { path }) });
}
