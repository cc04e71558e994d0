/** Measures on a machine that others use too: what is compared takes turns, and a round that was interrupted counts little. */

/** Something that is measured: what it does once, which may give a promise. */
export type Work = () => unknown;

const rounds = 60;
/** How long each is run before it is measured, in milliseconds: V8 optimizes on a thread that others may keep waiting. */
const warmUpMs = 700;
/** Long enough for the clock, short enough that most rounds are not interrupted. */
const batch = 1000;

/** Of what gives no promise, without asking for one each time, which takes longer than some of it. */
function timeSync(work: Work): number {
  const begun = process.hrtime.bigint();
  for (let count = 0; count < batch; count += 1) work();
  return Number(process.hrtime.bigint() - begun) / batch;
}

async function timeOnce(work: Work): Promise<number> {
  const first = work();
  if (!(first instanceof Promise)) return timeSync(work);
  await first;
  const begun = process.hrtime.bigint();
  for (let count = 0; count < batch; count += 1) {
    const given = work();
    if (given instanceof Promise) await given;
  }
  return Number(process.hrtime.bigint() - begun) / batch;
}

async function warm(work: Work): Promise<void> {
  for (const until = performance.now() + warmUpMs; performance.now() < until;) {
    await timeOnce(work);
    // Lets timers and what V8 has ready come in between.
    await new Promise(setImmediate);
  }
}

/**
 * For what takes less than a microsecond. Nanoseconds that each takes, by name: medians of many short rounds in which all
 * take turns. What it takes to call something that does nothing is taken off each: it is the measuring's own.
 */
export async function measure(works: Readonly<Record<string, Work>>): Promise<ReadonlyMap<string, number>> {
  const all = [["", () => {}] as const, ...Object.entries(works)].map(([name, work]) => ({
    name,
    work,
    times: [] as number[],
  }));
  for (const { work } of all) await warm(work);
  for (let round = 0; round < rounds; round += 1) {
    for (const { work, times } of all) times.push(await timeOnce(work));
  }
  const [empty = 0, ...medians] = all.map(({ times }) => median(times));
  return new Map(Object.keys(works).map((name, index) => [name, (medians[index] ?? Number.NaN) - empty]));
}

/** The one in the middle. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Something that says itself how long it took, in milliseconds: another process, or a part of some work. */
export type Trial = () => number | Promise<number>;

/**
 * For what takes milliseconds or more: the least that each trial took, in milliseconds, by name, of rounds in which all take
 * turns. The least, because the machine only ever makes things slower.
 */
export async function leastOf<Name extends string>(
  trials: Readonly<Record<Name, Trial>>,
  rounds: number,
): Promise<Readonly<Record<Name, number>>> {
  const least = Object.fromEntries(Object.keys(trials).map((name) => [name, Infinity])) as Record<Name, number>;
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, trial] of Object.entries(trials) as [Name, Trial][]) {
      least[name] = Math.min(least[name], await trial());
    }
  }
  return least;
}

/** Set by `--cpu`: what else the machine does is left out, and so is waiting. */
export const cpuVariable = "MORTISE_BENCH_CPU";

/** Milliseconds: of the clock, or with `--cpu` of the processor, all threads of this process together. */
export function now(): number {
  if (process.env[cpuVariable] !== "1") return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** How long some work takes, as a trial. */
export function timed(work: Work): Trial {
  return async () => {
    const begun = now();
    const given = work();
    if (given instanceof Promise) await given;
    return now() - begun;
  };
}
