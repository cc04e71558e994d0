import { beforeAll, describe, expect, it } from "vitest";
import { prepareFrontMatter, readFrontMatter } from "./front-matter.js";

beforeAll(prepareFrontMatter);

const read = (block: string) => readFrontMatter(`---\n${block}\n---\nbody: not read\n`);

describe("front matter [OC-5]", () => {
  it("is read as YAML, quotes, folded texts, lists and all", () => {
    const { matter, problem } = read('name: "a: b"\ndescription: >\n  one\n  two\ntools: [x, "y"]\ncount: 3');
    expect(["name", "description", "count", "absent"].map(matter.text)).toEqual(["a: b", "one two", "3", undefined]);
    expect([matter.texts("tools"), matter.texts("name"), problem]).toEqual([["x", "y"], ["a: b"], undefined]);
  });

  it.each([
    ["no block", "# Title\n---\nname: a\n---\n"],
    ["a block that never ends", "---\nname: a\n"],
    ["an empty one", "---\n---\nname: a\n"],
    ["nothing", ""],
  ])("with %s says nothing", (_what, text) => {
    const { matter, problem } = readFrontMatter(text);
    expect([matter.text("name"), problem]).toEqual([undefined, undefined]);
  });

  it("may have a byte order mark and line ends of Windows", () => {
    expect(readFrontMatter("\uFEFF---\r\nname: a\r\n---\r\nbody").matter.text("name")).toBe("a");
  });

  it("that lacks quotes is read as it was meant, and told with its place in the file", () => {
    const { matter, problem } = read("name: a\ndescription: Use when: asked\nlicense: MIT");
    expect(["name", "description", "license"].map(matter.text)).toEqual(["a", "Use when: asked", "MIT"]);
    expect(problem).toMatchObject({ line: 3, column: 14, isMended: true });
    expect(problem?.reason).toMatch(/^Nested mappings are not allowed/);
  });

  it("that is wrong otherwise keeps what could be read, and is told with its place", () => {
    const { matter, problem } = read('name: a\ndescription: "never closed\nlicense: MIT');
    expect(matter.text("name")).toBe("a");
    expect(problem).toMatchObject({ isMended: false });
    expect(problem?.line).toBeGreaterThanOrEqual(3);
  });

  it("takes a pattern without quotes as it stands", () => {
    const { matter, problem } = read("globs: **/*.ts");
    expect([matter.text("globs"), problem]).toEqual(["**/*.ts", undefined]);
  });

  it.each([
    ["is a text", "just words", "no list of keys"],
    ["is larger than anyone writes", `a: ${"x".repeat(40_000)}`, "longer than 32768"],
    ["is nested without end", `name: ${"[".repeat(20_000)}`, ""],
  ])("that %s is told", (_what, block, reason) => {
    expect(read(block).problem?.reason).toContain(reason);
  });

  it("expands nothing: aliases on aliases stay what they are, and no name reaches into every object", () => {
    const bomb = ["a0: &a0 [x, x]", ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)];
    const { matter } = read([...bomb, "__proto__:", "  polluted: 1", "name: kept"].join("\n"));
    expect(matter.text("name")).toBe("kept");
    expect(matter.text("__proto__")).toBeUndefined();
    expect(matter.texts("a30")).toEqual(["*a29", "*a29"]);
    expect(matter.text("constructor")).toBeUndefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("is cut where a text is too long for a list", () => {
    const text = read(`description: ${"x".repeat(3_000)}`).matter.text("description");
    expect(text).toHaveLength(1_025);
    expect(text?.endsWith("…")).toBe(true);
  });
});
