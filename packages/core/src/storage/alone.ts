import { MortiseError } from "../diagnostics/error.js";
import type { Faults } from "./faults.js";
import type { KeyFiles } from "./layout.js";
import { takeLock, type HeldLock } from "./lock.js";
import type { Turns } from "./turns.js";
import type { Waits } from "./waits.js";

/** What keeps others out. */
export interface Exclusion {
  readonly turns: Turns;
  readonly waits: Waits;
  readonly faults: Faults;
  /** Aborted when the plugin is unloaded. */
  readonly signal: AbortSignal;
  /** How long each wait may take, in milliseconds; `waits` sees to it. */
  readonly patienceMs: number;
}

/** What is done to one key. */
export interface KeyWork<Result> {
  /** Names the key in this process. */
  readonly stem: string;
  /** Names the key to people. */
  readonly key: string;
  readonly files: KeyFiles;
  /** Asked once it is this call's turn: without need no lock is taken, and no file made. */
  isNeeded?(files: KeyFiles): Promise<boolean>;
  /** Runs while nobody else changes the key. */
  run(files: KeyFiles, lock: HeldLock): Promise<Result>;
}

/**
 * Runs `work` while nobody else changes the key: in this process in the order of the calls, by turns; among processes by
 * the operating system's lock. Gives nothing where there was no need.
 */
export async function alone<Result>(exclusion: Exclusion, work: KeyWork<Result>): Promise<Result | undefined> {
  const held = await enter(exclusion, work);
  if (held === undefined) return undefined;
  try {
    return await work.run(work.files, held.lock);
  } finally {
    await held.leave();
  }
}

/** Waits for the turn and the lock; gives nothing where there turns out to be no need. */
async function enter(
  { turns, waits, faults, signal, patienceMs }: Exclusion,
  { stem, key, files, isNeeded }: KeyWork<unknown>,
): Promise<{ readonly lock: HeldLock; leave(): Promise<void> } | undefined> {
  const wait = waits.begin();
  let endTurn = () => {};
  try {
    endTurn = await turns.take(stem, wait.signal);
    if (isNeeded !== undefined && !(await isNeeded(files))) {
      endTurn();
      return undefined;
    }
    const lock = await takeLock(files.lock, wait.signal);
    return { lock, leave: () => lock.release().finally(endTurn) };
  } catch (error) {
    endTurn();
    if (signal.aborted) throw faults.closed();
    if (wait.signal.aborted) throw faults.busy(key, patienceMs);
    throw error instanceof MortiseError ? error : faults.unavailable(files.lock, error);
  } finally {
    wait.end();
  }
}
