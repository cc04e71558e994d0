import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { readTextFile, readingProblem } from "../config/text-file.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { fromKept, toKept } from "./kept-verdict.js";
import type { Question } from "./question.js";
import type { ConfigVerdict } from "./verdict.js";

/** Changes whenever a verdict could come out otherwise: the version of Ajv, of its formats, of this code. */
export const recipe = "ajv 8.20.0, ajv-formats 3.0.1, mortise 5";

/** More verdicts than this are not kept; the oldest go first. */
const mostVerdicts = 2000;

/** A file that is larger is not ours. */
const mostBytes = 32 * 1024 * 1024;

/** Remembers what schemas said of configs, in a file of the user's cache folder (mode 0600, written by rename). */
export interface VerdictStore {
  /** What was said of the very same question; of one that cannot be written as JSON nothing is known. */
  find(question: Question): ConfigVerdict | undefined;
  remember(question: Question, verdict: ConfigVerdict): void;
  /** Writes what is new. Gives a diagnostic where that cannot be done; nothing else depends on it. */
  flush(): Promise<Diagnostic | undefined>;
}

/** The file's content. */
interface StoreFile {
  readonly recipe: string;
  /** Keys the hashes, so that one prepared for other files tells nothing about short secrets in this one. */
  readonly key: string;
  /** A name, then what is kept under it, and so on: of an object with as many names the reading takes three times as long. */
  readonly verdicts: readonly unknown[];
}

/** What is known of the file. */
interface Stored {
  readonly key: string;
  /** Each as it is kept. */
  readonly verdicts: ReadonlyMap<unknown, unknown>;
}

/** A store in `folder`, or one that forgets where there is none. Nothing is read before the first question. */
export function createVerdictStore(folder: string | undefined): VerdictStore {
  const path = folder === undefined ? undefined : join(folder, "config-verdicts.json");
  const fresh = new Map<string, ConfigVerdict>();
  let loaded: Stored | undefined;
  let hasLooked = path === undefined;
  const stored = (): Stored | undefined => {
    if (!hasLooked && path !== undefined) loaded = readStore(path);
    hasLooked = true;
    return loaded;
  };
  const file = (): Stored => (loaded = stored() ?? newStore());
  return {
    find({ text }) {
      if (text === undefined || (fresh.size === 0 && stored() === undefined)) return undefined;
      const { key, verdicts } = file();
      const name = nameOf(key, text);
      return fresh.get(name) ?? fromKept(verdicts.get(name));
    },
    remember({ text }, verdict) {
      if (text !== undefined) fresh.set(nameOf(file().key, text), verdict);
    },
    async flush() {
      if (path === undefined || fresh.size === 0) return undefined;
      try {
        const written = new Map(fresh);
        loaded = await writeStore(path, file(), written);
        // Others may have come while it was written.
        for (const name of written.keys()) fresh.delete(name);
        return undefined;
      } catch (error) {
        return diagnose("CONFIG_CACHE_UNWRITABLE", { file: path, reason: readingProblem(error) }, { path });
      }
    },
  };
}

/** Node's own, which takes longer to load than a list of plugins whose configs nobody ever checked may take. */
const crypto = () => process.getBuiltinModule("node:crypto");

/** All of a question in one hash, keyed: thousands are asked at a start, and each hash costs more than what is hashed. */
function nameOf(key: string, text: string): string {
  return crypto().hash("sha256", `${key}\n${text}`, "base64url");
}

function newStore(): Stored {
  return { key: crypto().randomBytes(32).toString("base64url"), verdicts: new Map() };
}

/** The file, where it is ours and of this recipe; nothing else is believed. */
function readStore(path: string): Stored | undefined {
  try {
    const { text, stats, isCut } = readTextFile(path, mostBytes);
    const othersMayWrite =
      process.platform !== "win32" && ((stats.mode & 0o022) !== 0 || stats.uid !== process.getuid?.());
    if (isCut || othersMayWrite) return undefined;
    const { recipe: made, key, verdicts } = JSON.parse(text) as StoreFile;
    const isWhole = made === recipe && typeof key === "string" && key.length > 20 && Array.isArray(verdicts);
    return isWhole ? { key, verdicts: byName(verdicts) } : undefined;
  } catch {
    return undefined;
  }
}

function byName(pairs: StoreFile["verdicts"]): Stored["verdicts"] {
  const named = new Map<unknown, unknown>();
  for (let index = 0; index < pairs.length; index += 2) named.set(pairs[index], pairs[index + 1]);
  return named;
}

/** Joins with what another process may have written meanwhile, where it uses the same key. */
async function writeStore(
  path: string,
  { key, verdicts }: Stored,
  fresh: ReadonlyMap<string, ConfigVerdict>,
): Promise<Stored> {
  const now = readStore(path);
  const known = new Map(now?.key === key ? now.verdicts : verdicts);
  for (const [name, verdict] of fresh) known.set(name, toKept(verdict));
  const kept = [...known].slice(-mostVerdicts);
  const joined: StoreFile = { recipe, key, verdicts: kept.flat() };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Else the new file would be given to whoever owned the old one.
  const chown = process.getuid && process.getgid ? { uid: process.getuid(), gid: process.getgid() } : undefined;
  const { default: writeFileAtomic } = await import("write-file-atomic");
  await writeFileAtomic(path, JSON.stringify(joined), { mode: 0o600, ...(chown && { chown }) });
  return { key, verdicts: new Map(kept) };
}
