import { renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../../test/folder.js";
import { findAt, findBelow, isInside, pathIn } from "./paths.js";

describe("what is found below a folder [CAT-3]", () => {
  it("is what resolving all links finds, with links on the way and without", () => {
    const folder = folderWith({ "plugin/dist/index.js": "", "plugin/index.js": "", "far/index.js": "", "file.js": "" });
    const plugin = join(folder, "plugin");
    symlinkSync("../far", join(plugin, "far"));
    symlinkSync("dist", join(plugin, "built"));
    symlinkSync("../../file.js", join(plugin, "dist/out.js"));
    symlinkSync("nowhere", join(plugin, "dangling"));
    const paths = [
      "index.js",
      "dist",
      "dist/index.js",
      "far/index.js",
      "built/index.js",
      "dist/out.js",
      "",
      "../file.js",
    ];
    for (const path of paths.map((each) => join(plugin, each))) {
      const found = findBelow(plugin, path);
      expect([path, found?.real, found?.stats.ino]).toEqual([path, findAt(path)?.real, findAt(path)?.stats.ino]);
      expect(found).toBeDefined();
    }
    for (const path of ["absent", "absent/index.js", "index.js/below", "dangling"]) {
      expect(findBelow(plugin, join(plugin, path))).toBeUndefined();
    }
  });

  it("is looked for anew each time", () => {
    const folder = folderWith({ "a/index.js": "", "b/index.js": "" });
    const path = join(folder, "a/index.js");
    expect(findBelow(folder, path)?.real).toBe(path);
    renameSync(join(folder, "a"), join(folder, "c"));
    symlinkSync("b", join(folder, "a"));
    expect(findBelow(folder, path)?.real).toBe(join(folder, "b/index.js"));
    rmSync(join(folder, "a"));
    expect(findBelow(folder, path)).toBeUndefined();
  });

  it.skipIf(process.platform === "win32")("goes round in no circle, and says so", () => {
    const folder = folderWith();
    symlinkSync("circle", join(folder, "circle"));
    expect(() => findBelow(folder, join(folder, "circle"))).toThrow("ELOOP");
    expect(() => findBelow(folder, join(folder, "circle/index.js"))).toThrow("ELOOP");
  });
});

it.skipIf(process.platform === "win32")("a folder has what is below it, and not what only begins like it", () => {
  expect(["/a", "/a/b", "/ab", "/", "/a/"].map((path) => isInside("/a", path))).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
  expect(["/", "/a"].map((path) => isInside("/", path))).toEqual([true, true]);
  expect([pathIn("/", "a"), pathIn("/a", "b"), pathIn("/a/", "b")]).toEqual(["/a", "/a/b", "/a/b"]);
});
