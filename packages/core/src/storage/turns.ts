/** Lets callers of this process through one at a time for each name, in the order in which they came. */
export interface Turns {
  /** Resolves when it is the caller's turn, to what ends it. Throws when `waiting` is aborted first. */
  take(name: string, waiting: AbortSignal): Promise<() => void>;
  /** The names for which somebody has a turn. */
  taken(): readonly string[];
}

/** Makes turns that nobody has yet. */
export function createTurns(): Turns {
  const lines = new Map<string, Set<() => void>>();
  const end = (name: string) => {
    const line = lines.get(name) ?? new Set();
    const [next] = line;
    if (next === undefined) lines.delete(name);
    else next();
  };
  return {
    async take(name, waiting) {
      waiting.throwIfAborted();
      const line = lines.get(name);
      if (line) await standIn(line, waiting);
      else lines.set(name, new Set());
      return () => end(name);
    },
    taken: () => [...lines.keys()],
  };
}

function standIn(line: Set<() => void>, waiting: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = () => {
      leave();
      resolve();
    };
    const giveUp = () => {
      leave();
      reject(waiting.reason as Error);
    };
    const leave = () => {
      line.delete(enter);
      waiting.removeEventListener("abort", giveUp);
    };
    line.add(enter);
    waiting.addEventListener("abort", giveUp, { once: true });
  });
}
