import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, writeFiles } from "../../test/folder.js";
import { notes } from "../../test/discovery.js";
import { manifestLimit } from "./gates.js";
import { openFolder } from "./plugin-folder.js";

const open = (folder: string) => openFolder({ path: folder, origin: "config" });

describe("a plugin's folder [CAT-3]", () => {
  it("lists what is right below one of its folders, by name, links followed", () => {
    const folder = folderWith({ "a/z.txt": "", "a/B/x": "", "a/c.txt": "", "real.txt": "" });
    symlinkSync("../real.txt", join(folder, "a/link"));
    symlinkSync("nowhere", join(folder, "a/dangling"));
    const opened = open(folder);
    expect(opened.list("a")).toEqual([
      { name: "B", kind: "folder" },
      { name: "c.txt", kind: "file" },
      { name: "link", kind: "file" },
      { name: "z.txt", kind: "file" },
    ]);
    expect([opened.list("absent"), opened.list("real.txt"), opened.problems]).toEqual([[], [], []]);
    expect(opened.list("").map(({ name }) => name)).toEqual(["a", "real.txt"]);
  });

  it("gives texts, and says nothing of files that are not there", () => {
    const folder = folderWith({ "a/b.md": "text", "package.json": { name: "x" } });
    symlinkSync("a/b.md", join(folder, "inside"));
    const opened = open(folder);
    expect(["a/b.md", "inside", "absent", "a/b.md/c"].map((file) => opened.read(file))).toEqual([
      "text",
      "text",
      undefined,
      undefined,
    ]);
    expect(opened.packageJson?.json.value).toEqual({ name: "x" });
    expect(opened.problems).toEqual([]);
  });

  it("gives nothing from outside, by name or by link, and says so once", () => {
    const folder = folderWith({ secret: "s", "far/x.md": "s", "plugin/in/a": "" });
    symlinkSync("../../secret", join(folder, "plugin/in/link"));
    symlinkSync("../far", join(folder, "plugin/far"));
    const opened = open(join(folder, "plugin"));
    const paths = ["../secret", "/etc/passwd", "in/link", "far/x.md", "in/../../secret", "in/link"];
    expect(paths.map((path) => opened.read(path))).toEqual(paths.map(() => undefined));
    expect(["..", "far", "/"].map((path) => opened.list(path))).toEqual([[], [], []]);
    expect(new Set(notes(opened.problems))).toEqual(new Set(["warning FILE_ESCAPES"]));
    expect(opened.problems.map(({ path }) => path)).toEqual([
      join(folder, "secret"),
      "/etc/passwd",
      join(folder, "plugin/in/link"),
      join(folder, "plugin/far/x.md"),
      folder,
      join(folder, "plugin/far"),
      "/",
    ]);
  });

  it("gives no beginning of what is too large, and nothing that is no file", () => {
    const folder = folderWith({ exact: "x".repeat(manifestLimit), more: "x".repeat(manifestLimit + 1) });
    mkdirSync(join(folder, "folder"));
    const opened = open(folder);
    expect(opened.read("exact")).toHaveLength(manifestLimit);
    expect([opened.read("more"), opened.read("folder")]).toEqual([undefined, undefined]);
    expect(notes(opened.problems)).toEqual(["warning FILE_TOO_LARGE", "warning FILE_UNREADABLE"]);
    expect(opened.problems[0]?.message).toContain(`${manifestLimit + 1} bytes`);
  });

  it.skipIf(process.platform === "win32")(
    "gives nothing that every user may write, or that lies in such a folder",
    () => {
      const folder = folderWith({ "file.md": "", "deep/open/file.md": "" });
      chmodSync(join(folder, "file.md"), 0o666);
      chmodSync(join(folder, "deep/open"), 0o777);
      const opened = open(folder);
      expect([opened.read("file.md"), opened.read("deep/open/file.md")]).toEqual([undefined, undefined]);
      expect(opened.list("deep/open")).toEqual([]);
      expect(notes(opened.problems)).toEqual(["warning PATH_WORLD_WRITABLE", "warning PATH_WORLD_WRITABLE"]);
    },
  );

  it("has an end, however full it is", () => {
    const folder = folderWith();
    for (const name of ["a", "b"]) {
      mkdirSync(join(folder, name));
      for (let file = 0; file < 3_000; file += 1) writeFileSync(join(folder, name, String(file)), "");
    }
    const opened = open(folder);
    expect([opened.list("a").length, opened.list("b").length, opened.list("a").length]).toEqual([3_000, 2_000, 0]);
    expect(new Set(notes(opened.problems))).toEqual(new Set(["warning FOLDER_TOO_FULL"]));
  });

  it("is read when it is asked, and not before", () => {
    const folder = folderWith();
    const opened = open(folder);
    writeFiles(folder, { "package.json": "{ broken" });
    expect(opened.packageJson).toBeUndefined();
    expect(opened.packageFile).toMatchObject({ problem: { code: "PACKAGE_SYNTAX" } });
  });
});
