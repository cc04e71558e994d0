import type { Trigger } from "./activation/trigger.js";
import { compileFilters, type EventTest } from "./calling/filter.js";
import { foldId } from "./catalog/candidate.js";
import { providedIds } from "./catalog/manifest.js";
import { hooksKey } from "./catalog/vocabulary.js";
import type { ControlPlane } from "./control-plane.js";
import { declaredFilters } from "./loading/handler-options.js";
import type { OnLoadRun } from "./loading/load-batch.js";

/** Sees to it that a hook's owners are loaded before it is called. */
export interface HookOwners {
  /**
   * Loads the owners of a hook, once; asking again costs a look-up. With an event, those whose manifest says that they
   * do not want such a one are left alone. `asker`: the `onLoad` that calls the hook; then it rejects with
   * `RUNTIME_NOT_READY` where that would wait for itself.
   */
  prepare(hook: string, event?: unknown, asker?: OnLoadRun): Promise<void>;
  /** Who owns a hook may be otherwise now. */
  forget(): void;
}

/** What finding a hook's owners needs. */
export interface HookOwnersOptions {
  controlPlane(): ControlPlane;
  /** Loads what a trigger needs, but for some, by folded id. */
  ensure(trigger: Trigger, without?: ReadonlySet<string>, asker?: OnLoadRun): Promise<unknown>;
  load(plugins: readonly string[], asker?: OnLoadRun): Promise<void>;
}

type Filters = ReadonlyMap<string, EventTest>;

const filters = new WeakMap<ControlPlane, Map<string, Filters>>();

/** Makes the owners of a host's hooks. */
export function createHookOwners({ controlPlane, ensure, load }: HookOwnersOptions): HookOwners {
  const prepared = new Map<string, Promise<void>>();
  const once = (name: string, without: ReadonlySet<string>, asker: OnLoadRun | undefined): Promise<void> => {
    // Others wait for what is being prepared; who must not wait for itself asks for itself.
    if (asker?.isRunning === true) return ensure({ kind: "hook", name }, without, asker).then(() => undefined);
    const key = without.size === 0 ? name : `${name} filtered`;
    const known = prepared.get(key);
    if (known) return known;
    const preparing = ensure({ kind: "hook", name }, without).then(() => undefined);
    prepared.set(key, preparing);
    // What is required for it and does not run may be there the next time.
    preparing.catch(() => prepared.get(key) === preparing && prepared.delete(key));
    return preparing;
  };
  return {
    prepare(name, event, asker) {
      const filtered = filtersOf(name, controlPlane());
      if (filtered.size === 0 || event === undefined) return once(name, nobody, asker);
      const wanted = [...filtered].flatMap(([id, test]) => (test(event) ? [id] : []));
      const others = once(name, new Set(filtered.keys()), asker);
      return wanted.length === 0 ? others : Promise.all([others, load(wanted, asker)]).then(() => undefined);
    },
    forget: () => prepared.clear(),
  };
}

const nobody: ReadonlySet<string> = new Set();

/** The plugins whose manifest says which events of a hook they want, with the test; by folded id. */
function filtersOf(hook: string, controlPlane: ControlPlane): Filters {
  const known = filters.get(controlPlane) ?? new Map<string, Filters>();
  filters.set(controlPlane, known);
  const found = known.get(hook) ?? readFilters(hook, controlPlane);
  known.set(hook, found);
  return found;
}

function readFilters(hook: string, { order }: ControlPlane): Filters {
  return new Map(
    order.flatMap((candidate) => {
      const isOwner = providedIds(candidate.manifest, hooksKey).includes(hook);
      const test = isOwner ? compileFilters(declaredFilters(candidate, hook)) : undefined;
      return test ? [[foldId(candidate.id), test] as const] : [];
    }),
  );
}
