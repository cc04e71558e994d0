import type { ReadyCandidate } from "../catalog/candidate.js";

type Config = Readonly<Record<string, unknown>>;

/** How often in a row one operation failed, and whether it is asked at all. Plain data: `calling/` decides by it. */
export interface BreakerState {
  /** Failures since the last success. */
  failures: number;
  /** Not asked before then, as `performance.now()` has it; 0 where it is asked. */
  openUntil: number;
  /** One call was let through to see whether it is well again. */
  isProbing: boolean;
  /** What the last failure was, in words. */
  reason: string;
}

/**
 * What calls share with the instance that they run on: each counts itself in and out, reads the config as it is now, and
 * leaves what it learned about the health of operations. Lives as long as the instance; shared by all its registrations.
 */
export class InstanceUse {
  readonly plugin: string;
  readonly candidate: ReadyCandidate;
  /** Calls that have begun and not ended; streams that they gave count until they end. */
  calls = 0;
  /** What a call's `context.config` is. */
  config: Config;
  /** Whether there are any: asked before each call, and a map's size costs more than all else that is asked then. */
  isFailing = false;
  /** It was disposed, or is being: nothing of it is to be called any more. */
  isOver = false;
  private states: Map<string, BreakerState> | undefined = undefined;
  /** Who waits for the last call to end. */
  private waiting: (() => void)[] | undefined = undefined;

  constructor(candidate: ReadyCandidate, config: Config) {
    this.plugin = candidate.id;
    this.candidate = candidate;
    this.config = config;
  }

  /**
   * By operation: `speech:espeak synthesize`, `hook:llm_input`. Only those that failed since their last success: made when
   * it is first asked for, since most instances never fail.
   */
  get breakers(): Map<string, BreakerState> {
    return (this.states ??= new Map());
  }

  /** A call ended. */
  leave(): void {
    this.calls -= 1;
    if (this.calls > 0 || this.waiting === undefined) return;
    const { waiting } = this;
    this.waiting = undefined;
    for (const go of waiting) go();
  }

  /** It stands where registrations are shown; the config in it is not to be. */
  toJSON(): string {
    return this.plugin;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `InstanceUse(${this.plugin})`;
  }

  /** Resolves when no call runs; at once where none does. */
  idle(): Promise<void> {
    return this.calls === 0 ? Promise.resolve() : new Promise((resolve) => void (this.waiting ??= []).push(resolve));
  }
}
