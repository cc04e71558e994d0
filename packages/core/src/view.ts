import type { ActivationPlan } from "./activation/plan.js";
import type { Trigger } from "./activation/trigger.js";
import { foldId } from "./catalog/candidate.js";
import type { CallSource } from "./calls.js";
import type { Generations } from "./generations.js";
import type { PluginInstance } from "./loading/instance.js";
import { extendRegistry } from "./registry/extended.js";
import type { Registry } from "./registry/registry.js";
import type { Retirement } from "./retirement.js";

/** A source of calls that keeps to one generation, until it is let go. */
export interface View extends CallSource {
  /** Loads what a trigger needs. */
  ensure(trigger: Trigger | string): Promise<ActivationPlan>;
  /** What was replaced since may be disposed. */
  release(): void;
}

/** What a view is a view of. */
export interface ViewOptions {
  readonly generations: Generations;
  readonly retirement: Retirement;
  ensure(trigger: Trigger | string): Promise<ActivationPlan>;
  load(plugins: readonly string[]): Promise<void>;
  prepareHook(hook: string, event?: unknown): Promise<void>;
}

/**
 * The generation of now, kept to however much is changed meanwhile: whoever calls through it never sees two instances of
 * one plugin. Plugins that it is the first to need join it.
 */
export function openView({ generations, retirement, ensure, load, prepareHook }: ViewOptions): View {
  const now = { registry: generations.current };
  let seen = now.registry;
  const follow = () => {
    const { current } = generations;
    if (current === seen) return;
    seen = current;
    if (isExtension(now.registry, current)) now.registry = current;
    else if (hasMore(current, now.registry)) now.registry = extendRegistry(now.registry, current);
  };
  const leave = retirement.enter((instance: PluginInstance) => {
    return now.registry.instances.get(foldId(instance.id))?.use === instance.use;
  });
  return {
    now,
    registry: () => now.registry,
    async ensure(trigger) {
      const plan = await ensure(trigger);
      follow();
      return plan;
    },
    async load(plugins) {
      await load(plugins);
      follow();
    },
    async prepareHook(hook, event) {
      await prepareHook(hook, event);
      follow();
    },
    release: leave,
  };
}

/** Whether everything that is loaded in one generation is loaded in the other, the very same. */
function isExtension(one: Registry, other: Registry): boolean {
  if (one === other) return true;
  for (const [id, { use }] of one.instances) if (other.instances.get(id)?.use !== use) return false;
  return true;
}

/** Whether something is loaded in one generation that is not in the other at all. */
function hasMore(one: Registry, other: Registry): boolean {
  for (const id of one.instances.keys()) if (!other.instances.has(id)) return true;
  return false;
}
