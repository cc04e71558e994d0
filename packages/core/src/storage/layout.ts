import { createHash } from "node:crypto";
import { join } from "node:path";

/** The files of one key, absolute paths. */
export interface KeyFiles {
  /** The key and its value. */
  readonly value: string;
  /** What will be the value's file, while it is written; a leftover where a process died at it. */
  readonly draft: string;
  /** Held by whoever changes the key. */
  readonly lock: string;
}

const endings: Readonly<KeyFiles> = { value: ".json", draft: ".draft", lock: ".lock" };

/**
 * A plugin's folder within the state folder. Its name begins as the id does, for people, and ends with a hash, because
 * ids may differ by case alone or have characters that file names cannot.
 */
export function pluginFolder(state: string, plugin: string): string {
  const readable = plugin.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return join(state, "storage", `${readable.slice(0, 40)}-${hash(plugin).slice(0, 32)}`);
}

/** What the files of a key are named by, on every file system: 64 characters, lower case. */
export function stemOf(key: string): string {
  return hash(key);
}

/** The files of the key with this stem. */
export function filesOf(folder: string, stem: string): KeyFiles {
  const path = (ending: string) => join(folder, stem + ending);
  return { value: path(endings.value), draft: path(endings.draft), lock: path(endings.lock) };
}

/** The stem of a file that the host wrote; nothing for other people's files. */
export function stemIn(name: string): string | undefined {
  return /^([0-9a-f]{64})\.(?:json|draft|lock)$/.exec(name)?.[1];
}

/** Whether a file of this name holds a value. */
export function isValueFile(name: string): boolean {
  return stemIn(name) !== undefined && name.endsWith(endings.value);
}

/** Of the code units, because UTF-8 has one replacement for all halves of surrogate pairs. */
function hash(text: string): string {
  return createHash("sha256").update(Buffer.from(text, "utf16le")).digest("hex");
}
