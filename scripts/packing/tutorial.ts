/** Follows pages of the documentation as a reader would: their files are written, their commands run, in order. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { placeOf, type Block } from "../../docs/test/blocks.js";
import { readPage } from "../../docs/test/pages.js";
import type { Workspace } from "./importer.js";
import type { PackedPackage } from "./pack.js";
import { firstMissing } from "./output.js";
import { createProject, run, type Project, type Ran } from "./project.js";

/** The page that leads from an empty folder to plugins whose suites pass. */
const tutorial = "docs/guides/tutorial.md";

/** What the tutorial must have its reader run, so that nobody can take it out of the page unnoticed. */
const essential = [/^npm install /, /^npx mortise plugins list$/, /^node --test /, /^npx vitest run$/, /^npx tsc /];

/** The page whose plugin `acme` brings a test of its own. */
const longPage = "docs/writing-a-plugin.md";

/** Follows the tutorial in an empty folder outside of the repository, and tells where it goes wrong. */
export function tutorialProblems(all: readonly PackedPackage[], { top, outside }: Workspace): readonly string[] {
  const { blocks } = readPage(tutorial);
  const commands = blocks.filter(isToBeRun).flatMap(({ text }) => text.split("\n"));
  const lost = essential.filter((command) => !commands.some((line) => command.test(line)));
  if (lost.length > 0) return [`${tutorial} does not say ${lost.join(" and ")}`];
  const project = createProject(top, outside, "my-plugins");
  // The page has them packed into the project's folder.
  for (const { archive } of all) copyFileSync(archive, join(project.folder, basename(archive)));
  for (const [index, block] of blocks.entries()) {
    if (block.title !== undefined) write(outside, block.title, block.text);
    if (!isToBeRun(block)) continue;
    const problem = problemOf(block, blocks[index + 1], runBlock(project, block));
    // What follows builds on it.
    if (problem !== undefined) return [problem];
  }
  return longPageProblems(project);
}

/** What is done in the clone was done before: the packages are packed. */
function isToBeRun({ language, flags }: Block): boolean {
  return language === "sh" && !flags.has("clone");
}

function write(folder: string, title: string, text: string): void {
  const path = join(folder, title);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}\n`);
}

function runBlock(project: Project, { text }: Block): Ran {
  return run(project, "sh", "-e", "-c", text);
}

/** What is wrong with the run of a block, given the block behind it, which may say what is to be printed. */
function problemOf(block: Block, next: Block | undefined, { status, stdout, stderr }: Ran): string | undefined {
  const said = `\n${stdout}${stderr}`;
  if ((status === 0) === block.flags.has("fails")) return `${placeOf(block)} ends with ${status}:${said}`;
  const missing = next?.flags.has("output") ? firstMissing(next.text, stdout + stderr) : undefined;
  return missing === undefined ? undefined : `${placeOf(block)} does not print "${missing}" in its place:${said}`;
}

/** Runs the test that the long page has for its plugin, in the project that the tutorial made. */
function longPageProblems(project: Project): readonly string[] {
  // Later sections lie over earlier ones, as they do for a reader.
  for (const { title, text } of readPage(longPage).blocks) {
    if (title !== undefined) write(join(project.folder, "long-page"), title, text);
  }
  const { status, stdout, stderr } = run(project, "npx", "vitest", "run", "long-page/acme");
  const isPassed = status === 0 && /Tests {2}[1-9]\d* passed/.test(stdout);
  return isPassed ? [] : [`the test of ${longPage} does not pass: ${stdout}${stderr}`];
}
