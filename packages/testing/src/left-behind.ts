import { createHook } from "node:async_hooks";
import { setTimeout as pause } from "node:timers/promises";

/** Sees what is changed in this process from when it was made until `stop`. */
export interface ProcessWatch {
  /** What has been added and is still there. What is only slow to end is waited for, up to `waitMs` milliseconds. */
  left(waitMs: number): Promise<readonly string[]>;
  /** Starts something, such as a wait of the test's own, whose timers do not count. */
  aside<Value>(start: () => Value): Value;
  stop(): void;
}

/** Starts to watch the process: listeners, timers, handles, environment, global names, current folder. */
export function watchProcess(): ProcessWatch {
  const before = lookAround();
  const timers = new Set<number>();
  // By hand, because a count of timers says nothing where others of the process come and go.
  const hook = createHook({
    init: (id, type) => void (type === "Timeout" && timers.add(id)),
    destroy: (id) => void timers.delete(id),
  }).enable();
  const added = () => {
    const more = [...lookAround()].filter(([name, often]) => often > (before.get(name) ?? 0));
    return [...more.map(([name]) => name.split("\n")[0] ?? ""), ...(timers.size > 0 ? ["a timer that runs"] : [])];
  };
  const aside = <Value>(start: () => Value): Value => {
    hook.disable();
    try {
      return start();
    } finally {
      hook.enable();
    }
  };
  return {
    async left(waitMs) {
      const end = performance.now() + waitMs;
      while (added().length > 0 && performance.now() < end) await aside(() => pause(20));
      return added();
    },
    aside,
    stop: () => void hook.disable(),
  };
}

/** What code can change without being asked to, with how often it is there. */
function lookAround(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (name: string, often = 1) => counts.set(name, (counts.get(name) ?? 0) + often);
  for (const event of process.eventNames()) {
    count(`a listener to the process's "${String(event)}"`, process.listenerCount(event));
  }
  for (const handle of process.getActiveResourcesInfo()) {
    if (!timerKinds.has(handle)) count(`a handle that keeps the process alive: ${handle}`);
  }
  // Each with its value, so that a change is news; the value itself may be a secret, and is never told.
  for (const [name, value] of Object.entries(process.env)) count(`the environment variable ${name}\n${value}`);
  for (const name of Object.getOwnPropertyNames(globalThis)) count(`the global name ${name}`);
  count(`the current folder ${process.cwd()}`);
  return counts;
}

const timerKinds: ReadonlySet<string> = new Set(["Timeout", "Immediate"]);
