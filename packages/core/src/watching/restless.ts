import type { WatchedChanges } from "./targets.js";

/** A file that changes so often, in milliseconds, and so many times in a row, may be written by what is loaded from it. */
const soonMs = 2000;
const mostInARow = 5;

/** The longest that a file that never rests waits for the next look, in milliseconds. */
const longestMs = 60_000;

/** Files that change again and again: a plugin that writes beside itself would otherwise be loaded anew for ever. */
export interface Restless {
  /** The files among those that changed that are to be taken over now; the rest are caught up with when they rest. */
  calmOf(found: WatchedChanges): readonly string[];
  /** Nothing is caught up with any more. */
  close(): void;
}

/** Who hears of them. */
export interface RestlessOptions {
  /** A file has changed too often, for the first time in a row. */
  restless(file: string): void;
  /** A file that was left out has come to rest, or was waited for long enough: the last change of it counts. */
  catchUp(found: WatchedChanges): void;
}

interface Row {
  at: number;
  length: number;
  /** Each time later, because what writes the file may be what was loaded from it. */
  waitMs: number;
  timer?: NodeJS.Timeout;
}

/** Makes a watch over files that never rest. */
export function createRestless({ restless, catchUp }: RestlessOptions): Restless {
  const rows = new Map<string, Row>();
  const catchUpLater = (file: string, row: Row, found: WatchedChanges) => {
    clearTimeout(row.timer);
    row.timer = setTimeout(() => {
      row.at = performance.now();
      row.waitMs = Math.min(row.waitMs * 2, longestMs);
      catchUp({ ...found, files: [file] });
    }, row.waitMs);
    row.timer.unref();
  };
  const isCalm = (file: string, found: WatchedChanges): boolean => {
    const now = performance.now();
    const known = rows.get(file);
    const row = known && now - known.at < soonMs ? known : { at: now, length: 0, waitMs: soonMs };
    if (row !== known) clearTimeout(known?.timer);
    rows.set(file, row);
    row.at = now;
    row.length += 1;
    if (row.length < mostInARow) return true;
    if (row.length === mostInARow) restless(file);
    catchUpLater(file, row, found);
    return false;
  };
  return {
    calmOf: (found) => found.files.filter((file) => isCalm(file, found)),
    close() {
      for (const { timer } of rows.values()) clearTimeout(timer);
    },
  };
}
