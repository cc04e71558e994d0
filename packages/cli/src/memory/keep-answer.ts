import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { watchDisk, type DiskLook } from "@mortise/core/catalog";
import { changedAfter, composeAnswer, identify, isSet, realOf, type KnownPath } from "./answer-file.js";
import type { Question } from "./question.js";

/** A file that changed this short a time before it was read may change again and look the same, in milliseconds. */
const settleMs = 100;

/**
 * Answers a question, and keeps the answer with everything that was looked at for it, as it was before it was looked at.
 * Not kept is an answer that asked for the whole environment, or that stands on a file that has only just changed.
 *
 * @param answer is given the environment to read from, so that it is known what was asked for
 */
export async function answerAndKeep(
  { key, path, program, env }: Question,
  answer: (env: NodeJS.ProcessEnv) => Promise<string>,
): Promise<string> {
  const watch = createWatch(env);
  watch.look({ kind: "entry", path: program });
  const stop = watchDisk(watch.look);
  try {
    const text = await answer(watch.env);
    if (watch.isSound()) keep(path, composeAnswer({ key, paths: watch.paths(), env: watch.asked }, text));
    return text;
  } finally {
    stop();
  }
}

/** Notes what is looked at, and how it stood before. */
function createWatch(env: NodeJS.ProcessEnv) {
  const latest = Date.now() - settleMs;
  const entries = new Map<string, string>();
  const reals = new Map<string, string>();
  const asked: Record<string, boolean> = {};
  let isBoundless = false;
  const ask = (name: string | symbol) => void (typeof name === "string" && (asked[name] = isSet(env[name])));
  return {
    asked,
    // However it is asked; asking for all names at once is asking for more than can be kept.
    env: new Proxy(env, {
      get: (target, name) => (ask(name), Reflect.get(target, name) as string | undefined),
      has: (target, name) => (ask(name), Reflect.has(target, name)),
      getOwnPropertyDescriptor: (target, name) => (ask(name), Reflect.getOwnPropertyDescriptor(target, name)),
      ownKeys: (target) => ((isBoundless = true), Reflect.ownKeys(target)),
    }),
    look(look: DiskLook): void {
      if (look.kind === "real") reals.set(look.path, reals.get(look.path) ?? realOf(look.path));
      else entries.set(look.path, entries.get(look.path) ?? identify(look.path));
    },
    isSound: () => !isBoundless && ![...entries.values()].some((identity) => changedAfter(identity, latest)),
    paths: (): readonly KnownPath[] => [
      ...[...entries].map(([path, identity]) => ["entry", path, identity] as const),
      ...[...reals].map(([path, real]) => ["real", path, real] as const),
    ],
  };
}

/** An answer that cannot be kept is made anew next time; nothing else is lost. */
function keep(path: string, text: string): void {
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
    renameSync(temporary, path);
  } catch {
    // The cache folder may be read-only or full.
  }
}
