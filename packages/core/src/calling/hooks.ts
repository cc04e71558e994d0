import type { HookDefinition, HookEvent, HookMap, HookResult } from "@mortise/sdk";
import type { HookRegistration } from "../loading/registration.js";
import { isPromiseLike } from "./bounded.js";
import { gate, type GateOutcome } from "./gate.js";
import { callHandler, type HandlerCallOptions, type HookBounds } from "./handler-call.js";
import { modify } from "./modify.js";

/** The names of the hooks of a list that are of one kind; the compiler refuses the wrong runner. */
export type HooksOfKind<Hooks extends HookMap, Kind extends HookDefinition["kind"]> = {
  [Name in keyof Hooks & string]: Hooks[Name]["kind"] extends Kind ? Name : never;
}[keyof Hooks & string];

/** What the runner needs. */
export interface HookRunnerOptions extends HandlerCallOptions {
  /** The handlers in order, at the time of asking. */
  handlers(hook: string): readonly HookRegistration[];
}

/** Calls the handlers of hooks: one runner for each kind. */
export interface HookRunner<Hooks extends HookMap> {
  /** Calls all handlers together and ignores what they return. Resolves when the last has ended. */
  observe<Name extends HooksOfKind<Hooks, "observe">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Promise<void>;
  /** Calls the handlers in order and joins their results as the hook says; nothing where none gave one. */
  modify<Name extends HooksOfKind<Hooks, "modify">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Promise<HookResult<Hooks[Name]> | undefined>;
  /** Calls the handlers in order until one claims the event. */
  claim<Name extends HooksOfKind<Hooks, "claim">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Promise<HookResult<Hooks[Name]> | undefined>;
  /** Calls the handlers in order; each may replace the event or block it. */
  gate<Name extends HooksOfKind<Hooks, "gate">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Promise<GateOutcome<HookEvent<Hooks[Name]>>>;
}

/** What a hook without handlers comes to; most emissions are of this kind, so they share it. */
const nothing = Promise.resolve(undefined);

const unbounded: HookBounds = Object.freeze({});

/** Makes the runner. Nothing else calls a handler. */
export function createHookRunner<Hooks extends HookMap>(options: HookRunnerOptions): HookRunner<Hooks> {
  return {
    observe(hook, event, bounds = unbounded) {
      const handlers = options.handlers(hook);
      return handlers.length === 0 ? nothing : observe(handlers, event, bounds, options);
    },
    modify(hook, event, bounds = unbounded) {
      const handlers = options.handlers(hook);
      return (handlers.length === 0 ? nothing : modify(handlers, event, bounds, options)) as Promise<never>;
    },
    claim(hook, event, bounds = unbounded) {
      const handlers = options.handlers(hook);
      return (handlers.length === 0 ? nothing : claim(handlers, event, bounds, options)) as Promise<never>;
    },
    gate(hook, event, bounds = unbounded) {
      return gate(options.handlers(hook), event, bounds, options) as Promise<GateOutcome<never>>;
    },
  };
}

function observe(
  handlers: readonly HookRegistration[],
  event: unknown,
  bounds: HookBounds,
  options: HandlerCallOptions,
): Promise<void> {
  const pending = handlers.map((handler) => callHandler(handler, event, bounds, options)).filter(isPromiseLike);
  return pending.length === 0 ? nothing : Promise.all(pending).then(() => undefined);
}

async function claim(
  handlers: readonly HookRegistration[],
  event: unknown,
  bounds: HookBounds,
  options: HandlerCallOptions,
): Promise<unknown> {
  for (const handler of handlers) {
    const called = callHandler(handler, event, bounds, options);
    const result = isPromiseLike(called) ? await called : called;
    if ((result as { handled?: unknown } | undefined | null)?.handled === true) return result;
  }
  return undefined;
}
