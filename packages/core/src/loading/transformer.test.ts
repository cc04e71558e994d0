import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../../test/folder.js";
import { versionOf } from "./file-version.js";
import { createTransformer, errorMark, recipe } from "./transformer.js";

const given = (source: string, isAsync = true) => ({
  file: "/a/index.ts",
  source,
  version: versionOf(source),
  isTypeScript: true,
  isAsync,
});

/** The one file that is kept. */
function keptIn(folder: string): string {
  const [file, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, file ?? "");
}

describe("what was transformed [LOAD-1]", () => {
  it("is taken from where it is kept, and from nowhere else", () => {
    const folder = folderWith();
    const code = createTransformer(folder).transform(given("export const n: number = 1"));
    expect(code).toContain("exports.n = 1");
    const file = keptIn(folder);
    writeFileSync(file, readFileSync(file, "utf8").replace("exports.n = 1", "exports.n = 2"));
    expect(createTransformer(folder).transform(given("export const n: number = 1"))).toContain("exports.n = 2");
    expect(createTransformer().transform(given("export const n: number = 1"))).toBe(code);
  });

  it.each([
    ["its source is another", (text: string) => text.replace(versionOf("export {}"), versionOf("other"))],
    ["it was made by another recipe", (text: string) => text.replace(recipe, "jiti 1.0.0, mortise 1")],
    ["half of its first line is there", (text: string) => text.slice(0, 20)],
  ])("is made anew where %s", (_name, change) => {
    const folder = folderWith();
    const code = createTransformer(folder).transform(given("export {}"));
    const file = keptIn(folder);
    writeFileSync(file, change(readFileSync(file, "utf8").replace("use strict", "spoilt")));
    expect(createTransformer(folder).transform(given("export {}"))).toBe(code);
    expect(readFileSync(file, "utf8")).toContain("use strict");
  });

  it("is one thing where it may await, and another where it may not", () => {
    const folder = folderWith();
    const source = "import 'x'; export {}";
    const transformer = createTransformer(folder);
    expect(transformer.transform(given(source))).toContain("await jitiImport");
    expect(transformer.transform(given(source, false))).not.toContain("await jitiImport");
    expect(transformer.transform(given(source))).toContain("await jitiImport");
  });

  it("is not kept where it is an error", () => {
    const folder = folderWith();
    expect(createTransformer(folder).transform(given("let a: = 1"))).toContain(errorMark);
    expect(readdirSync(folder)).toEqual([]);
  });
});

it("the recipe names the jiti that is installed", () => {
  const { version } = createRequire(import.meta.url)("jiti/package.json") as { version: string };
  expect(recipe).toContain(`jiti ${version},`);
});
