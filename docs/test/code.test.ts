import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, writeFile, writeSteps } from "./folders.js";
import { readPages, top } from "./pages.js";

const folder = emptyFolder("code");

/** Compiles what `include` matches; gives the compiler's complaints about it. The packages' own sources have their own check. */
function complaints(include: string, options: object): string {
  const project = join(folder, `tsconfig.${include.replaceAll(/\W/g, "")}.json`);
  const settings = { extends: join(top, "tsconfig.json"), compilerOptions: options, include: [include], exclude: [] };
  writeFile(project, JSON.stringify(settings));
  const compiler = join(top, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", project], { cwd: folder, encoding: "utf8" });
  return stdout
    .split("\n")
    .filter((line) => line !== "" && !/^(?: |\.\.\/\.\.\/\.\.\/)/.test(line))
    .join("\n");
}

describe("programs in the documentation", () => {
  beforeAll(() => {
    for (const page of readPages()) writeSteps(page, folder);
  });

  it("compile where they are TypeScript", () => {
    expect(complaints("**/*.ts", {})).toBe("");
  });

  it("compile where they are JavaScript, whose parameters need no types", () => {
    expect(complaints("**/*.js", { noImplicitAny: false })).toBe("");
  });

  it("would not pass if they were wrong", () => {
    writeFile(join(folder, "wrong.mts"), 'import { createHost } from "@mortise/core";\n(await createHost()).begin();');
    expect(complaints("wrong.mts", {})).toContain("wrong.mts(2,22): error TS2339");
  });
});
