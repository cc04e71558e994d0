import { markOf } from "./collect.js";
import type { WatchedChanges } from "./targets.js";

/** A file that matters, and whose it is. */
export interface PatrolledFile {
  readonly file: string;
  /** The plugin that it belongs to; absent: it is the config file. */
  readonly plugin?: string;
}

/** What going the rounds needs. */
export interface PatrolOptions {
  files(): readonly PatrolledFile[];
  /** Takes what changed and was not told. */
  onMissed(changes: WatchedChanges): void | Promise<void>;
  /** In milliseconds; 1000 unless given. */
  readonly everyMs?: number;
}

/** Looks at the files that matter now and then: systems drop events when they are busy, and an edit must not be lost. */
export interface Patrol {
  /** What changed of these files, and which files matter now, is known. Of others nothing is: they may have changed since. */
  noted(changed: readonly string[]): void;
  close(): void;
}

/**
 * Begins its rounds. A change that is still not noted at the next round was missed: those that the watcher tells of are
 * taken over long before.
 */
export function createPatrol({ files, onMissed, everyMs = 1000 }: PatrolOptions): Patrol {
  let known = marksOf(files());
  let suspected = new Map<string, string>();
  let isBusy = false;
  const noted = (changed: readonly string[]) => {
    const now = new Set(changed);
    const marks = marksOf(files());
    known = new Map([...marks].map(([file, mark]) => [file, now.has(file) ? mark : (known.get(file) ?? mark)]));
  };
  const look = async () => {
    const all = files();
    const changed = all.filter(({ file }) => known.has(file) && known.get(file) !== markOf(file));
    const missed = changed.filter(({ file }) => suspected.get(file) === markOf(file));
    suspected = marksOf(changed);
    if (missed.length === 0 || isBusy) return;
    isBusy = true;
    const plugins = new Set(missed.flatMap(({ plugin }) => plugin ?? []));
    const roots = missed.some(({ file }) => markOf(file) === "absent");
    const config = missed.some(({ plugin }) => plugin === undefined);
    await onMissed({ plugins: [...plugins], roots, config, files: missed.map(({ file }) => file) });
    isBusy = false;
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return { noted, close: () => clearInterval(timer) };
}

function marksOf(files: readonly PatrolledFile[]): Map<string, string> {
  return new Map(files.map(({ file }) => [file, markOf(file)]));
}
