import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { folderWith, writeFiles } from "../../test/folder.js";
import { rest, watching, type WatchedFolder } from "../../test/watched-folder.js";
import { watchFiles, type WatchedChanges } from "./watch.js";

describe("a change is told to whom it concerns [WATCH-1]", () => {
  it.each<[string, string, Partial<WatchedChanges>]>([
    ["a plugin's entry", "plugins/a/index.js", { plugins: ["a"], roots: false, config: false }],
    ["a plugin's file further down", "plugins/a/lib/helper.js", { plugins: ["a"], roots: false }],
    ["a plugin that is one file", "loose/alone.js", { plugins: ["alone"], roots: false }],
    ["the config", "mortise.jsonc", { plugins: [], roots: false, config: true }],
    ["a new file of a plugin", "plugins/b/new.js", { plugins: ["b"], roots: false }],
    ["a new file in a new folder of a plugin", "plugins/b/x/y/new.js", { plugins: ["b"], roots: false }],
    ["a manifest in a folder with a dot", "plugins/a/.claude-plugin/plugin.json", { plugins: ["a"] }],
    ["a new plugin", "plugins/c/mortise.plugin.json", { plugins: [], roots: true, config: false }],
    ["a new plugin of a scope", "plugins/@s/c/mortise.plugin.json", { plugins: [], roots: true }],
  ])("%s", async (_name, path, expected) => {
    const { write, toldOf, all } = await watching();
    write({ [path]: "2" });
    await toldOf(path);
    await rest();
    expect(all()).toMatchObject({ ...expected, files: [path] });
  });

  it("what happens at once is told at once, and each file once", async () => {
    const { write, toldOf, told } = await watching();
    write({ "plugins/a/index.js": "22", "plugins/b/index.js": "22", "mortise.jsonc": "{ }" });
    write({ "plugins/a/index.js": "333" });
    await toldOf("mortise.jsonc");
    await rest();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ config: true, plugins: expect.arrayContaining(["a", "b"]) });
    expect(told[0]?.files).toHaveLength(3);
  });

  it("what is of nobody is not told", async () => {
    const { write, toldOf, all } = await watching(
      { "plugins/a/node_modules/dep/index.js": "1", ".state/plugins/a.json": "1" },
      { ignored: [".state", "plugins/cache"] },
    );
    write({
      "loose/other.js": "2",
      "else.json": "2",
      "plugins/a/node_modules/dep/index.js": "2",
      "plugins/a/node_modules/new/index.js": "2",
      "plugins/a/.git/HEAD": "2",
      "plugins/a/.index.js.swp": "2",
      "plugins/a/index.js~": "2",
      "plugins/a/.#index.js": "2",
      "plugins/a/4913": "2",
      "plugins/a/index.js___jb_tmp___": "2",
      "plugins/cache/jiti/x.mjs": "2",
      ".state/plugins/a.json": "2",
    });
    await rest();
    write({ "plugins/b/index.js": "2" });
    await toldOf("plugins/b/index.js");
    await rest();
    expect(all().files).toEqual(["plugins/b/index.js"]);
  });

  it("a plugin that lies in an ignored folder is watched all the same", async () => {
    const files = { ".state/plugins/c/index.js": "1" };
    const watched = await watching(files, { ignored: [".state"] });
    watched.targets.push({ kind: "root", path: join(watched.folder, ".state/plugins") });
    watched.targets.push({ kind: "plugin", plugin: "c", path: join(watched.folder, ".state/plugins/c") });
    await watched.refresh();
    watched.write({ ".state/plugins/c/index.js": "2", ".state/log": "2" });
    await watched.toldOf(".state/plugins/c/index.js");
    await rest();
    expect(watched.all()).toMatchObject({ plugins: ["c"], files: [".state/plugins/c/index.js"] });
  });
});

describe("telling", () => {
  it("is never done twice at a time, and what comes meanwhile is told after", async () => {
    let running = 0;
    let most = 0;
    const { write, toldOf, told } = await watching(
      {},
      {
        async onChange() {
          most = Math.max(most, (running += 1));
          await wait(200);
          running -= 1;
        },
      },
    );
    write({ "plugins/a/index.js": "2" });
    await toldOf("plugins/a/index.js");
    write({ "plugins/b/index.js": "2" });
    await wait(60);
    write({ "plugins/b/index.js": "33", "mortise.jsonc": "{ }" });
    await toldOf("mortise.jsonc");
    expect(told.map(({ plugins }) => plugins)).toEqual([["a"], ["b"]]);
    expect(most).toBe(1);
  });

  it("goes on after it failed", async () => {
    const errors: unknown[] = [];
    const folder = folderWith({ "a/index.js": "1" });
    let calls = 0;
    const watch = await watchFiles({
      targets: () => [{ kind: "plugin", plugin: "a", path: join(folder, "a") }],
      onError: (error) => void errors.push(error),
      onChange() {
        calls += 1;
        throw new Error(`no ${calls}`);
      },
    });
    onTestFinished(() => watch.close());
    writeFiles(folder, { "a/index.js": "22" });
    await vi.waitFor(() => expect(errors).toEqual([new Error("no 1")]));
    await rest();
    writeFiles(folder, { "a/index.js": "333" });
    await vi.waitFor(() => expect(errors).toEqual([new Error("no 1"), new Error("no 2")]));
  });

  it("ends with close, also when that is called while it is done", async () => {
    const watched: WatchedFolder = await watching({}, { onChange: () => watched.close() });
    watched.write({ "plugins/a/index.js": "2" });
    await watched.toldOf("plugins/a/index.js");
    watched.write({ "plugins/b/index.js": "2" });
    await rest();
    expect(watched.all().plugins).toEqual(["a"]);
  });
});

describe("targets change", () => {
  it("a new plugin is one after refresh, and a target that is gone is told of no more", async () => {
    const { folder, targets, refresh, write, toldOf, told, all } = await watching();
    write({ "plugins/c/index.js": "1", "outside/index.js": "1" });
    await toldOf("plugins/c/index.js");
    targets.push({ kind: "plugin", plugin: "c", path: join(folder, "plugins/c") });
    targets.push({ kind: "plugin", plugin: "outside", path: join(folder, "outside") });
    targets.splice(
      targets.findIndex(({ kind }) => kind === "config"),
      1,
    );
    await refresh();
    await rest();
    told.length = 0;
    write({ "plugins/c/index.js": "22", "outside/index.js": "22", "mortise.jsonc": "{ }" });
    await toldOf("outside/index.js");
    await toldOf("plugins/c/index.js");
    await rest();
    expect(all()).toMatchObject({ plugins: ["c", "outside"], roots: false, config: false });
  });

  it("folders and files that are not there yet are waited for", async () => {
    const { folder, targets, refresh, write, toldOf, all } = await watching();
    targets.push({ kind: "root", path: join(folder, "x/.mortise/plugins") });
    targets.push({ kind: "config", path: join(folder, "y/mortise.jsonc") });
    await refresh();
    write({ "x/.mortise/plugins/c/mortise.plugin.json": "1", "y/mortise.jsonc": "{}", "x/else.js": "1" });
    await toldOf("x/.mortise/plugins/c/mortise.plugin.json");
    await toldOf("y/mortise.jsonc");
    expect(all()).toMatchObject({ roots: true, config: true, files: expect.not.arrayContaining(["x/else.js"]) });
  });

  it("a pattern is watched from where it varies, and no deeper than asked", async () => {
    const folder = folderWith({ "packages/one/x.js": "1", "packages/one/deep/down/x.js": "1", "other/x.js": "1" });
    const told: string[] = [];
    const watch = await watchFiles({
      targets: () => [{ kind: "root", path: folder, glob: "packages/*", depth: 2 }],
      onError: (error) => expect.unreachable(String(error)),
      onChange: ({ files }) => void told.push(...files),
    });
    onTestFinished(() => watch.close());
    writeFiles(folder, { "packages/one/deep/down/x.js": "22", "other/x.js": "22", "packages/one/deep/x.js": "22" });
    await vi.waitFor(() => expect(told).toContain(join(folder, "packages/one/deep/x.js")));
    await rest();
    expect(told).toEqual([join(folder, "packages/one/deep/x.js")]);
  });

  it.skipIf(process.platform === "win32")("a plugin that is linked is watched where it is", async () => {
    const { folder, targets, refresh, write, toldOf, all } = await watching({ "src/linked/index.js": "1" });
    symlinkSync(join(folder, "src/linked"), join(folder, "plugins/linked"));
    await toldOf("plugins/linked");
    expect(all().roots).toBe(true);
    targets.push({ kind: "plugin", plugin: "linked", path: join(folder, "plugins/linked") });
    await refresh();
    write({ "src/linked/index.js": "22" });
    await toldOf("src/linked/index.js");
    expect(all().plugins).toEqual(["linked"]);
  });

  it("with nothing to watch there is nothing to do", async () => {
    const watch = await watchFiles({
      targets: () => [],
      onChange: () => expect.unreachable(),
      onError: () => expect.unreachable(),
    });
    await watch.refresh();
    await watch.close();
  });

  it("a folder that is made bit by bit is known whole", async () => {
    const { folder, write, toldOf, told, all } = await watching();
    for (let round = 0; round < 5; round += 1) {
      const plugin = `plugins/new${round}`;
      mkdirSync(join(folder, plugin));
      for (const name of ["a.js", "b.js", "c.js"]) {
        await wait(round);
        writeFileSync(join(folder, plugin, name), "1");
      }
      for (const name of ["a.js", "b.js", "c.js"]) await toldOf(`${plugin}/${name}`);
      await rest();
      told.length = 0;
      write({ [`${plugin}/c.js`]: "22" });
      await toldOf(`${plugin}/c.js`);
      expect(all()).toMatchObject({ roots: true, plugins: [], files: [`${plugin}/c.js`] });
    }
  });
});
