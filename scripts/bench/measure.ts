/** Measures what takes less than a microsecond on a machine that others use too. */

/** Something that is measured: what it does once, which may give a promise. */
export type Work = () => unknown;

const rounds = 60;
/** How long each is run before it is measured, in milliseconds: V8 optimizes on a thread that others may keep waiting. */
const warmUpMs = 700;
/** Long enough for the clock, short enough that most rounds are not interrupted. */
const batch = 1000;

async function timeOnce(work: Work): Promise<number> {
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

/** Nanoseconds that each takes, by name: medians of many short rounds in which all take turns. */
export async function measure(works: Readonly<Record<string, Work>>): Promise<ReadonlyMap<string, number>> {
  const times = new Map(Object.keys(works).map((name): [string, number[]] => [name, []]));
  for (const work of Object.values(works)) await warm(work);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, work] of Object.entries(works)) times.get(name)?.push(await timeOnce(work));
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

/** The one in the middle. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
