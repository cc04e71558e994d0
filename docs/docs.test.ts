import { existsSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { referencePages } from "../scripts/generate/docs.js";
import { readPage, readPages, top, type Page } from "./test/pages.js";
import { kindOf } from "./test/rules.js";

const pages = readPages();
const cases = pages.map((page) => [page.file, page] as const);

/** Text outside of fenced blocks and code. */
function prose({ text }: Page): string {
  return text
    .replaceAll(/^ *```[\s\S]*?^ *```$/gm, "")
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ""));
}

/** The anchors that a page's headings make, as GitHub makes them. */
function anchors(page: Page): ReadonlySet<string> {
  const headings = [...prose(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

/** Where a page on a registry, which lies in no repository, finds the files of this one. */
const repository = "https://github.com/mortise/mortise/blob/main/";

/** Where the links of a page lead. */
function targetsOf(page: Page): readonly string[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** The links of a page that lead into the repository, and to nothing there. */
function brokenLinks(page: Page): readonly string[] {
  const targets = targetsOf(page).filter((target) => target.startsWith(repository) || !/^https?:/.test(target));
  return targets.filter((target) => {
    const [path = "", anchor] = target.replace(repository, `${relative(dirname(page.file), "")}/`).split("#");
    const file = path === "" ? page.file : normalize(join(dirname(page.file), path));
    if (!existsSync(join(top, file))) return true;
    return anchor !== undefined && !anchors(readPage(file)).has(anchor);
  });
}

describe("the documentation [REPO-4]", () => {
  it.each(cases)("%s: every block has a rule that tests it", (_file, page) => {
    expect(page.blocks.map(kindOf)).not.toContain(undefined);
  });

  it.each(cases)("%s: every link leads somewhere", (_file, page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it("is listed page by page: in the index, or in the page that has the name of its folder", () => {
    const unlisted = pages
      .map(({ file }) => file)
      .filter((file) => file.startsWith("docs/") && file !== "docs/README.md")
      .filter((file) => {
        const folderPage = `${dirname(file)}.md`;
        const lists = ["docs/README.md", ...(existsSync(join(top, folderPage)) ? [folderPage] : [])];
        return !lists.some((list) => readPage(list).text.includes(`](${relative(dirname(list), file)})`));
      });
    expect(unlisted).toEqual([]);
  });
});

describe("the generated reference [REPO-3]", () => {
  it("is what its sources make of it", async () => {
    for (const [file, text] of await referencePages()) {
      expect(readPage(file).text === text, `${file} is stale: npm run generate`).toBe(true);
    }
  }, 120_000);
});
