import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readBlocks, type Block } from "./blocks.js";

/** The repository's top folder. */
export const top: string = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** A page of the documentation. */
export interface Page {
  /** Path from the top folder. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Every page: the root's README, those of `docs`, and the READMEs of packages and plugins. */
export function readPages(): readonly Page[] {
  const files = ["README.md", ...markdownBelow("docs"), ...readmesBelow("packages"), ...readmesBelow("plugins")];
  return files.map(readPage);
}

/** One page, by its path from the top folder. */
export function readPage(file: string): Page {
  const text = readFileSync(join(top, file), "utf8");
  return { file, text, blocks: readBlocks(file, text) };
}

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(top, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}

function markdownBelow(folder: string): readonly string[] {
  const below = readdirSync(join(top, folder), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith("."),
  );
  return [...markdownIn(folder), ...below.flatMap(({ name }) => markdownBelow(join(folder, name)))];
}

function readmesBelow(folder: string): readonly string[] {
  return readdirSync(join(top, folder))
    .map((name) => join(folder, name, "README.md"))
    .filter((file) => existsSync(join(top, file)));
}
