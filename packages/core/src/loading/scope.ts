import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { blame } from "./blame.js";
import { withinDeadline } from "./deadline.js";

/** What lives as long as a plugin is loaded: its signal, its timers, what it asked to run at the end. */
export interface Scope {
  readonly signal: AbortSignal;
  readonly onDispose: (dispose: () => unknown) => void;
  readonly setTimeout: (run: () => unknown, milliseconds: number) => { dispose(): void };
  readonly setInterval: (run: () => unknown, milliseconds: number) => { dispose(): void };
  /** Ends it: aborts the signal, then runs the disposers, last first. Never rejects; a second call waits for the first. */
  dispose(): Promise<void>;
}

/** Whose scope it is. */
export interface ScopeOptions {
  readonly plugin: string;
  /** The plugin's folder. */
  readonly root: string;
  /** Hears of disposers and timers that fail. */
  report(diagnostic: Diagnostic): void;
}

/** How long one disposer may take, in milliseconds. */
export const disposeDeadlineMs = 10_000;

/** Makes the scope of one plugin. Once it has ended nothing can be added: a disposer runs at once, a timer never does. */
export function createScope(options: ScopeOptions): Scope {
  // Made when it is first read: most plugins never do, and it costs more than all the rest of a plugin's api.
  let controller: AbortController | undefined;
  const openController = () => {
    controller = new AbortController();
    if (isOver) controller.abort();
    return controller;
  };
  const ends = new Set<{ readonly run: () => unknown }>();
  let ending: Promise<void> | undefined;
  let isOver = false;
  const timer = (start: (failed: (error: unknown) => void) => () => void) => {
    if (isOver) return { dispose: () => {} };
    const stop = start((error) => reportFailure("TIMER_FAILED", error, options));
    const end = { run: () => (ends.delete(end), stop()) };
    ends.add(end);
    return { dispose: end.run };
  };
  const runAll = async () => {
    isOver = true;
    controller?.abort();
    for (const end of [...ends].toReversed()) await runDisposer(end.run, options);
    ends.clear();
  };
  return {
    get signal() {
      return (controller ?? openController()).signal;
    },
    onDispose: (dispose) => void (isOver ? runDisposer(dispose, options) : ends.add({ run: dispose })),
    setTimeout: (run, milliseconds) => {
      const handle = timer((failed) => {
        const running = setTimeout(() => (handle.dispose(), guard(run, failed)), milliseconds);
        return () => clearTimeout(running);
      });
      return handle;
    },
    setInterval: (run, milliseconds) =>
      timer((failed) => {
        const running = setInterval(guard, milliseconds, run, failed);
        return () => clearInterval(running);
      }),
    dispose: () => (ending ??= runAll()),
  };
}

/** Nobody stands above a timer to catch what it throws or rejects with; left alone, it would end the process. */
function guard(run: () => unknown, failed: (error: unknown) => void): void {
  try {
    Promise.resolve(run()).catch(failed);
  } catch (error) {
    failed(error);
  }
}

/** Runs what ends something of a plugin; what goes wrong is reported. Never rejects. */
export async function runDisposer(dispose: () => unknown, options: ScopeOptions): Promise<void> {
  try {
    const tooLong = () => new Error(`it took longer than ${disposeDeadlineMs} ms`);
    await withinDeadline(Promise.resolve(dispose()), disposeDeadlineMs, tooLong);
  } catch (error) {
    reportFailure("DISPOSE_FAILED", error, options);
  }
}

function reportFailure(
  code: "TIMER_FAILED" | "DISPOSE_FAILED",
  error: unknown,
  { plugin, root, report }: ScopeOptions,
) {
  const { reason, place } = blame(error, root);
  report(diagnose(code, { reason }, { plugin, ...place }));
}
