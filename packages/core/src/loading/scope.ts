import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { messageOf } from "../diagnostics/error.js";

/** What lives as long as a plugin is loaded: its signal, its timers, what it asked to run at the end. */
export interface Scope {
  readonly signal: AbortSignal;
  readonly onDispose: (dispose: () => unknown) => void;
  readonly setTimeout: (run: () => void, milliseconds: number) => { dispose(): void };
  readonly setInterval: (run: () => void, milliseconds: number) => { dispose(): void };
  /** Ends it: aborts the signal, then runs the disposers, last first. Never rejects; a second call does nothing. */
  dispose(): Promise<void>;
}

/** Makes the scope of one plugin; `report` hears of disposers that fail. */
export function createScope(plugin: string, report: (diagnostic: Diagnostic) => void): Scope {
  const controller = new AbortController();
  const disposers = new Set<() => unknown>();
  const timer = (start: () => NodeJS.Timeout, stop: (timer: NodeJS.Timeout) => void) => {
    const running = start();
    const dispose = () => {
      stop(running);
      disposers.delete(dispose);
    };
    disposers.add(dispose);
    return { dispose };
  };
  return {
    signal: controller.signal,
    onDispose: (dispose) => void disposers.add(dispose),
    setTimeout(run, milliseconds) {
      const handle = timer(() => setTimeout(() => (handle.dispose(), run()), milliseconds), clearTimeout);
      return handle;
    },
    setInterval: (run, milliseconds) => timer(() => setInterval(run, milliseconds), clearInterval),
    async dispose() {
      controller.abort();
      for (const dispose of [...disposers].toReversed()) {
        disposers.delete(dispose);
        try {
          await dispose();
        } catch (error) {
          report(diagnose("DISPOSE_FAILED", { reason: messageOf(error) }, { plugin }));
        }
      }
    },
  };
}
