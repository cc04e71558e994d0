import type { Handle, Service, ServiceHealth } from "@mortise/sdk";

/** What the ticker needs. */
export interface TickerOptions {
  /** How often it ticks, in milliseconds. */
  readonly tickMs: number;
  /** Starts an interval: `api.setInterval`, which unloading clears. */
  setInterval(run: () => void, milliseconds: number): Handle;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
}

/** So many ticks may be late before the service calls itself unwell. */
const lateTicks = 5;

/**
 * A service that ticks. Ticks come late when something blocks the process, so its health says how well the process
 * keeps time.
 */
export function createTicker({ tickMs, setInterval, now }: TickerOptions): Service {
  let interval: Handle | undefined;
  let ticks = 0;
  let last = 0;
  let longest = 0;
  const tick = () => {
    const moment = now();
    longest = Math.max(longest, moment - last);
    last = moment;
    ticks += 1;
  };
  return {
    id: "clock-ticker",
    async start() {
      interval?.dispose();
      [ticks, longest, last] = [0, 0, now()];
      interval = setInterval(tick, tickMs);
    },
    async stop() {
      interval?.dispose();
      interval = undefined;
    },
    health: async (): Promise<ServiceHealth> => {
      if (interval === undefined) return { ok: false, detail: "not running" };
      const sinceLast = now() - last;
      if (sinceLast > lateTicks * tickMs) return { ok: false, detail: `no tick for ${Math.round(sinceLast)} ms` };
      return { ok: true, detail: `${ticks} ticks, the longest gap ${Math.round(longest)} of ${tickMs} ms` };
    },
  };
}
