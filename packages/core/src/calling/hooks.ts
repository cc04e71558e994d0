import type { HookDefinition, HookEvent, HookMap, HookResult } from "@mortise/sdk";
import type { HookRegistration } from "../loading/registration.js";
import type { Calling } from "./calling.js";
import { claimKind } from "./claim.js";
import type { HookBounds } from "./context.js";
import { blockedFor, gateKind, type GateOutcome, type MissingHandler } from "./gate.js";
import { modifyKind } from "./modify.js";
import { Observation, type Collected } from "./observe.js";
import { planHook, type HookPlan } from "./plan.js";
import { Sequence } from "./sequence.js";
import type { SequenceKind } from "./sequence-kind.js";
import { streamKind } from "./stream.js";

/** The names of the hooks of a list that are of one kind; the compiler refuses the wrong runner. */
export type HooksOfKind<Hooks extends HookMap, Kind extends HookDefinition["kind"]> = {
  [Name in keyof Hooks & string]: Hooks[Name]["kind"] extends Kind ? Name : never;
}[keyof Hooks & string];

/** What a runner gives: at once where no handler gave a promise, and always where the hook is synchronous. */
export type Emitted<Hook, Result> = Hook extends { readonly sync: true } ? Result : Result | Promise<Result>;

/** What one piece is of the stream that a `stream` hook's transforms change. */
export type PieceOf<Hook> = HookResult<Hook> extends TransformStream<infer Piece> ? Piece : never;

/** What the runner needs. */
export interface HookRunnerOptions extends Calling {
  /**
   * The handlers in order, at the time of asking; the same list as long as nothing changed, what the operator says of
   * them included.
   */
  readonly handlers: (hook: string) => readonly HookRegistration[];
  definition(hook: string): HookDefinition;
  /** The plugins whose handler must guard a gate and is not there. Asked for each emission of a gate. */
  readonly missingAt?: (hook: string) => readonly MissingHandler[];
}

/**
 * Calls the handlers of hooks: one runner for each kind. Each gives its outcome at once where no handler gave a promise,
 * and otherwise a promise of it.
 *
 * A handler that throws, takes too long or answers what the hook does not take is reported; then the hook's failure
 * policy counts. `open`: the others go on. `closed`: a gate blocks, and the others throw `CapabilityError`
 * `unavailable`. When the caller's signal is aborted, no further handler is called and none is blamed; what was found by
 * then is the outcome, unless the hook fails closed.
 */
export interface HookRunner<Hooks extends HookMap> {
  /** Calls all handlers together and ignores what they return. Ends when the last has. */
  observe<Name extends HooksOfKind<Hooks, "observe">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Emitted<Hooks[Name], void>;
  /** Calls all handlers together; gives what each returned or why it failed, in order. Never refuses. */
  collect<Name extends HooksOfKind<Hooks, "observe">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Emitted<Hooks[Name], readonly Collected<HookResult<Hooks[Name]>>[]>;
  /** Calls the handlers in order and joins their results as the hook says; nothing where none gave one. */
  modify<Name extends HooksOfKind<Hooks, "modify">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Emitted<Hooks[Name], HookResult<Hooks[Name]> | undefined>;
  /** Calls the handlers in order until one claims the event. */
  claim<Name extends HooksOfKind<Hooks, "claim">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Emitted<Hooks[Name], HookResult<Hooks[Name]> | undefined>;
  /** Calls the handlers in order; each may replace the event or block it. A handler that must be there and is not blocks. */
  gate<Name extends HooksOfKind<Hooks, "gate">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Emitted<Hooks[Name], GateOutcome<HookEvent<Hooks[Name]>>>;
  /**
   * Calls the handlers in order and pipes the stream through the transforms that they give; the stream itself where none
   * does. Where a transform fails, its plugin is blamed and the stream errors with `CapabilityError` `unavailable`.
   */
  stream<Name extends HooksOfKind<Hooks, "stream">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    source: ReadableStream<PieceOf<Hooks[Name]>>,
    bounds?: HookBounds,
  ): Emitted<Hooks[Name], ReadableStream<PieceOf<Hooks[Name]>>>;
}

const unbounded: HookBounds = Object.freeze({});
const nobody: readonly never[] = Object.freeze([]);

/** Makes the runner. Nothing else calls a handler. */
export function createHookRunner<Hooks extends HookMap>(options: HookRunnerOptions): HookRunner<Hooks> {
  const planOf = planner(options);
  const { handlers: handlersOf, missingAt } = options;
  const inSequence =
    (kind: SequenceKind) =>
    (hook: string, event: unknown, bounds: HookBounds = unbounded): never => {
      const handlers = handlersOf(hook);
      if (handlers.length === 0) return undefined as never;
      return new Sequence(kind, planOf(hook, handlers), event, bounds, undefined).run() as never;
    };
  const together =
    (isCollecting: boolean) =>
    (hook: string, event: unknown, bounds: HookBounds = unbounded): never => {
      const handlers = handlersOf(hook);
      if (handlers.length === 0) return (isCollecting ? nobody : undefined) as never;
      return new Observation(planOf(hook, handlers), event, bounds, isCollecting).run() as never;
    };
  return {
    observe: together(false),
    collect: together(true),
    modify: inSequence(modifyKind),
    claim: inSequence(claimKind),
    gate(hook, event, bounds = unbounded) {
      const missing = missingAt?.(hook)[0];
      if (missing !== undefined) return blockedFor(missing);
      const handlers = handlersOf(hook);
      if (handlers.length === 0) return { blocked: false, event } as never;
      return new Sequence(gateKind, planOf(hook, handlers), event, bounds, undefined).run() as never;
    },
    stream(hook, event, source, bounds = unbounded) {
      const handlers = handlersOf(hook);
      if (handlers.length === 0) return source;
      const begun = { source, stages: [] };
      return new Sequence(streamKind, planOf(hook, handlers), event, bounds, begun).run() as never;
    },
  };
}

/** Prepares the handlers of each hook once for each generation. */
function planner(options: HookRunnerOptions): (hook: string, handlers: readonly HookRegistration[]) => HookPlan {
  const plans = new Map<string, HookPlan>();
  return (hook, handlers) => {
    const known = plans.get(hook);
    const isSame =
      known !== undefined &&
      known.handlers === handlers &&
      (!known.isCustom || known.definition === options.definition(hook));
    if (isSame) return known;
    const plan = planHook(options.definition(hook), handlers, options);
    plans.set(hook, plan);
    return plan;
  };
}
