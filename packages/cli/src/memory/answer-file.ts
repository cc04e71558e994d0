import { readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

/** A path that was looked at, and how it stood (see `identify`); or where its links led. */
export type KnownPath = readonly ["entry" | "real", path: string, found: string];

/** What must still hold for an answer to be good. */
interface AnswerGround {
  /** Everything the answer depends on that is no file. */
  readonly key: string;
  readonly paths: readonly KnownPath[];
  /** Environment variables that were asked for, and whether they were set; their values are nobody's business. */
  readonly env: Readonly<Record<string, boolean>>;
}

const slots = 16;

/** Where the answer to a question lies. Few are kept: a newer one takes an older one's place. */
export function answerPath(cache: string, key: string): string {
  let hash = 0;
  for (const sign of key) hash = (Math.imul(hash, 31) + (sign.codePointAt(0) ?? 0)) | 0;
  return join(cache, "answers", `list-${Math.abs(hash) % slots}`);
}

/** What tells a file from any other, and from itself before a change: every change moves the time of change. */
export function identify(path: string): string {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? "absent" : `${stats.ino} ${stats.size} ${stats.ctimeMs}`;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

/** Whether a file changed after a point in time, by what `identify` said of it. */
export function changedAfter(identity: string, timeMs: number): boolean {
  return Number(identity.split(" ")[2] ?? 0) > timeMs;
}

/** Where a path's links lead; empty where that cannot be said. */
export function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return "";
  }
}

/** Whether a variable says something. */
export function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

/** The text of an answer's file: what it stands on in the first line, then the answer itself. */
export function composeAnswer(ground: AnswerGround, answer: string): string {
  return `${JSON.stringify(ground)}\n${answer}`;
}

/** The answer in a file, if it is ours, to this question, and everything that it stands on is as it was. */
export function readAnswer(path: string, key: string, env: NodeJS.ProcessEnv): string | undefined {
  try {
    const { mode, uid } = statSync(path);
    if (process.platform !== "win32" && ((mode & 0o022) !== 0 || uid !== process.getuid?.())) return undefined;
    const text = readFileSync(path, "utf8");
    const end = text.indexOf("\n");
    const ground = JSON.parse(text.slice(0, end)) as AnswerGround;
    return ground.key === key && holds(ground, env) ? text.slice(end + 1) : undefined;
  } catch {
    return undefined;
  }
}

function holds({ paths, env: known }: AnswerGround, env: NodeJS.ProcessEnv): boolean {
  for (const [kind, path, found] of paths) {
    if ((kind === "real" ? realOf(path) : identify(path)) !== found) return false;
  }
  return Object.entries(known).every(([name, wasSet]) => isSet(env[name]) === wasSet);
}
