import type { PluginStorage } from "@mortise/sdk";
import { alone, type Exclusion, type KeyWork } from "./alone.js";
import { filesOf, pluginFolder, stemOf, type KeyFiles } from "./layout.js";
import type { HeldLock } from "./lock.js";
import { openPluginFolder } from "./plugin-folder.js";
import { createTurns } from "./turns.js";
import { createWaits } from "./waits.js";

/** Whose space it is. */
export interface KeySpaceOptions extends Omit<Exclusion, "turns" | "waits"> {
  /** The host's state folder. */
  readonly state: string;
  readonly plugin: string;
}

/** A plugin's storage for keys that are known to be valid; values are given as JSON. */
export interface KeySpace extends Omit<PluginStorage, "set"> {
  set(key: string, json: string): Promise<void>;
}

/** Opens a plugin's storage. Nothing is made on the disk before the first key is. */
export function openKeySpace({ state, plugin, ...rest }: KeySpaceOptions): KeySpace {
  const path = pluginFolder(state, plugin);
  const { faults, signal } = rest;
  const exclusion: Exclusion = { ...rest, turns: createTurns(), waits: createWaits(signal, rest.patienceMs) };
  const folder = openPluginFolder(path, faults);
  const change = <Result>(stem: string, key: string, how: Pick<KeyWork<Result>, "run" | "isNeeded">) =>
    alone(exclusion, { stem, key, files: filesOf(path, stem), ...how });
  const remove = async (files: KeyFiles, lock: HeldLock) => {
    const wasThere = await folder.remove(files);
    await lock.removeFile();
    return wasThere;
  };
  const removeIf = async (stem: string, key: string, present: (files: KeyFiles) => readonly string[]) =>
    (await change(stem, key, { isNeeded: (files) => folder.hasAny(present(files)), run: remove })) ?? false;
  return {
    get: (key) => folder.read(filesOf(path, stemOf(key)), key),
    set: (key, json) => change(stemOf(key), key, { run: (files) => folder.write(files, key, json) }),
    delete: (key) => removeIf(stemOf(key), key, ({ value }) => [value]),
    update: (key, changed) =>
      change(stemOf(key), key, {
        async run(files, lock) {
          const next = await changed(await folder.read(files, key));
          if (signal.aborted) throw faults.closed();
          if (next === undefined) await remove(files, lock);
          else await folder.write(files, key, faults.jsonOf(key, next));
          return next;
        },
      }),
    keys: async (prefix = "") => (await folder.keys()).filter((key) => key.startsWith(prefix)).sort(),
    async clear() {
      // Also what calls that came before this one are about to write.
      const stems = new Set([...exclusion.turns.taken(), ...(await folder.stems())]);
      const failures: unknown[] = [];
      for (const stem of stems) {
        await removeIf(stem, stem, Object.values).catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
