import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageFolders } from "../../scripts/build/fingerprint.mjs";
import { readPage, top } from "./pages.js";
import { kindOf } from "./rules.js";
import { readCommands } from "./shell-words.js";

const cases = packageFolders(top)
  .map((folder) => ({
    folder,
    manifest: JSON.parse(readFileSync(join(top, folder, "package.json"), "utf8")) as Record<string, unknown>,
  }))
  .filter(({ manifest }) => manifest["private"] !== true)
  .map(({ folder, manifest }) => ({ folder, ...manifest }) as { folder: string; name: string; license: string });

describe("pages that packages have on a registry [REPO-4]", () => {
  it.each(cases)("of $name: its name, how it is installed, a use, where the docs are, its licence", (packaged) => {
    const { text, blocks } = readPage(join(packaged.folder, "README.md"));
    expect(text.split("\n")[0]).toBe(`# ${packaged.name}`);
    const commands = blocks.filter((block) => kindOf(block) === "shell").flatMap((block) => readCommands(block.text));
    expect(commands[0]?.slice(0, 2)).toEqual(["npm", "install"]);
    expect(commands[0]).toContain(packaged.name);
    // A block besides the one that installs it: each kind of block has its test.
    expect(blocks.length).toBeGreaterThan(1);
    expect(text).toContain("](https://github.com/mortise/mortise/blob/main/docs/");
    expect(text.trimEnd().split("\n").at(-1)).toContain(packaged.license);
  });

  it.each(cases)("of $name: leads nowhere by a path, which the page would not find there", ({ folder }) => {
    const { text } = readPage(join(folder, "README.md"));
    expect([...text.matchAll(/\]\((?!https:)([^)\s]+)\)/g)].map(([, target]) => target)).toEqual([]);
  });
});
