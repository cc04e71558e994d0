import { placeOf } from "./catalog/candidate.js";
import { diagnose } from "./diagnostics/catalogue.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { PluginInstance } from "./loading/instance.js";

/** Ends instances that are in no generation any more, once nobody uses them. */
export interface Retirement {
  /**
   * Disposes an instance when its last call has ended and no view of an older generation can reach it, and at the latest
   * when the grace period is over. Resolves at once for one that is still used.
   */
  retire(instance: PluginInstance): Promise<void>;
  /** Something to wait for before the host is closed. */
  track(ending: Promise<void> | undefined): void;
  /** A view that reads an older generation; gives what ends it. */
  enter(reaches: (instance: PluginInstance) => boolean): () => void;
  /** Resolves when all is disposed; those that are still used are given the grace period. */
  settled(): Promise<void>;
}

interface Open {
  readonly promise: Promise<void>;
  resolve(): void;
}

function open(): Open {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve: () => resolve() };
}

interface View {
  readonly reaches: (instance: PluginInstance) => boolean;
  readonly left: Promise<void>;
}

/** @param graceMs how long calls may still run on an instance that was replaced, in milliseconds */
export function createRetirement(graceMs: number, report: (diagnostic: Diagnostic) => void): Retirement {
  const views = new Set<View>();
  const endings = new Set<Promise<void>>();
  const track = (ending: Promise<void>) => {
    endings.add(ending);
    void ending.finally(() => endings.delete(ending)).catch(() => {});
    return ending;
  };
  const unused = async (instance: PluginInstance): Promise<void> => {
    for (;;) {
      const seen = [...views].filter(({ reaches }) => reaches(instance));
      if (seen.length === 0 && instance.use.calls === 0) return;
      await Promise.all([instance.use.idle(), ...seen.map(({ left }) => left)]);
    }
  };
  const whenUnused = async (instance: PluginInstance) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(resolve, graceMs, "late");
    });
    const outcome = await Promise.race([unused(instance), late]);
    clearTimeout(timer);
    const { id, use, candidate } = instance;
    if (outcome === "late") {
      const path = candidate.manifestPath ?? placeOf(candidate);
      report(diagnose("CALLS_UNFINISHED", { id, count: use.calls, grace: graceMs }, { plugin: id, path }));
    }
    await instance.dispose();
  };
  return {
    retire(instance) {
      const isUsed = instance.use.calls > 0 || [...views].some(({ reaches }) => reaches(instance));
      const ending = track(isUsed ? whenUnused(instance) : instance.dispose());
      return isUsed ? Promise.resolve() : ending;
    },
    track: (ending) => void (ending && track(ending)),
    enter(reaches) {
      const left = open();
      const view = { reaches, left: left.promise };
      views.add(view);
      return () => {
        views.delete(view);
        left.resolve();
      };
    },
    async settled() {
      while (endings.size > 0) await Promise.allSettled(endings);
    },
  };
}
