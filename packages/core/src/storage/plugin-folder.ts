import type { JsonValue } from "@mortise/sdk";
import { isThere, namesIn, readHead, readText, removeDurably, writeDurably } from "./durable-file.js";
import { entryKey, entryText, entryValue, longestHead } from "./entry.js";
import type { Faults } from "./faults.js";
import { filesOf, isValueFile, stemIn, type KeyFiles } from "./layout.js";

/** The files of one plugin's storage. Whoever writes or removes holds the key's lock. Throws errors of `faults` only. */
export interface PluginFolder {
  read(files: KeyFiles, key: string): Promise<JsonValue | undefined>;
  write(files: KeyFiles, key: string, json: string): Promise<void>;
  /** Removes the value and what a process may have left that died while writing; tells whether there was a value. */
  remove(files: KeyFiles): Promise<boolean>;
  /** Whether any of these files is there. */
  hasAny(paths: readonly string[]): Promise<boolean>;
  /** The stems of all keys that have a file of any kind. */
  stems(): Promise<readonly string[]>;
  /** All keys that have a value, in no order. */
  keys(): Promise<readonly string[]>;
}

/** The storage in `folder`, which need not be there yet. */
export function openPluginFolder(folder: string, faults: Faults): PluginFolder {
  const onDisk = <Result>(path: string, work: Promise<Result>): Promise<Result> =>
    work.catch((error: unknown) => {
      throw faults.unavailable(path, error);
    });
  const whole = <Result>(path: string, parse: () => Result): Result => {
    try {
      return parse();
    } catch (error) {
      throw faults.corrupt(path, error);
    }
  };
  const names = () => onDisk(folder, namesIn(folder));
  return {
    async read({ value }, key) {
      const text = await onDisk(value, readText(value));
      return text === undefined ? undefined : whole(value, () => entryValue(text, key));
    },
    write: ({ value, draft }, key, json) => onDisk(value, writeDurably(value, draft, entryText(key, json))),
    async remove({ value, draft }) {
      await onDisk(draft, removeDurably(draft));
      return onDisk(value, removeDurably(value));
    },
    hasAny: async (paths) => (await Promise.all(paths.map((path) => onDisk(path, isThere(path))))).includes(true),
    stems: async () => (await names()).flatMap((name) => stemIn(name) ?? []),
    async keys() {
      const found: string[] = [];
      for (const name of (await names()).filter(isValueFile)) {
        const { value } = filesOf(folder, stemIn(name) ?? "");
        const head = await onDisk(value, readHead(value, longestHead));
        if (head !== undefined) found.push(whole(value, () => entryKey(head)));
      }
      return found;
    },
  };
}
