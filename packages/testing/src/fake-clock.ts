import { install } from "@sinonjs/fake-timers";

/** Time that stands still until a test moves it. */
export interface FakeClock extends Disposable {
  /** Milliseconds since the epoch, as `Date.now()` has it. */
  readonly now: number;
  /** How many timers wait. */
  readonly waiting: number;
  /** Moves time on. What comes due runs in its order, and promises are settled in between. */
  advance(milliseconds: number): Promise<void>;
  /** Gives the process its own time back; calling it again does nothing. */
  restore(): void;
}

/** What plugins tell time by; not what a process needs to go on: immediates, ticks, microtasks. */
const faked = ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] as const;

/**
 * Puts a clock of the test in place of the process's: `api.setTimeout`, `api.setInterval`, the global timers, `Date` and
 * `performance.now()`, deadlines of the host included. Works with any test runner.
 *
 * ```ts
 * using clock = fakeClock();
 * await clock.advance(60_000);
 * ```
 *
 * @param now where it starts, in milliseconds since the epoch; 0 unless given
 */
export function fakeClock(now = 0): FakeClock {
  const clock = install({ now, toFake: [...faked] });
  let isOver = false;
  const restore = (): void => {
    if (!isOver) clock.uninstall();
    isOver = true;
  };
  return {
    get now() {
      return clock.now;
    },
    get waiting() {
      return clock.countTimers();
    },
    advance: async (milliseconds) => void (await clock.tickAsync(milliseconds)),
    restore,
    [Symbol.dispose]: restore,
  };
}
