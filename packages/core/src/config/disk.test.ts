import { readFileSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { folderWith } from "../../test/folder.js";
import { moduleGraph } from "../../test/module-graph.js";
import { readControlPlane } from "../control-plane.js";
import { watchDisk, type DiskLook } from "./disk.js";

/** Everything that reading a project looks at. */
async function looksOf(
  folder: string,
  paths: readonly string[],
  env: Record<string, string> = {},
): Promise<readonly DiskLook[]> {
  const looks: DiskLook[] = [];
  const stop = watchDisk((look) => void looks.push(look));
  const folders = {
    cache: join(folder, "cache"),
    globalPlugins: join(folder, "global"),
    workspacePlugins: join(folder, "workspace"),
  };
  await readControlPlane({ config: join(folder, "mortise.jsonc"), cwd: folder, folders, env }, "recall");
  stop();
  await readControlPlane({ config: false, folders });
  expect(
    paths.filter((path) => !looks.some((look) => look.kind === "entry" && look.path === join(folder, path))),
  ).toEqual([]);
  return looks;
}

test("every file that decides what comes of reading is told, those that are not there included [CAT-8]", async () => {
  const folder = folderWith({
    "mortise.jsonc": {
      plugins: { load: { paths: ["./one"] }, entries: { one: { config: { key: { $file: "secret" } } } } },
    },
    "one/mortise.plugin.json": { id: "one", configSchema: { type: "object", properties: { key: { type: "string" } } } },
    "one/package.json": { mortise: { entry: "./dist/index.js" } },
  });
  symlinkSync(join(folder, "one"), join(folder, "link"));
  const looks = await looksOf(folder, [
    "mortise.jsonc",
    "one",
    "one/mortise.plugin.json",
    "one/package.json",
    // There is no such folder, so nobody looks into it.
    "one/dist",
    "global",
    "workspace",
    "cache/config-verdicts.json",
  ]);
  expect(looks).toContainEqual({ kind: "real", path: join(folder, "one") });
});

test("the library that expands globs tells where it looks", async () => {
  const folder = folderWith({
    "mortise.jsonc": { plugins: { load: { paths: ["./deep/*/plugin-*"] } } },
    "deep/one/plugin-a/mortise.plugin.json": { id: "a" },
    "deep/two/other/file.txt": "",
  });
  const looks = await looksOf(folder, ["deep", "deep/one", "deep/two", "deep/one/plugin-a/mortise.plugin.json"]);
  expect(looks).not.toContainEqual({ kind: "entry", path: join(folder, "deep/two/other/file.txt") });
});

test("nothing else of the control plane looks at the disk by itself", () => {
  const source = fileURLToPath(new URL("..", import.meta.url));
  const looking = /import (?!type)\{?([^;]*?)\}? from "node:fs(?:\/promises)?"/g;
  const found = [...moduleGraph(join(source, "catalog.ts")).files].flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(looking)].map(
      ([, names = ""]) => `${relative(source, file)}: ${names.trim()}`,
    ),
  );
  // What is read through an open file was told when it was opened; what is written is looked at by nobody here.
  expect(found.toSorted()).toEqual([
    "config/disk.ts: fs",
    "config/text-file.ts: closeSync, constants, fstatSync, readSync, type Stats",
    "policy/quarantine.ts: mkdirSync, rmSync",
    "validation/verdict-store.ts: mkdirSync",
  ]);
});
