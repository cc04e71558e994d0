import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, writeFile, writeSteps } from "./folders.js";
import { readPages, top } from "./pages.js";

const folder = emptyFolder("code");

/** Compiles what `include` matches; gives the compiler's complaints about it. The packages' own sources have their own check. */
function complaints(name: string, include: readonly string[], options: object): readonly string[] {
  const project = join(folder, `tsconfig.${name}.json`);
  const settings = { extends: join(top, "tsconfig.json"), compilerOptions: options, include, exclude: [] };
  writeFile(project, JSON.stringify(settings));
  const compiler = join(top, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", project], { cwd: folder, encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "" && !/^(?: |\.\.\/\.\.\/\.\.\/)/.test(line));
}

describe("programs in the documentation [REPO-4]", () => {
  let typed: readonly string[];
  const isOfWrong = (complaint: string) => complaint.startsWith("wrong.mts(");

  beforeAll(() => {
    for (const page of readPages()) writeSteps(page, folder);
    writeFile(join(folder, "wrong.mts"), 'import { createHost } from "@mortise/core";\n(await createHost()).begin();');
    // One run for both: nearly all of its time goes into the packages that they import.
    typed = complaints("ts", ["**/*.ts", "wrong.mts"], {});
  });

  it("compile where they are TypeScript", () => {
    expect(typed.filter((complaint) => !isOfWrong(complaint))).toEqual([]);
  });

  it("compile where they are JavaScript, whose parameters need no types", () => {
    expect(complaints("js", ["**/*.js"], { noImplicitAny: false })).toEqual([]);
  });

  it("would not pass if they were wrong", () => {
    expect(typed.filter(isOfWrong)).toEqual([expect.stringContaining("wrong.mts(2,22): error TS2339")]);
  });
});
