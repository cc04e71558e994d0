import type { FSWatcher } from "chokidar";
import { createCollector, markOf } from "./collect.js";
import { folderIdentity, missedFiles, nearestFolder } from "./missed.js";
import { watchScope, type WatchedChanges, type WatchTarget } from "./targets.js";

export type { WatchedChanges, WatchTarget } from "./targets.js";

/** What is watched, and who hears of it. */
export interface WatchOptions {
  /** Asked at the start and by `refresh`. */
  targets(): readonly WatchTarget[];
  /** Folders below which nothing counts, absolute, links resolved: state, cache. Targets that lie there do. */
  readonly ignored?: readonly string[];
  /** Takes what changed; never called again before it is done. What it throws goes to `onError`. */
  onChange(changes: WatchedChanges): void | Promise<void>;
  /** Hears that watching itself fails, such as when the system allows no further watches. */
  onError(error: unknown): void;
}

/** Files that are being watched. */
export interface FileWatch {
  /** Asks for the targets again. Resolves when they are watched. */
  refresh(): Promise<void>;
  /** Nothing is told from now on. Resolves when the system's watches are given back. */
  close(): Promise<void>;
}

/**
 * Watches plugins, the folders where they may appear, and the config file; resolves when it does. Changes are told about
 * 30 ms after they rest, and files that are still being written are waited for.
 */
export async function watchFiles(options: WatchOptions): Promise<FileWatch> {
  const watch = new Watch(options);
  await watch.refresh();
  return { refresh: () => watch.refresh(), close: () => watch.close() };
}

class Watch {
  readonly #options: WatchOptions;
  #scope = watchScope([], []);
  #watcher: FSWatcher | undefined;
  #identities = new Map<string, string>();
  /** Files that the watcher could not be brought to know of; told of once. */
  readonly #unknown = new Set<string>();
  #queue: Promise<void> = Promise.resolve();
  #isClosed = false;
  readonly #collector = createCollector({
    onFiles: (files) => this.#tell(files),
    onSettled: (paths) => void this.#enqueue(() => this.#catchUp(paths)).catch(() => {}),
    onError: (error) => this.#options.onError(error),
  });

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  refresh(): Promise<void> {
    const before = this.#scope;
    this.#scope = watchScope(this.#options.targets(), this.#options.ignored ?? []);
    return before.includes(this.#scope) ? this.#queue : this.#enqueue(() => this.#replace());
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#collector.close();
    await this.#queue;
    await this.#watcher?.close();
  }

  async #tell(files: readonly string[]): Promise<void> {
    const changes = this.#scope.classify(files);
    if (changes.plugins.length > 0 || changes.roots || changes.config) await this.#options.onChange(changes);
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(() => (this.#isClosed ? undefined : work()));
    this.#queue = done.catch((error: unknown) => this.#options.onError(error));
    return done;
  }

  /** The old watcher goes when the new one listens, so that nothing is missed in between. */
  async #replace(): Promise<void> {
    const old = this.#watcher;
    this.#watcher = await this.#open();
    await old?.close();
  }

  /**
   * A watcher shares the system's watches with others of the same path, also those of a folder that is not there any
   * more: all must be given back before they are had anew. What changes meanwhile is found by looking.
   */
  async #restart(folders: readonly string[]): Promise<void> {
    const files = missedFiles(folders, {}, (path) => this.#scope.isIgnored(path));
    const marks = new Map(files.map((file) => [file, markOf(file)]));
    await this.#watcher?.close();
    this.#watcher = await this.#open();
    for (const file of missedFiles(folders, {}, (path) => this.#scope.isIgnored(path)))
      if (markOf(file) !== marks.get(file)) this.#collector.add(file);
  }

  async #open(): Promise<FSWatcher | undefined> {
    if (this.#scope.bases.length === 0) return undefined;
    const { watch } = await import("chokidar");
    const ignored = (path: string) => this.#scope.isIgnored(path);
    const watcher = watch([...this.#scope.bases], {
      ignoreInitial: true,
      atomic: false,
      followSymlinks: false,
      ignored,
    });
    watcher.on("error", (error) => this.#options.onError(error));
    watcher.on("all", (event, path) => this.#hear(event, path));
    await new Promise<void>((resolve) => watcher.once("ready", resolve));
    const folders = Object.keys(watcher.getWatched());
    this.#identities = new Map(folders.map((folder) => [folder, folderIdentity(folder)]));
    return watcher;
  }

  #hear(event: string, path: string): void {
    this.#unknown.delete(path);
    if (event === "addDir") this.#collector.settle(path);
    else if (event !== "unlinkDir") this.#collector.add(path);
  }

  /** Looks for what the watcher missed near these paths, and begins anew where it did. */
  async #catchUp(paths: readonly string[]): Promise<void> {
    const isIgnored = (path: string) => this.#scope.isIgnored(path) || this.#unknown.has(path);
    const missed = missedFiles(paths, this.#watcher?.getWatched() ?? {}, isIgnored);
    for (const file of missed) {
      this.#unknown.add(file);
      this.#collector.add(file);
    }
    const folders = [...new Set(paths.map(nearestFolder))];
    const isAnew = folders.map((folder) => this.#isOther(folder)).includes(true);
    if (missed.length > 0 || isAnew) await this.#restart(folders);
  }

  /** Whether a folder is another than the one that was watched under this path. */
  #isOther(folder: string): boolean {
    const [before, now] = [this.#identities.get(folder), folderIdentity(folder)];
    this.#identities.set(folder, now);
    return before !== undefined && before !== now;
  }
}
