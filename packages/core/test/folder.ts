import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** Files by path; what is no text is written as JSON, and nothing where it is undefined. */
export type Files = Readonly<Record<string, unknown>>;

/** Writes files below `folder`. */
export function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    if (content === undefined) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }
}

/** A folder with these files, links resolved; it is gone after the test. */
export function folderWith(files: Files = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, files);
  return folder;
}

/** Whether files can be given to another user here; says so where they cannot. */
export function canGiveAway(): boolean {
  if (process.getuid?.() === 0) return true;
  console.warn("Not root: what belongs to another user is not tested.");
  return false;
}
