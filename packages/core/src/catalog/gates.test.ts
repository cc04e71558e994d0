// The gates, through discovery, on real files with real permissions.
import { chmodSync, chownSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { below, discoverIn, pluginFiles, readOnly } from "../../test/discovery.js";
import { canGiveAway, folderWith, writeFiles } from "../../test/folder.js";
import { manifestLimit } from "./gates.js";
import { isInside } from "./paths.js";
import type { Origin } from "./roots.js";

const manifest = "mortise.plugin.json";
const withEntry = (entry: string) => ({ [manifest]: { id: "tenon" }, "package.json": { mortise: { entry } } });

/** The gate that stopped the plugin; its id must have been kept. */
function gateOf(folder: string, origin: Origin = "config") {
  const { status, id, diagnostics, entry } = readOnly(folder, origin);
  expect({ status, id, entry }).toEqual({ status: "blocked", id: "tenon", entry: undefined });
  const [gate] = diagnostics;
  expect(gate).toMatchObject({ level: "error", plugin: "tenon" });
  return gate;
}

describe.skipIf(process.platform === "win32")("the gates [CAT-3]", () => {
  describe("let through", () => {
    it("a sound plugin, with what it was found to be", () => {
      const folder = folderWith(pluginFiles("tenon"));
      const entry = { file: join(folder, "index.js"), language: "javascript" };
      expect(readOnly(folder)).toMatchObject({ status: "ready", entry, root: folder, diagnostics: [] });
    });

    it("hard links, which package managers make", () => {
      const store = folderWith({ "content.js": "" });
      const folder = folderWith(withEntry("./index.js"));
      linkSync(join(store, "content.js"), join(folder, "index.js"));
      rmSync(join(folder, manifest));
      writeFileSync(join(store, "manifest"), JSON.stringify({ id: "tenon" }));
      linkSync(join(store, "manifest"), join(folder, manifest));
      expect(readOnly(folder)).toMatchObject({ status: "ready", entry: { file: join(folder, "index.js") } });
    });

    it("links that stay inside, and a link to the whole folder", () => {
      const folder = folderWith({ "real/lib/main.mjs": "", ...below("real", withEntry("./index.js")) });
      symlinkSync("lib/main.mjs", join(folder, "real/index.js"));
      symlinkSync("real", join(folder, "linked"));
      const candidate = readOnly(join(folder, "linked"));
      expect(candidate).toMatchObject({ status: "ready", root: join(folder, "real") });
      expect(candidate.entry?.file).toBe(join(folder, "real/lib/main.mjs"));
    });

    it("what the group may write", () => {
      const folder = folderWith(pluginFiles("tenon"));
      for (const name of ["", manifest, "index.js"]) chmodSync(join(folder, name), 0o775);
      expect(readOnly(folder).status).toBe("ready");
    });
  });

  describe("stop an entry that leads out", () => {
    it.each(["../outside.js", "/etc/passwd", "./lib/../../outside.js", ".."])("by its name: %s", (entry) => {
      const folder = folderWith({ "outside.js": "", ...below("plugin", withEntry(entry)) });
      const gate = gateOf(join(folder, "plugin"));
      expect(gate).toMatchObject({ code: "ENTRY_ESCAPES" });
      expect(gate?.message).toContain(entry);
    });

    it("by a link, or by a link among its folders, and name where to", () => {
      const folder = folderWith({
        "outside.js": "",
        "far/index.js": "",
        ...below("a", withEntry("./index.js")),
        ...below("b", withEntry("./far/index.js")),
      });
      symlinkSync("../outside.js", join(folder, "a/index.js"));
      symlinkSync("../far", join(folder, "b/far"));
      expect(gateOf(join(folder, "a"))?.message).toContain(`: it leads to ${join(folder, "outside.js")}`);
      expect(gateOf(join(folder, "b"))?.message).toContain(`: it leads to ${join(folder, "far/index.js")}`);
    });

    it("although it names a folder whose name begins like the plugin's", () => {
      const folder = folderWith({ "tenon-evil/index.js": "", ...below("tenon", withEntry("../tenon-evil/index.js")) });
      expect(gateOf(join(folder, "tenon"))?.code).toBe("ENTRY_ESCAPES");
      expect(isInside("/a/b", "/a/bc")).toBe(false);
      expect(isInside("/", "/a")).toBe(true);
    });
  });

  it("stop a manifest that is a link out of the folder", () => {
    const folder = folderWith({ "elsewhere.json": { id: "tenon" }, "plugin/index.js": "" });
    symlinkSync("../elsewhere.json", join(folder, "plugin", manifest));
    const gate = gateOf(join(folder, "plugin"));
    expect(gate).toMatchObject({ code: "MANIFEST_ESCAPES", path: join(folder, "plugin", manifest) });
    expect(gate?.message).toContain(join(folder, "elsewhere.json"));
  });

  describe("stop what every user may write", () => {
    it.each([
      ["the folder", ""],
      ["the manifest", manifest],
      ["package.json", "package.json"],
      ["the entry", "lib/deep/index.js"],
      ["a folder between", "lib"],
    ])("%s", (_what, name) => {
      const folder = folderWith({ ...withEntry("./lib/deep/index.js"), "lib/deep/index.js": "" });
      chmodSync(join(folder, name), 0o777);
      const target = join(folder, name).replace(/\/$/, "");
      const gate = gateOf(folder);
      expect(gate).toMatchObject({ code: "PATH_WORLD_WRITABLE", path: target });
      expect(gate?.message).toContain("mode 777");
      expect(gate?.help).toContain(`chmod o-w ${target}`);
    });

    it("a folder between the plugin's and the manifest that a link leads to", () => {
      const folder = folderWith({ [`lib/${manifest}`]: { id: "tenon" }, "index.js": "" });
      symlinkSync(`lib/${manifest}`, join(folder, manifest));
      chmodSync(join(folder, "lib"), 0o777);
      expect(gateOf(folder)).toMatchObject({ code: "PATH_WORLD_WRITABLE", path: join(folder, "lib") });
    });

    it("also of bundled plugins", () => {
      const folder = folderWith(below("tenon", pluginFiles("tenon")));
      chmodSync(join(folder, "tenon"), 0o777);
      expect(gateOf(folder, "bundled")?.code).toBe("PATH_WORLD_WRITABLE");
    });
  });

  describe.runIf(canGiveAway())("stop what belongs to another user", () => {
    it.each([
      ["the folder", ""],
      ["the manifest", manifest],
      ["package.json", "package.json"],
      ["the entry", "lib/index.js"],
      ["a folder between", "lib"],
    ])("%s", (_what, name) => {
      const folder = folderWith({ ...withEntry("./lib/index.js"), "lib/index.js": "" });
      chownSync(join(folder, name), 12_345, 12_345);
      const gate = gateOf(folder);
      expect(gate).toMatchObject({ code: "PATH_FOREIGN_OWNER" });
      expect(gate?.message).toContain("belongs to user 12345");
    });

    it("but for bundled plugins, whoever unpacked the application", () => {
      const folder = folderWith(below("tenon", pluginFiles("tenon")));
      for (const name of ["", manifest, "index.js"]) chownSync(join(folder, "tenon", name), 12_345, 12_345);
      expect(readOnly(folder, "bundled").status).toBe("ready");
      expect(gateOf(folder, "workspace")?.code).toBe("PATH_FOREIGN_OWNER");
      expect(gateOf(folder, "global")?.code).toBe("PATH_FOREIGN_OWNER");
    });
  });

  describe("stop a manifest that is too large", () => {
    const long = "x".repeat(manifestLimit);

    it("with both sizes, at the first byte too many", () => {
      const folder = folderWith(pluginFiles("tenon"));
      const frame = JSON.stringify({ id: "tenon", description: "" }).length;
      const text = (size: number) => JSON.stringify({ id: "tenon", description: "x".repeat(size - frame) });
      writeFileSync(join(folder, manifest), text(manifestLimit));
      expect(readOnly(folder).status).toBe("ready");
      writeFileSync(join(folder, manifest), text(manifestLimit + 1));
      const gate = gateOf(folder);
      expect(gate?.code).toBe("MANIFEST_TOO_LARGE");
      expect(gate?.message).toBe("The manifest has 262145 bytes; at most 262144 are read. It was blocked.");
    });

    it.each([
      ["an id in its beginning", `{ // comment\n "x": {"id": "inner"}, "y": ["id"], "id": "tenon", "z": "${long}"}`],
      ["nesting without end", `{"id": "tenon", "deep": ${"[".repeat(manifestLimit)}`],
    ])("with %s", (_what, text) => {
      expect(gateOf(folderWith({ [manifest]: text }))?.code).toBe("MANIFEST_TOO_LARGE");
    });

    it("under its folder's name, where the id is out of sight or cannot be shown [CAT-4]", () => {
      for (const text of [`{"z": "${long}", "id": "tenon"}`, `{"id": "__proto__", "z": "${long}"}`]) {
        const folder = folderWith({ [manifest]: text });
        expect(readOnly(folder)).toMatchObject({ status: "blocked", id: basename(folder) });
      }
    });
  });

  it("say all that stopped a plugin, and what else is wrong with its manifest", () => {
    const folder = folderWith({ [manifest]: '{"id": "tenon" "b"}' });
    chmodSync(folder, 0o777);
    const { status, diagnostics } = readOnly(folder);
    expect(status).toBe("blocked");
    expect(diagnostics.map(({ code }) => code)).toEqual(["PATH_WORLD_WRITABLE", "MANIFEST_SYNTAX"]);
  });

  it("look at a file once it is there, however often it was asked for before", () => {
    const folder = folderWith(withEntry("./index.js"));
    expect(readOnly(folder)).toMatchObject({
      status: "ready",
      diagnostics: [{ code: "ENTRY_NOT_FOUND", level: "warning" }],
    });
    writeFiles(folder, { "index.js": "" });
    chmodSync(join(folder, "index.js"), 0o666);
    expect(gateOf(folder)?.code).toBe("PATH_WORLD_WRITABLE");
  });
});

describe.skipIf(process.platform === "win32")("what cannot be read [CAT-4]", () => {
  it("is one plugin's matter", () => {
    const folder = folderWith({
      ...below("sound", pluginFiles("sound")),
      "pipe/x": "",
      "circle/x": "",
      "folder/x": "",
    });
    mkdirSync(join(folder, "folder", manifest));
    symlinkSync(manifest, join(folder, "circle", manifest));
    renameSync(join(folder, "pipe"), join(folder, "twisted"));
    writeFiles(folder, below("twisted", pluginFiles("twisted")));
    mkdirSync(join(folder, "twisted/package.json"));
    const { candidates } = discoverIn([{ path: folder, origin: "workspace" }]);
    expect(
      candidates.map(({ id, status, diagnostics }) => [id, status, ...diagnostics.map(({ message }) => message)]),
    ).toEqual([
      ["circle", "invalid", "The manifest could not be read: too many symbolic links encountered."],
      ["folder", "invalid", "The manifest could not be read: it is not a regular file."],
      ["sound", "ready"],
      ["twisted", "invalid", "package.json could not be read: it is not a regular file."],
    ]);
  });
});
