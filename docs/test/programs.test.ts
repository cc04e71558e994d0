import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { placeOf, type Block } from "./blocks.js";
import { emptyFolder, fileOf, writeSteps, type Step } from "./folders.js";
import { readPages } from "./pages.js";

const folder = emptyFolder("run");

/** A program that a page says can be run, and the output that the page says it has. */
interface Program {
  readonly place: string;
  readonly file: string;
  readonly output: string | undefined;
}

function programsOf({ folder: step, section }: Step, blocks: readonly Block[]): readonly Program[] {
  return blocks.flatMap((block, index) => {
    if (!block.flags.has("run") || block.section !== section) return [];
    const next = blocks.slice(index + 1).find(({ language }) => language !== "sh");
    const output = next?.flags.has("output") ? next.text : undefined;
    return [{ place: placeOf(block), file: join(step, fileOf(block)), output }];
  });
}

const programs = readPages().flatMap((page) =>
  writeSteps(page, folder).flatMap((step) => programsOf(step, page.blocks)),
);

describe("programs that a page says can be run [REPO-4]", () => {
  beforeAll(() => {
    // What a host keeps for its user is kept in the test's own folder.
    for (const name of ["XDG_CACHE_HOME", "XDG_DATA_HOME"]) vi.stubEnv(name, join(folder, "home"));
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each(programs)("$place prints what the page says", async ({ file, output }) => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => void lines.push(values.join(" ")));
    await import(pathToFileURL(file).href);
    expect(lines.join("\n")).toBe(output);
  });
});
