import { diagnose } from "./diagnostics/catalogue.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { LoadStage } from "./loading/loader.js";

/** What is done with a plugin that is being loaded. */
export type StartupStage = LoadStage | "services";

/** What the watch needs. */
export interface StartupWatchOptions {
  report(diagnostic: Diagnostic): void;
  /** How long a plugin may take before that is said, and how long until it is said again, in milliseconds; 5 s. */
  readonly afterMs?: number;
}

/** A plugin that is not done yet. */
export interface WaitedFor {
  readonly plugin: string;
  readonly stage: StartupStage;
  /** Since its first stage began, in milliseconds. */
  readonly forMs: number;
}

/** Says while plugins are being loaded which of them is waited for. */
export interface StartupWatch {
  /** A stage of a plugin began, its first or its next. */
  begin(plugin: string, stage: StartupStage): void;
  /** The plugin is done, or was given up. */
  end(plugin: string): void;
  /** Who is waited for now, the longest first. */
  readonly waiting: readonly WaitedFor[];
  /** Nothing is said any more. */
  dispose(): void;
}

/** Makes a watch that reports `STARTUP_WAITING`. Its timer keeps no process alive. */
export function createStartupWatch({ report, afterMs = 5000 }: StartupWatchOptions): StartupWatch {
  const begun = new Map<string, { readonly stage: StartupStage; readonly since: number }>();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const waiting = (): readonly WaitedFor[] => {
    const now = performance.now();
    const all = [...begun].map(([plugin, { stage, since }]) => ({ plugin, stage, forMs: now - since }));
    return all.toSorted((one, other) => other.forMs - one.forMs);
  };
  const arm = (inMs: number) => {
    timer = setTimeout(look, inMs);
    timer.unref();
  };
  const look = () => {
    timer = undefined;
    const [longest, ...others] = waiting();
    if (!longest) return;
    // A timer may come a little before its time.
    const isLong = Math.ceil(longest.forMs) >= afterMs;
    if (isLong)
      report(diagnose("STARTUP_WAITING", { plugins: inWords([longest, ...others]) }, { plugin: longest.plugin }));
    arm(isLong ? afterMs : afterMs - longest.forMs);
  };
  return {
    begin(plugin, stage) {
      if (isOver) return;
      begun.set(plugin, { stage, since: begun.get(plugin)?.since ?? performance.now() });
      if (!timer) arm(afterMs);
    },
    end(plugin) {
      begun.delete(plugin);
      if (begun.size > 0) return;
      clearTimeout(timer);
      timer = undefined;
    },
    get waiting() {
      return waiting();
    },
    dispose() {
      isOver = true;
      clearTimeout(timer);
      begun.clear();
    },
  };
}

const mostNamed = 10;

function inWords(all: readonly WaitedFor[]): string {
  const named = all.slice(0, mostNamed).map(({ plugin, stage, forMs }) => {
    return `${plugin} (${stage}, ${Math.max(1, Math.round(forMs / 1000))} s)`;
  });
  return all.length > mostNamed ? `${named.join(", ")} and ${all.length - mostNamed} more` : named.join(", ");
}
