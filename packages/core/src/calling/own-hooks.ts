import type { HookDefinition, HookMap } from "@mortise/sdk";
import type { HookRunner } from "./hooks.js";

/**
 * Calls hooks that plugins declare as their own, by the kind that their manifest gives them. Listeners are loaded first.
 * Nothing happens for a hook that nobody declares.
 */
export function createEmitter<Hooks extends HookMap>(
  known: ReadonlyMap<string, HookDefinition>,
  hooks: HookRunner<Hooks>,
  prepareHook: (hook: string, event: unknown) => Promise<void>,
): (hook: string, event: unknown) => Promise<unknown> {
  return async (hook, event) => {
    const definition = known.get(hook);
    if (!definition) return undefined;
    await prepareHook(hook, event);
    const run = hooks[definition.kind] as unknown as (name: string, given: unknown) => unknown;
    return run(hook, event);
  };
}
