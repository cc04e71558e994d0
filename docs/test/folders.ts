import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Block } from "./blocks.js";
import { top, type Page } from "./pages.js";

/** Every package of ours, plugins too, by its name without the scope. */
const packages: ReadonlyMap<string, string> = new Map(
  ["packages", "plugins"]
    .flatMap((folder) => readdirSync(join(top, folder)).map((name) => join(top, folder, name)))
    .map((folder) => {
      const { name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { readonly name: string };
      return [name.replace("@mortise/", ""), folder];
    }),
);
const isFile: ReadonlySet<string> = new Set(["ts", "js", "json", "jsonc"]);

/** An empty folder below `docs/.cache`, from which `@mortise/*` is found as if it were installed. */
export function emptyFolder(name: string): string {
  const cache = join(top, "docs", ".cache");
  const installed = join(cache, "node_modules", "@mortise");
  mkdirSync(installed, { recursive: true });
  for (const [packageName, target] of packages) link(target, join(installed, packageName));
  const folder = join(cache, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The files of a page as they are at the end of one of its sections. */
export interface Step {
  readonly page: string;
  readonly section: number;
  readonly folder: string;
  /** The blocks of this section that are files. */
  readonly blocks: readonly Block[];
}

/**
 * Writes the files of a page, one folder for each `##` section that has any: a section's files lie over those of the
 * sections before it, as they do for a reader who follows the page. A program without a title gets a name of its own.
 */
export function writeSteps(page: Page, folder: string): readonly Step[] {
  const files = new Map<string, string>();
  const slug = page.file.replaceAll(/[^\w]+/g, "-");
  const written = page.blocks.filter(({ language }) => isFile.has(language));
  const sections = [...new Set(written.map(({ section }) => section))];
  return sections.map((section) => {
    const blocks = written.filter((block) => block.section === section);
    for (const block of blocks) files.set(fileOf(block), block.text);
    const step = join(folder, slug, String(section).padStart(2, "0"));
    for (const [file, text] of files) writeFile(join(step, file), text);
    return { page: page.file, section, folder: step, blocks };
  });
}

/**
 * The file that a block is, relative to its step's folder. A test gets another ending, or the runner that runs these
 * tests would take it for one of its own.
 */
export function fileOf({ title, language, line }: Block): string {
  return (title ?? `line-${line}.${language}`).replace(/\.test\.ts$/, pageTestEnding);
}

/** How the tests that a page writes end here. */
export const pageTestEnding = ".page-test.ts";

/** Writes a file, and the folders above it. What it names as `./node_modules/@mortise/…` lies beside it then. */
export function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}\n`);
  for (const [, name = ""] of text.matchAll(/"\.\/node_modules\/@mortise\/([^"/]+)"/g)) {
    const installed = join(dirname(path), "node_modules", "@mortise");
    mkdirSync(installed, { recursive: true });
    link(packages.get(name) ?? "", join(installed, name));
  }
}

/** Another test file may be making the same link. */
function link(target: string, path: string): void {
  try {
    symlinkSync(target, path, "junction");
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}
