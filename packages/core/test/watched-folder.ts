import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, vi } from "vitest";
import { watchFiles, type WatchedChanges, type WatchTarget } from "../src/watching/watch.js";
import { folderWith, writeFiles, type Files } from "./folder.js";

/** A folder that is watched. */
export interface WatchedFolder {
  readonly folder: string;
  /** What was told so far. */
  readonly told: WatchedChanges[];
  /** What all that was told comes to. */
  all(): { plugins: readonly string[]; roots: boolean; config: boolean; files: readonly string[] };
  targets: WatchTarget[];
  refresh(): Promise<void>;
  close(): Promise<void>;
  write(files: Files): void;
  remove(path: string): void;
  /** Waits until something was told of a file. */
  toldOf(path: string): Promise<void>;
}

/** How a folder is watched. */
export interface WatchedOptions {
  readonly ignored?: readonly string[];
  onChange?(changes: WatchedChanges): void | Promise<void>;
}

/** Watches a folder of plugins `a` and `b`, a loose one, and a config file. */
export async function watching(
  files: Files = {},
  { ignored = [], onChange }: WatchedOptions = {},
): Promise<WatchedFolder> {
  const folder = folderWith({
    "mortise.jsonc": "{}",
    "plugins/a/index.js": "1",
    "plugins/a/lib/helper.js": "1",
    "plugins/b/index.js": "1",
    "loose/alone.js": "1",
    "loose/other.js": "1",
    ...files,
  });
  const at = (path: string) => join(folder, path);
  const told: WatchedChanges[] = [];
  const state = {
    targets: [
      { kind: "config", path: at("mortise.jsonc") },
      { kind: "root", path: at("plugins") },
      { kind: "plugin", plugin: "a", path: at("plugins/a") },
      { kind: "plugin", plugin: "b", path: at("plugins/b") },
      { kind: "plugin", plugin: "alone", path: at("loose/alone.js") },
    ] as WatchTarget[],
  };
  const watch = await watchFiles({
    targets: () => state.targets,
    ignored: ignored.map(at),
    onError: (error) => expect.unreachable(String(error)),
    async onChange(changes) {
      told.push(changes);
      await onChange?.(changes);
    },
  });
  onTestFinished(() => watch.close());
  return Object.assign(state, {
    folder,
    told,
    all: () => ({
      plugins: [...new Set(told.flatMap(({ plugins }) => plugins))].toSorted(),
      roots: told.some(({ roots }) => roots),
      config: told.some(({ config }) => config),
      files: [...new Set(told.flatMap((changes) => changes.files))]
        .map((file) => file.slice(folder.length + 1))
        .toSorted(),
    }),
    refresh: watch.refresh,
    close: watch.close,
    write: (changed: Files) => writeFiles(folder, changed),
    remove: (path: string) => rmSync(at(path), { recursive: true }),
    toldOf: (path: string) =>
      vi.waitFor(() => expect(told.flatMap((changes) => changes.files)).toContain(at(path)), {
        timeout: 10_000,
        interval: 5,
      }),
  });
}

/** Enough for whatever is still to be told; nothing is asserted about how long it takes. */
export const rest = () => wait(400);
