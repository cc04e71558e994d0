import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { notes, readFiles } from "../../../test/discovery.js";
import type { Candidate } from "../candidate.js";

const manifest = { "mortise.plugin.json": { id: "tenon" } };
const entryOf = ({ root, entry }: Candidate) => entry?.file.slice(root.length + 1);

function withBlock(block: object, files: readonly string[], development = false): Candidate {
  const empty = Object.fromEntries(files.map((file) => [file, ""]));
  return readFiles({ ...manifest, "package.json": { mortise: block }, ...empty }, { development });
}

describe("which entry [CAT-7]", () => {
  const both = { entry: "./dist/index.js", source: "./src/index.ts" };
  it.each([
    ["the built one", both, ["dist/index.js", "src/index.ts"], false, "dist/index.js"],
    ["the source in development", both, ["dist/index.js", "src/index.ts"], true, "src/index.ts"],
    ["the source where nothing is built", both, ["src/index.ts"], false, "src/index.ts"],
    ["the built one where no source was shipped", both, ["dist/index.js"], true, "dist/index.js"],
    ["the source alone", { source: "src/index.mts" }, ["src/index.mts"], false, "src/index.mts"],
    ["an index file where none is named", {}, ["index.ts", "index.mjs"], false, "index.mjs"],
  ])("%s", (_what, block, files, development, entry) => {
    expect(entryOf(withBlock(block, files, development))).toBe(entry);
  });

  it("an index file also where there is no package.json", () => {
    expect(entryOf(readFiles({ ...manifest, "index.cjs": "" }))).toBe("index.cjs");
  });
});

describe("no entry", () => {
  it("that is named and not there is a warning until it is to be loaded", () => {
    const candidate = withBlock({ entry: "./dist/index.js" }, []);
    expect(candidate).toMatchObject({ status: "ready", diagnostics: [{ code: "ENTRY_NOT_FOUND", level: "warning" }] });
    expect(candidate.entry).toBeUndefined();
    expect(candidate.diagnostics[0]?.message).toContain("without being built");
    expect(candidate.diagnostics[0]?.path).toBe(join(candidate.root, "dist/index.js"));
  });

  it("and no index file is an error that says how to name one", () => {
    const candidate = readFiles(manifest);
    expect(candidate).toMatchObject({ status: "invalid", diagnostics: [{ code: "ENTRY_MISSING" }] });
    expect(candidate.diagnostics[0]?.help).toContain('package.json: "mortise": { "entry": "./index.js" }. The');
  });

  it.each(["main.py", "types.d.ts", "data.json", ""])("that is code: %j", (entry) => {
    const candidate = withBlock({ entry }, entry === "" ? [] : [entry]);
    expect(candidate).toMatchObject({ status: "invalid", diagnostics: [{ code: "ENTRY_NOT_CODE" }] });
  });

  it("but a wrong value", () => {
    const files = { ...manifest, "package.json": '{\n"mortise": {\n"entry": ["a.js"]\n}\n}' };
    const { status, diagnostics } = readFiles(files);
    expect(status).toBe("invalid");
    expect(diagnostics).toMatchObject([{ code: "PACKAGE_INVALID", pointer: "/mortise/entry", line: 3, column: 1 }]);
    expect(basename(diagnostics[0]?.path ?? "")).toBe("package.json");
  });
});

it("a broken package.json keeps the plugin out, with line and column, and its id stays known", () => {
  const candidate = readFiles({ ...manifest, "package.json": '{\n"name": }', "index.js": "" });
  expect(candidate).toMatchObject({
    status: "invalid",
    id: "tenon",
    diagnostics: [{ code: "PACKAGE_SYNTAX", line: 2, column: 9 }],
  });
});

it("a package.json without bounds is not read", () => {
  const candidate = readFiles({ ...manifest, "package.json": { x: "y".repeat(1024 * 1024) }, "index.js": "" });
  expect(notes(candidate.diagnostics)).toEqual(["error PACKAGE_UNREADABLE"]);
});
