import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { below, discoverIn, notes, pluginFiles, vocabulary } from "../../test/discovery.js";
import { folderWith, type Files } from "../../test/folder.js";
import { discoverPrepared, type Catalog } from "./discover.js";
import type { ManifestFormat, ManifestSource } from "./format.js";
import { completeManifest } from "./manifest.js";
import { nativeFormat } from "./native/read.js";
import type { Origin } from "./roots.js";

const ids = ({ candidates }: Catalog) => candidates.map(({ id }) => id);
const plugins = (name: string): Files => below(name, pluginFiles(name.split("/").at(-1) ?? name));

describe("formats [CAT-6]", () => {
  const other = { ...nativeFormat, name: "other", manifestFile: "other.json", packageKey: "other" };

  it("stand side by side; the first that a folder has a manifest of counts", () => {
    const folder = folderWith({
      "a/other.json": { id: "a" },
      "a/index.js": "",
      ...plugins("b"),
      "b/other.json": { id: "zzz" },
    });
    const { candidates } = discoverIn([{ path: folder, origin: "workspace" }], { formats: [nativeFormat, other] });
    expect(candidates.map(({ id, format }) => `${id} ${format}`)).toEqual(["a other", "b mortise"]);
  });

  it("that throw are one plugin's matter, and said to be the reader's fault", () => {
    const folder = folderWith({ "a/other.json": { id: "a" }, ...plugins("b") });
    const broken = {
      ...other,
      read: () => {
        throw new Error("reader");
      },
    };
    const { candidates } = discoverIn([{ path: folder, origin: "workspace" }], { formats: [nativeFormat, broken] });
    expect(candidates.map(({ id, status, diagnostics }) => [id, status, ...notes(diagnostics)])).toEqual([
      ["a", "invalid", "error MANIFEST_READER_FAILED"],
      ["b", "ready"],
    ]);
  });

  it("may have their manifest in a folder of the plugin's, and be named by it", () => {
    const nested = { ...other, manifestFile: ".other/plugin.json" };
    const folder = folderWith({ "a/.other/plugin.json": { id: "a" }, "a/index.js": "", "plugin.json": { id: "no" } });
    const formats = [nativeFormat, nested];
    const manifestPath = join(folder, "a/.other/plugin.json");
    for (const path of [join(folder, "a"), manifestPath, folder]) {
      const { candidates } = discoverIn([{ path, origin: "config" }], { formats });
      expect(candidates).toMatchObject([{ id: "a", root: join(folder, "a"), manifestPath }]);
    }
  });

  it("may say how certain they are; the first of the most certain counts", () => {
    const formatsOf = (claims: Readonly<Record<string, "certain" | "likely" | undefined>>) =>
      Object.entries(claims).map(([name, claim]) => ({ ...other, name, recognise: () => claim }));
    const folder = folderWith({ "other.json": { id: "a" }, "index.js": "" });
    const chosen = (claims: Parameters<typeof formatsOf>[0]) =>
      discoverIn([{ path: folder, origin: "config" }], { formats: formatsOf(claims) }).candidates.map(
        ({ format }) => format,
      );
    expect(chosen({ a: "likely", b: undefined, c: "certain", d: "certain" })).toEqual(["c"]);
    expect(chosen({ a: undefined, b: "likely", c: "likely" })).toEqual(["b"]);
    expect(chosen({ a: undefined })).toEqual([]);
  });

  it("that fail to recognise are one plugin's matter too", () => {
    const recognise = () => {
      throw new Error("recognising");
    };
    const folder = folderWith({ "a/other.json": { id: "a" }, ...plugins("b") });
    const formats = [nativeFormat, { ...other, recognise }];
    const { candidates } = discoverIn([{ path: folder, origin: "workspace" }], { formats });
    expect(candidates.map(({ id, status, diagnostics }) => [id, status, ...notes(diagnostics)])).toEqual([
      ["a", "invalid", "error MANIFEST_READER_FAILED"],
      ["b", "ready"],
    ]);
  });

  describe("without a manifest", () => {
    const layout: ManifestFormat = {
      name: "layout",
      recognise: (opened) => (opened.list("parts").length > 0 ? "likely" : undefined),
      read: ({ root, path, json, list }) => {
        expect([path, json.value]).toEqual([root, {}]);
        const names = list("parts").map(({ name }) => name);
        return { plugins: [{ manifest: completeManifest({ id: names.join("-") }) }], diagnostics: [] };
      },
    };
    const inFolder = (path: string, origin: Origin) =>
      discoverIn([{ path, origin }], { formats: [nativeFormat, layout] });

    it("take what no manifest and no package.json claims, and give plugins without code", () => {
      const folder = folderWith({
        "a/parts/x": "",
        "b/parts/x": "",
        "b/package.json": { mortise: {} },
        ...plugins("c"),
        "c/parts/x": "",
        "d/x": "",
      });
      const { candidates, diagnostics } = inFolder(folder, "workspace");
      const shown = candidates.map(({ id, format, status, isCodeless }) => [id, format, status, isCodeless]);
      expect(shown).toEqual([
        ["x", "layout", "ready", true],
        ["c", "mortise", "ready", undefined],
      ]);
      expect(candidates[0]?.manifestPath).toBeUndefined();
      expect(notes(diagnostics)).toEqual(["warning MANIFEST_MISSING /mortise"]);
    });

    it("give way to the plugins in a folder that the config names, and take it where there are none", () => {
      const folder = folderWith({ "full/parts/x": "", ...plugins("full/a"), "bare/parts/y": "", "bare/notes/n": "" });
      expect(ids(inFolder(join(folder, "full"), "config"))).toEqual(["a"]);
      expect(ids(inFolder(join(folder, "bare"), "config"))).toEqual(["y"]);
      expect(ids(inFolder(join(folder, "bare"), "workspace"))).toEqual([]);
    });

    it.skipIf(process.platform === "win32")("are past the gates too", () => {
      const folder = folderWith({ "parts/x": "" });
      chmodSync(folder, 0o777);
      expect(inFolder(folder, "config").candidates).toMatchObject([
        { status: "blocked", diagnostics: [{ code: "PATH_WORLD_WRITABLE", path: folder }] },
      ]);
    });
  });

  describe("that must be prepared", () => {
    const preparing = (prepare: () => Promise<void>) => ({ ...other, prepare });
    const prepared = (folder: string, format: ManifestFormat) =>
      discoverPrepared({
        roots: [{ path: folder, origin: "workspace" }],
        formats: [nativeFormat, format],
        vocabulary,
        development: false,
        expandGlob: () => [],
      });

    it("are when the first is met, once, and before it is read", async () => {
      const steps: string[] = [];
      const format = {
        ...preparing(async () => void steps.push("prepared")),
        read: (source: ManifestSource) => (steps.push("read"), nativeFormat.read(source)),
      };
      const none = await prepared(folderWith(plugins("b")), format);
      expect([ids(none), steps]).toEqual([["b"], []]);
      const folder = folderWith({ "a/other.json": { id: "a" }, "c/other.json": { id: "c" }, ...plugins("b") });
      expect(ids(await prepared(folder, format))).toEqual(["a", "b", "c"]);
      expect(steps).toEqual(["prepared", "read", "read"]);
    });

    it("are named, and their plugins left out, where nobody can wait", () => {
      const folder = folderWith({ "a/other.json": { id: "a" }, ...plugins("b") });
      const format = preparing(async () => {});
      const catalog = discoverIn([{ path: folder, origin: "workspace" }], { formats: [nativeFormat, format] });
      expect([ids(catalog), catalog.unprepared]).toEqual([["b"], [format]]);
      const named = discoverIn([{ path: join(folder, "a"), origin: "config" }], { formats: [format] });
      expect([named.unprepared, named.diagnostics]).toEqual([[format], []]);
    });

    it("and cannot be keep out their own plugins", async () => {
      const folder = folderWith({ "a/other.json": { id: "a" }, ...plugins("b") });
      const { candidates } = await prepared(
        folder,
        preparing(() => Promise.reject(new Error("no library"))),
      );
      expect(candidates).toMatchObject([
        { id: "a", status: "invalid", diagnostics: [{ code: "MANIFEST_READER_FAILED" }] },
        { id: "b", status: "ready" },
      ]);
      expect(candidates[0]?.diagnostics[0]?.message).toContain("no library");
    });
  });

  it("name a package that has their block and no manifest, which is no plugin", () => {
    const folder = folderWith({ "a/package.json": '{\n "mortise": {}\n}', "b/package.json": { name: "b" } });
    const { candidates, diagnostics } = discoverIn([{ path: folder, origin: "workspace" }]);
    expect(candidates).toEqual([]);
    expect(diagnostics).toMatchObject([
      { code: "MANIFEST_MISSING", pointer: "/mortise", line: 2, path: join(folder, "a/package.json") },
    ]);
  });
});
