import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { blame } from "./blame.js";
import { withinDeadline } from "./deadline.js";

/** What a plugin holds of something that it asked for. */
interface Handle {
  dispose(): void;
}

/** Whose scope it is. */
export interface ScopeOptions {
  readonly plugin: string;
  /** The plugin's folder. */
  readonly root: string;
  /** Its module: where something failed, unless that says so itself. */
  readonly file?: string | undefined;
  /** Hears of disposers and timers that fail. */
  report(diagnostic: Diagnostic): void;
}

/** How long one disposer may take, in milliseconds. */
export const disposeDeadlineMs = 10_000;

/**
 * What lives as long as a plugin is loaded: its signal, its timers, what it asked to run at the end. Once it has ended
 * nothing can be added: a disposer runs at once, a timer never does.
 */
export class Scope {
  readonly #options: ScopeOptions;
  // Both made when they are first needed: most plugins never do, and a controller costs more than all the rest.
  #controller: AbortController | undefined;
  #ends: Set<{ readonly run: () => unknown }> | undefined;
  #ending: Promise<void> | undefined;
  #isOver = false;

  constructor(options: ScopeOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#isOver) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  onDispose(dispose: () => unknown): void {
    if (this.#isOver) void runDisposer(dispose, this.#options);
    else (this.#ends ??= new Set()).add({ run: dispose });
  }

  setTimeout(run: () => unknown, milliseconds: number): Handle {
    const handle = this.#timer((failed) => {
      const running = setTimeout(() => (handle.dispose(), guard(run, failed)), milliseconds);
      return () => clearTimeout(running);
    });
    return handle;
  }

  setInterval(run: () => unknown, milliseconds: number): Handle {
    return this.#timer((failed) => {
      const running = setInterval(guard, milliseconds, run, failed);
      return () => clearInterval(running);
    });
  }

  /** Ends it: aborts the signal, then runs the disposers, last first. Never rejects; a second call waits for the first. */
  dispose(): Promise<void> {
    return (this.#ending ??= this.#runAll());
  }

  #timer(start: (failed: (error: unknown) => void) => () => void): Handle {
    if (this.#isOver) return { dispose: () => {} };
    const stop = start((error) => reportFailure("TIMER_FAILED", error, this.#options));
    const ends = (this.#ends ??= new Set());
    const end = { run: () => (ends.delete(end), stop()) };
    ends.add(end);
    return { dispose: end.run };
  }

  async #runAll(): Promise<void> {
    this.#isOver = true;
    this.#controller?.abort();
    const ends = this.#ends ?? [];
    this.#ends = undefined;
    for (const end of [...ends].toReversed()) await runDisposer(end.run, this.#options);
  }
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
  { plugin, root, file: path, report }: ScopeOptions,
) {
  const { reason, place } = blame(error, root);
  report(diagnose(code, { reason }, { plugin, ...(path !== undefined && { path }), ...place }));
}
