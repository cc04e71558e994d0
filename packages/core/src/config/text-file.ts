import { closeSync, constants, fstatSync, readSync, type Stats } from "node:fs";
import { openSync } from "./disk.js";

/** A file that was read, or the beginning of one that is larger than was asked for. */
export interface TextFile {
  /** UTF-8, at most as many bytes of it as was asked for. */
  readonly text: string;
  /** Of the file that was read, not of whatever stands at its path later. */
  readonly stats: Stats;
  /** More is there than was asked for. */
  readonly isCut: boolean;
}

// A pipe that nobody writes to must not stop the host.
const withoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a regular file, once opened, so that what is measured is what is read. Throws what the file system throws, and
 * for pipes, devices and folders.
 */
export function readTextFile(path: string, mostBytes: number): TextFile {
  const file = openSync(path, withoutWaiting);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error("it is not a regular file");
    const length = readBytes(file, stats.size, mostBytes);
    return { text: room.toString("utf8", 0, Math.min(length, mostBytes)), stats, isCut: length > mostBytes };
  } finally {
    closeSync(file);
  }
}

// One room for all files, because hundreds are read at a start and each text is made at once.
let room = Buffer.allocUnsafe(64 * 1024);

/**
 * Fills the room from its beginning and gives how much of it is filled. One byte more than asked for tells that there is
 * more. The size is a hint: files below /proc have none. Where there was room for more and no more came, that is the end.
 */
function readBytes(file: number, size: number, mostBytes: number): number {
  makeRoom(Math.min(size, mostBytes) + 1);
  for (let length = 0; ;) {
    if (length === room.length) makeRoom(Math.min(length * 2, mostBytes + 1));
    const read = readSync(file, room, length, Math.min(room.length, mostBytes + 1) - length, null);
    length += read;
    if (read === 0 || length === size || length > mostBytes) return length;
  }
}

function makeRoom(length: number): void {
  if (length <= room.length) return;
  const larger = Buffer.allocUnsafe(length);
  room.copy(larger);
  room = larger;
}

/** Why a file could not be read, without the path, which the diagnostic names itself. */
export function readingProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : message.replace(/^\w+: /, "").replace(/, \w+(?: '.*')?$/s, "");
}
