import { queryObjects, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What is left on the heap when all that can be was collected. */
export interface HeapLook {
  /** Machine code that V8 makes now and then, and what belongs to it, count too. */
  readonly bytes: number;
  /** Objects, arrays, functions, promises: all that a program can make; 0 where they were not counted. */
  readonly objects: number;
}

/** Collects and looks; counting the objects takes a second or more. */
export async function collectedHeap(isCounting: boolean): Promise<HeapLook> {
  for (let round = 0; round < 4; round += 1) {
    collect();
    await new Promise((resolve) => void setImmediate(resolve));
  }
  const objects = isCounting ? queryObjects(Object, { format: "count" }) : 0;
  collect();
  return { bytes: process.memoryUsage().heapUsed, objects };
}

function collect(): void {
  if (globalThis.gc === undefined) {
    setFlagsFromString("--expose-gc");
    globalThis.gc = runInNewContext("gc") as NonNullable<typeof globalThis.gc>;
  }
  globalThis.gc?.();
  // V8 of Node 22 and newer also keeps what it compiled lately, until memory runs short: this is that case.
  globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
}

/** How much the later half of measurements is above the earlier half; the median of each. */
export function growthOf(measured: readonly number[]): number {
  const half = measured.length >> 1;
  return median(measured.slice(half)) - median(measured.slice(0, half));
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN;
}

/** How often each kind of timer, handle and request is there: `Timeout 2`. */
export function activeHandles(): string {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return (
    [...counts]
      .map(([kind, count]) => `${kind} ${count}`)
      .toSorted()
      .join(", ") || "none"
  );
}
