import { appendFileSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import writeFileAtomic from "write-file-atomic";
import { rest, watching, type WatchedFolder } from "../../test/watched-folder.js";
import { watchFiles } from "./watch.js";

describe("files are saved in many ways [WATCH-1]", () => {
  it.each(["mortise.jsonc", "plugins/a/index.js", "loose/alone.js"])(
    "a file that is written beside and renamed, again and again (%s)",
    async (path) => {
      const { folder, toldOf, told, all } = await watching();
      for (const text of ["2", "33", "444"]) {
        told.length = 0;
        await writeFileAtomic(join(folder, path), text);
        await toldOf(path);
        await rest();
      }
      expect(all().files).toContain(path);
    },
  );

  it.each(["mortise.jsonc", "plugins/a/index.js", "loose/alone.js"])(
    "a file that goes, comes again and is edited then (%s)",
    async (path) => {
      const { remove, write, toldOf, told } = await watching();
      for (const step of [() => remove(path), () => write({ [path]: "2" }), () => write({ [path]: "33" })]) {
        told.length = 0;
        step();
        await toldOf(path);
        expect(told.flatMap(({ files }) => files)).toHaveLength(1);
        await rest();
      }
    },
  );

  it("a file that is removed and written at once", async () => {
    const { remove, write, toldOf, told, all } = await watching();
    for (const text of ["2", "33"]) {
      told.length = 0;
      remove("plugins/a/index.js");
      write({ "plugins/a/index.js": text });
      await toldOf("plugins/a/index.js");
      await rest();
      expect(all()).toMatchObject({ plugins: ["a"], roots: false });
    }
  });

  it("a folder that is built anew, and edited then", async () => {
    const { remove, write, toldOf, told, all } = await watching();
    for (const text of ["2", "33", "444"]) {
      told.length = 0;
      remove("plugins/a/lib");
      write({ "plugins/a/lib/helper.js": text, [`plugins/a/lib/more${text}.js`]: text });
      await toldOf(`plugins/a/lib/more${text}.js`);
      await rest();
      told.length = 0;
      write({ "plugins/a/lib/helper.js": `${text}${text}` });
      await toldOf("plugins/a/lib/helper.js");
      await rest();
      expect(all().files).toEqual(["plugins/a/lib/helper.js"]);
    }
  });

  it("a plugin's folder that goes is no plugin any more, and one again when it is back", async () => {
    const { folder, all, told, toldOf } = await watching();
    renameSync(join(folder, "plugins/a"), join(folder, "elsewhere"));
    await toldOf("plugins/a/index.js");
    await rest();
    expect(all()).toMatchObject({ plugins: ["a"], roots: true });
    told.length = 0;
    renameSync(join(folder, "elsewhere"), join(folder, "plugins/a"));
    await toldOf("plugins/a/lib/helper.js");
    expect(all()).toMatchObject({ plugins: ["a"] });
  });

  it("a file is told of when it is written whole, also where that takes a while", async () => {
    const seen: string[] = [];
    const { folder, write } = await watching();
    const path = join(folder, "plugins/a/index.js");
    const watch = await watchFiles({
      targets: () => [{ kind: "plugin", plugin: "a", path: join(folder, "plugins/a") }],
      onError: (error) => expect.unreachable(String(error)),
      onChange: () => void seen.push(readFileSync(path, "utf8")),
    });
    onTestFinished(() => watch.close());
    write({ "plugins/a/index.js": "" });
    await wait(15);
    for (const part of ["one ", "two ", "three"]) {
      appendFileSync(path, part);
      await wait(10);
    }
    await vi.waitFor(() => expect(seen.at(-1)).toBe("one two three"), { timeout: 10_000 });
  });

  it("what is written soon after a file was told of is told of as well", async () => {
    const texts: string[] = [];
    const watched: WatchedFolder = await watching(
      {},
      { onChange: () => void texts.push(readFileSync(join(watched.folder, "plugins/a/index.js"), "utf8")) },
    );
    watched.write({ "plugins/a/index.js": "half" });
    await vi.waitFor(() => expect(texts).toContain("half"), { interval: 1 });
    watched.write({ "plugins/a/index.js": "whole" });
    await vi.waitFor(() => expect(texts.at(-1)).toBe("whole"), { timeout: 10_000 });
  });
});
