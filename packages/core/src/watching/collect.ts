import { statSync } from "node:fs";

/** How long nothing may happen before changes are told, in milliseconds. */
const quietMs = 30;
/** How long an empty file is taken for one that is about to be written. */
const emptyMs = 100;
/** A file that never rests, such as a log, is told of after this long all the same. */
const longestMs = 2_000;
/** When a file that was told of is looked at once more: the watcher drops events that follow each other closely. */
const secondLookMs = 120;

/** What is done with changes. */
export interface CollectorOptions {
  /** Takes the files that changed; never called before it is done with those before. */
  onFiles(files: readonly string[]): void | Promise<void>;
  /** Called a while after paths were told of, for what was missed. */
  onSettled(paths: readonly string[]): void;
  /** Hears what `onFiles` threw. */
  onError(error: unknown): void;
}

/** Gathers changes until they rest. */
export interface Collector {
  add(file: string): void;
  /** Has `onSettled` called for a path a while from now. */
  settle(path: string): void;
  close(): void;
}

/** Makes a collector that is empty. */
export function createCollector({ onFiles, onSettled, onError }: CollectorOptions): Collector {
  /** What the files looked like when they were last looked at. */
  const pending = new Map<string, FileState>();
  const later = new Set<NodeJS.Timeout>();
  let timer: NodeJS.Timeout | undefined;
  let since = 0;
  let isBusy = false;
  let isClosed = false;

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(look, quietMs);
  };
  const look = () => {
    timer = undefined;
    if (isBusy || isClosed || pending.size === 0) return;
    if (isBeingWritten(pending, performance.now() - since)) wait();
    else void deliver();
  };
  const deliver = async () => {
    const told = new Map(pending);
    pending.clear();
    isBusy = true;
    after(() => {
      for (const [file, state] of told) if (markOf(file) !== state.mark) add(file);
      onSettled([...told.keys()]);
    });
    try {
      await onFiles([...told.keys()]);
    } catch (error) {
      onError(error);
    }
    isBusy = false;
    wait();
  };
  const after = (action: () => void) => {
    const started = setTimeout(() => {
      later.delete(started);
      action();
    }, secondLookMs);
    later.add(started);
  };
  const add = (file: string) => {
    if (isClosed) return;
    if (pending.size === 0) since = performance.now();
    pending.set(file, stateOf(file));
    if (timer === undefined || performance.now() - since < longestMs) wait();
  };
  return {
    add,
    settle: (path) => void (isClosed || after(() => onSettled([path]))),
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const started of later) clearTimeout(started);
      later.clear();
    },
  };
}

interface FileState {
  readonly mark: string;
  readonly isEmpty: boolean;
}

/** Whether one of the files changed since it was last looked at, or is empty still; looks at them. */
function isBeingWritten(files: Map<string, FileState>, ageMs: number): boolean {
  let isWritten = false;
  for (const [file, before] of files) {
    const now = stateOf(file);
    files.set(file, now);
    isWritten ||= now.mark !== before.mark ? ageMs < longestMs : now.isEmpty && ageMs < emptyMs;
  }
  return isWritten;
}

/** What tells the versions of a file apart without reading it. */
export function markOf(file: string): string {
  return stateOf(file).mark;
}

function stateOf(file: string): FileState {
  try {
    const { size, mtimeMs, ino } = statSync(file);
    return { mark: `${size} ${mtimeMs} ${ino}`, isEmpty: size === 0 };
  } catch {
    return { mark: "absent", isEmpty: false };
  }
}
