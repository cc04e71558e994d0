import { mkdir, open, readFile, readdir, rename, rm, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const isWindows = process.platform === "win32";

/** What `work` gives, or nothing where the file or folder is not there. */
export async function ifThere<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whether a file is there. */
export async function isThere(path: string): Promise<boolean> {
  return (await ifThere(stat(path))) !== undefined;
}

/** A file's text, or nothing where there is no file. */
export function readText(path: string): Promise<string | undefined> {
  return ifThere(readFile(path, "utf8"));
}

/** The first bytes of a file as text, or nothing where there is no file. */
export async function readHead(path: string, mostBytes: number): Promise<string | undefined> {
  const file = await ifThere(open(path, "r"));
  try {
    const read = await file?.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
    return read?.buffer.toString("utf8", 0, read.bytesRead);
  } finally {
    await file?.close();
  }
}

/** The names in a folder; none where there is no folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await ifThere(readdir(folder))) ?? [];
}

/**
 * Writes a file whole or not at all, by way of `draft`, which must lie beside it and be nobody else's meanwhile. Once this
 * resolves a loss of power does not undo it.
 */
export async function writeDurably(path: string, draft: string, text: string): Promise<void> {
  try {
    const file = await open(draft, "w", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Removes a file so that a loss of power does not bring it back; tells whether it was there. */
export async function removeDurably(path: string): Promise<boolean> {
  const wasThere = (await ifThere(unlink(path).then(() => true))) ?? false;
  if (wasThere) await syncFolder(dirname(path));
  return wasThere;
}

/** Makes a folder, and those above it, for this user alone. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** Windows refuses while somebody has the old file open to read it, which ends soon. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      const mayPass = isWindows && ["EPERM", "EACCES", "EBUSY"].includes(String((error as { code?: unknown }).code));
      if (!mayPass || tries === 100) throw error;
    }
    await sleep(10);
  }
}

/** Makes the names in a folder durable; Windows does so by itself, and some network disks cannot. */
async function syncFolder(folder: string): Promise<void> {
  if (isWindows) return;
  const opened = await open(folder, "r");
  try {
    await opened.sync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EINVAL") throw error;
  } finally {
    await opened.close();
  }
}
