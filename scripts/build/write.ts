/** Puts built files in place. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BuiltFile } from "./bundle.js";

/**
 * Writes the files below `folder` (each by rename, so that a program which starts meanwhile reads the old file or the
 * new, never half of one), then removes JavaScript that an earlier build left and this one did not make.
 *
 * @returns the paths written
 */
export function writeFiles(folder: string, files: readonly BuiltFile[]): readonly string[] {
  const written = files.map((file) => writeFile(join(folder, file.name), file));
  const leftovers = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => /\.c?js$/.test(path) && !written.includes(path));
  for (const path of leftovers) rmSync(path);
  return written;
}

function writeFile(path: string, file: BuiltFile): string {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, file.text, { mode: file.isExecutable ? 0o755 : 0o644 });
  renameSync(temporary, path);
  return path;
}
