import { open, stat, unlink, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ifThere, makeFolder } from "./durable-file.js";
import { loadTryLock, type TryLock } from "./native-lock.js";

/** The longest time between two looks at a lock that somebody else holds, in milliseconds. */
const longestPause = 16;

/** A lock that is held. */
export interface HeldLock {
  /** Gives it back. */
  release(): Promise<void>;
  /** Removes the lock's file; whoever waits at it finds that out. Never rejects; the release is still due. */
  removeFile(): Promise<void>;
}

/**
 * Takes the lock that is the file at `path`, which is made, with its folder, where it is not there. Waits while somebody
 * else holds it, in this process or another; throws when `waiting` is aborted first.
 */
export async function takeLock(path: string, waiting: AbortSignal): Promise<HeldLock> {
  const tryLock = await loadTryLock();
  for (let pause = 1; ; pause = Math.min(pause * 2, longestPause)) {
    const file = await lockNow(path, tryLock);
    if (file) return { release: () => file.close(), removeFile: () => removeFile(path) };
    await sleep(pause * (0.5 + Math.random()), undefined, { signal: waiting });
  }
}

/** Opens the file and locks it, if that can be done at once. */
export async function lockNow(path: string, tryLock: TryLock): Promise<FileHandle | undefined> {
  const file = await openOrMake(path);
  let isHeld = false;
  try {
    isHeld = tryLock(file.fd) && (await stillStandsAt(path, file));
  } finally {
    if (!isHeld) await file.close();
  }
  return isHeld ? file : undefined;
}

async function openOrMake(path: string): Promise<FileHandle> {
  const file = await ifThere(open(path, "a", 0o600));
  if (file) return file;
  await makeFolder(dirname(path));
  return open(path, "a", 0o600);
}

/** A lock on a file that was removed meanwhile keeps nobody out. */
async function stillStandsAt(path: string, file: FileHandle): Promise<boolean> {
  const [here, there] = await Promise.all([file.stat({ bigint: true }), ifThere(stat(path, { bigint: true }))]);
  return here.ino === there?.ino && here.dev === there.dev;
}

/**
 * On Windows the name of a removed file is not free before all have closed it, and opening it fails meanwhile. A file that
 * stays harms nobody.
 */
async function removeFile(path: string): Promise<void> {
  if (process.platform !== "win32") await unlink(path).catch(() => undefined);
}
