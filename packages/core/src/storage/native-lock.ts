import { createRequire } from "node:module";

/** Asks the operating system for an exclusive lock on an open file; false where somebody else holds it. */
export type TryLock = (fd: number) => boolean;

/**
 * The operating system's file locks, which Node itself does not offer. Such a lock ends with the process that holds it,
 * however that ends, and is never mistaken for a dead one because its holder is slow or asleep.
 *
 * Throws where the library has nothing for this platform.
 */
export function loadTryLock(): Promise<TryLock> {
  return (loading ??= load());
}

let loading: Promise<TryLock> | undefined;

async function load(): Promise<TryLock> {
  try {
    return (await import("fs-native-extensions")).tryLock;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ADDON_NOT_FOUND" || process.platform !== "linux") throw error;
    return tryLockBesideGlibc();
  }
}

/**
 * The library does not look for its addon on Linux with musl (Alpine), although the one for glibc calls nothing that musl
 * lacks.
 */
export function tryLockBesideGlibc(): TryLock {
  const addon = `fs-native-extensions/prebuilds/linux-${process.arch}/fs-native-extensions.node`;
  const { tryLock } = createRequire(import.meta.url)(addon) as {
    tryLock(fd: number, offset: number, length: number, isExclusive: boolean): void;
  };
  return (fd) => {
    try {
      tryLock(fd, 0, 0, true);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return false;
      throw error;
    }
  };
}
