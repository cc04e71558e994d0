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
    const bytes = readBytes(file, stats.size, mostBytes);
    const isCut = bytes.length > mostBytes;
    return { text: bytes.toString("utf8", 0, isCut ? mostBytes : bytes.length), stats, isCut };
  } finally {
    closeSync(file);
  }
}

/** One byte more than asked for tells that there is more. The size is a hint: files below /proc have none. */
function readBytes(file: number, size: number, mostBytes: number): Buffer {
  let bytes = fill(file, Buffer.allocUnsafe(Math.min(size, mostBytes) + 1));
  while (bytes.isFull && bytes.read.length <= mostBytes) {
    const more = fill(file, Buffer.allocUnsafe(64 * 1024));
    bytes = { read: Buffer.concat([bytes.read, more.read]), isFull: more.isFull };
  }
  return bytes.read;
}

function fill(file: number, room: Buffer): { readonly read: Buffer; readonly isFull: boolean } {
  let filled = 0;
  for (let read = -1; read !== 0 && filled < room.length; filled += read) {
    read = readSync(file, room, filled, room.length - filled, null);
  }
  return { read: room.subarray(0, filled), isFull: filled === room.length };
}

/** Why a file could not be read, without the path, which the diagnostic names itself. */
export function readingProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : message.replace(/^\w+: /, "").replace(/, \w+(?: '.*')?$/s, "");
}
