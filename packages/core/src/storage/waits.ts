/** A wait that has begun. */
export interface Wait {
  /** Aborted when the plugin is unloaded or patience is at its end, unless the wait ends before. */
  readonly signal: AbortSignal;
  /** Ends it. */
  end(): void;
}

/** Begins the waits of one plugin. */
export interface Waits {
  begin(): Wait;
}

/**
 * Makes them for a plugin that is unloaded when `unloaded` is aborted; each wait has `patienceMs` milliseconds. All share
 * one listener: Node warns of more than ten on a signal, and a thousand calls may be waiting.
 */
export function createWaits(unloaded: AbortSignal, patienceMs: number): Waits {
  const running = new Set<AbortController>();
  const giveUp = () => {
    for (const controller of running) controller.abort();
  };
  unloaded.addEventListener("abort", giveUp, { once: true });
  return {
    begin() {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), patienceMs);
      running.add(controller);
      return {
        signal: controller.signal,
        end: () => {
          clearTimeout(timer);
          running.delete(controller);
        },
      };
    },
  };
}
