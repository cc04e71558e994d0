import fs from "node:fs";
import type { FileSystemAdapter } from "fast-glob";

/** A look that is about to be taken at the disk: what stands at a path (`entry`), or where its links lead (`real`). */
export interface DiskLook {
  readonly kind: "entry" | "real";
  readonly path: string;
}

const listeners = new Set<(look: DiskLook) => void>();

/**
 * Tells of every look that the control plane takes at the disk from now on; returns its undo. Whoever remembers what came
 * of reading needs it, to know when that no longer holds.
 */
export function watchDisk(listener: (look: DiskLook) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Tells the listeners of a look. */
function noteLook(look: DiskLook): void {
  for (const listener of listeners) listener(look);
}

// What follows is Node's own by nearly its own names; the control plane looks through it alone.

/** What stands at a path, links followed; nothing where nothing does. */
export function statSync(path: string, options: { readonly throwIfNoEntry: false }): fs.Stats | undefined {
  noteLook({ kind: "entry", path });
  return fs.statSync(path, options);
}

/** What stands at a path itself: of a link the link; nothing where nothing does. */
export function lstatSync(path: string, options: { readonly throwIfNoEntry: false }): fs.Stats | undefined {
  noteLook({ kind: "entry", path });
  noteLook({ kind: "real", path });
  return fs.lstatSync(path, options);
}

/** Whether anything stands at a path. */
export function existsSync(path: string): boolean {
  noteLook({ kind: "entry", path });
  return fs.existsSync(path);
}

/** Opens a file. */
export function openSync(path: string, flags: number): number {
  noteLook({ kind: "entry", path });
  return fs.openSync(path, flags);
}

/** Where Node is given the encoding alone, it makes such an object for each file. */
const asText = { encoding: "utf8", flag: "r" } as const;

/** A file's text. */
export function readTextSync(path: string): string {
  noteLook({ kind: "entry", path });
  return fs.readFileSync(path, asText);
}

/** A file's bytes. */
export function readBytesSync(path: string): Buffer {
  noteLook({ kind: "entry", path });
  return fs.readFileSync(path);
}

/** The names in a folder. */
export function readdirSync(path: string): string[] {
  noteLook({ kind: "entry", path });
  return fs.readdirSync(path);
}

/** A path with all links resolved. */
export function realpathSync(path: string): string {
  noteLook({ kind: "real", path });
  return fs.realpathSync.native(path);
}

/** The same for the library that expands globs, so that its looks are told as well. */
export const globFileSystem = {
  lstatSync(path: string): fs.Stats {
    noteLook({ kind: "entry", path });
    noteLook({ kind: "real", path });
    return fs.lstatSync(path);
  },
  statSync(path: string): fs.Stats {
    noteLook({ kind: "entry", path });
    return fs.statSync(path);
  },
  readdirSync(path: string, options: { readonly withFileTypes: true }): fs.Dirent[] {
    noteLook({ kind: "entry", path });
    return fs.readdirSync(path, options);
  },
} as unknown as Partial<FileSystemAdapter>;
