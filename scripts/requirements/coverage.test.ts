import { describe, expect, it } from "vitest";
import { readCitations } from "./citations.js";
import { coverageOf } from "./coverage.js";
import { repositoryCoverage } from "./repository.js";

describe("the promises of the product [REPO-1]", () => {
  it("each have a test that cites them, and every file of tests cites one", () => {
    expect(repositoryCoverage().problems).toEqual([]);
  });
});

const citing = (text: string) => readCitations("a.test.ts", text).ids;

describe("readCitations", () => {
  it.each([
    ['it("holds [OWN-1]", () => {});', ["OWN-1"]],
    ['describe("a [OWN-1, POL-2]", () => { test(`b ${1} [POL-3]`, () => {}); });', ["OWN-1", "POL-2", "POL-3"]],
    ['it.each<[a: string]>(["[NOT-1]"])("%s [OWN-1]", () => {});', ["OWN-1"]],
    ['describe.skipIf(!here)("a [OWN-1]", () => {});', ["OWN-1"]],
    ['it.skip("a [OWN-1]", () => {}); it.todo("b [OWN-2]");', []],
    ['// it("a [OWN-1]")\nconst text = \'it("a [OWN-2]", f)\'; run("a [OWN-3]"); expect("[OWN-4]").toBe(1);', []],
    ['it("reads list[0], [a-1] and [OWN-1, ]", () => {});', []],
  ])("%j cites %j", (text, ids) => {
    expect(citing(text)).toEqual(ids);
  });

  it("knows the suites of the testing package", () => {
    const { suites } = readCitations("a.test.ts", 'const text = "describeConformance(x)"; testPlugin(folder, {});');
    expect([...suites]).toEqual(["testPlugin"]);
  });

  it("says which file cannot be parsed", () => {
    expect(() => citing('it("a [OWN-1]')).toThrow(/^a\.test\.ts: /);
  });
});

describe("coverageOf", () => {
  const cites = (...ids: readonly string[]) => ({ ids, suites: new Set<string>() });

  it("finds a promise without a test, a file that cites none, an id that there is not, and one that is there twice", () => {
    const cited = new Map([
      ["a.test.ts", cites("OWN-1", "OWN-9")],
      ["b.test.ts", cites()],
    ]);
    expect(coverageOf(["OWN-1", "OWN-2", "OWN-1"], cited, {}).problems).toEqual([
      "a.test.ts cites OWN-9, which is no promise.",
      "b.test.ts cites no promise: write the id of what it proves into a title.",
      "OWN-2 is a promise that no test cites.",
      "OWN-1 is the id of two promises.",
    ]);
  });

  it("takes what a suite checks as cited by who calls it", () => {
    const cited = new Map([["a.test.ts", { ids: [], suites: new Set(["testPlugin"]) }]]);
    const { provenBy, problems } = coverageOf(["PLUG-1"], cited, { testPlugin: ["PLUG-1"] });
    expect([problems, provenBy.get("PLUG-1")]).toEqual([[], ["a.test.ts"]]);
  });
});
