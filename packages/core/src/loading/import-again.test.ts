import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readOnly } from "../../test/discovery.js";
import { folderWith, writeFiles, type Files } from "../../test/folder.js";
import type { ReadyCandidate } from "../catalog/candidate.js";
import { createImporter } from "./import-module.js";
import { importPlugin, type ImportedPlugin, type ImportOutcome } from "./import-plugin.js";

const manifest = { id: "a", configSchema: { type: "object" } };

/** A plugin on disk, and the way to import it again and again, as one host does. */
function written(entry: string, files: Files, deadlineMs = 20_000) {
  const root = folderWith({
    "mortise.plugin.json": manifest,
    "package.json": { type: "module", mortise: { entry: `./${entry}` } },
    ...files,
  });
  const cacheFolder = folderWith();
  const importModule = createImporter({ cacheFolder });
  const load = (previous?: ImportedPlugin, isFresh = false): Promise<ImportOutcome> =>
    importPlugin(readOnly(root) as ReadyCandidate, { importModule, deadlineMs, isFresh }, previous);
  return {
    root,
    cacheFolder,
    load,
    write: (changed: Files) => writeFiles(root, changed),
    runs: () => (existsSync(join(root, "ran")) ? readFileSync(join(root, "ran"), "utf8").length : 0),
    async imported(previous?: ImportedPlugin): Promise<ImportedPlugin> {
      const outcome = await load(previous);
      if ("failure" in outcome) throw new Error(JSON.stringify(outcome.failure));
      return outcome;
    },
    async failed(previous?: ImportedPlugin) {
      const outcome = await load(previous);
      return "failure" in outcome ? outcome.failure : undefined;
    },
  };
}

const registered = ({ plugin }: ImportedPlugin) => plugin.register({});

const ran = 'import { appendFileSync } from "node:fs"; appendFileSync(new URL("./ran", import.meta.url), "x");';
const plugin = `${ran} import { n } from "./helper.js"; export default { id: "a", register: () => n };`;
const script =
  'require("node:fs").appendFileSync(__dirname + "/ran", "x"); const { n } = require("./helper.cjs"); module.exports = { id: "a", register: () => n };';

type Kind = readonly [name: string, entry: string, files: Files, edit: (n: number) => Files];
const kinds: readonly Kind[] = [
  ["JavaScript", "index.js", { "index.js": plugin }, (n) => ({ "helper.js": `export const n = ${n};` })],
  ["CommonJS", "index.cjs", { "index.cjs": script }, (n) => ({ "helper.cjs": `exports.n = ${n};` })],
  ["TypeScript", "index.ts", { "index.ts": plugin }, (n) => ({ "helper.ts": `export const n: number = ${n};` })],
  [
    "JavaScript that the host lends to",
    "index.js",
    { "index.js": `import "@mortise/sdk"; ${plugin}` },
    (n) => ({ "helper.js": `export const n = ${n};` }),
  ],
  [
    "what is imported only when it is needed",
    "index.js",
    { "index.js": `${ran} export default { id: "a", register: () => n }; const { n } = await import("./helper.js");` },
    (n) => ({ "helper.js": `export const n = await Promise.resolve(${n});` }),
  ],
];

describe.each(kinds)("%s, again [LOAD-6]", (_name, entry, files, edit) => {
  it("is the same while its files are, and is not run again", async () => {
    const { imported, runs } = written(entry, { ...files, ...edit(1) });
    const first = await imported();
    const second = await imported(first);
    expect(second.plugin).toBe(first.plugin);
    expect(second.importMs).toBe(0);
    expect(runs()).toBe(1);
  });

  it("is evaluated anew when a helper changed, each time, and what was before goes on as it was", async () => {
    const { imported, runs, write } = written(entry, { ...files, ...edit(1) });
    const all = [await imported()];
    for (const n of [2, 3, 4]) {
      write(edit(n));
      all.push(await imported(all.at(-1)));
    }
    expect(all.map(registered)).toEqual([1, 2, 3, 4]);
    expect(runs()).toBe(4);
  });

  it("is evaluated anew when its entry changed", async () => {
    const { root, imported, write } = written(entry, { ...files, ...edit(1) });
    const first = await imported();
    write({ [entry]: readFileSync(join(root, entry), "utf8").replace("=> ", "=> 10 + ") });
    const second = await imported(first);
    expect([registered(first), registered(second)]).toEqual([1, 11]);
    expect(second.integrity.entry).not.toBe(first.integrity.entry);
  });

  it("fails when a helper is gone, and is there again with it", async () => {
    const { root, imported, failed, write } = written(entry, { ...files, ...edit(1) });
    const first = await imported();
    const [helper = ""] = Object.keys(edit(1));
    registered(first);
    rmSync(join(root, helper));
    const named = entry === "index.cjs" ? "helper.cjs" : "helper.js";
    expect(await failed(first)).toMatchObject({
      code: "LOAD_FAILED",
      message: expect.stringContaining(`'./${named}'`),
    });
    expect(registered(first)).toBe(1);
    write(edit(2));
    expect(registered(await imported(first))).toBe(2);
  });
});

const twoFiles = { "index.js": plugin, "helper.js": "export const n = 1;" };
const twoTypedFiles = { "index.ts": plugin, "helper.ts": "export const n: number = 1;" };

describe("an edit that does not work [LIFE-4]", () => {
  const edits: readonly (readonly [string, string, Files, Files, object])[] = [
    ["a syntax error", "index.js", twoFiles, { "index.js": `${plugin}\n\nlet = ;` }, { file: "index.js", line: 3 }],
    ["a syntax error in a helper", "index.js", twoFiles, { "helper.js": "\nlet = ;" }, { file: "helper.js", line: 2 }],
    ["one in TypeScript", "index.ts", twoTypedFiles, { "helper.ts": "\nlet a: = 1;" }, { file: "helper.ts", line: 2 }],
    [
      "half a file",
      "index.js",
      twoFiles,
      { "helper.js": "export const n = 2;\nexport const m = {" },
      { file: "helper.js" },
    ],
    [
      "a module that throws",
      "index.js",
      twoFiles,
      { "helper.js": "\nthrow new Error('no')" },
      { line: 2, reason: "no" },
    ],
    [
      "a module that throws after a while",
      "index.js",
      twoFiles,
      { "helper.js": "\nawait null; throw new Error('no')" },
      { line: 2, reason: "no" },
    ],
    [
      "a helper that is not there",
      "index.js",
      twoFiles,
      { "helper.js": '\nimport "./nowhere.js"' },
      { file: "helper.js", line: 2, reason: "Cannot find './nowhere.js'" },
    ],
    [
      "a helper that does not export the name any more",
      "index.js",
      twoFiles,
      { "helper.js": "export const other = 2;" },
      { file: "index.js", line: 1, reason: "'./helper.js' does not provide an export named 'n'" },
    ],
    [
      "a helper that was emptied",
      "index.js",
      twoFiles,
      { "helper.js": "" },
      { file: "index.js", line: 1, reason: "'./helper.js' does not provide an export named 'n'" },
    ],
    [
      "a helper that was emptied, in TypeScript",
      "index.ts",
      twoTypedFiles,
      { "helper.ts": "" },
      { file: "index.ts", line: 1, reason: "'./helper.js' does not provide an export named 'n'" },
    ],
    [
      "a name that a package does not have",
      "index.js",
      twoFiles,
      { "helper.js": '\nimport { nobody } from "node:fs"; export const n = nobody;' },
      { line: 2, reason: "'node:fs' does not provide an export named 'nobody'" },
    ],
    [
      "a name that is handed on and is not there",
      "index.js",
      twoFiles,
      { "helper.js": '\n\nexport { n } from "./further.js";', "further.js": "export const m = 1;" },
      { line: 3, reason: "'./further.js' does not provide an export named 'n'" },
    ],
    [
      "a package that is not there",
      "index.ts",
      twoTypedFiles,
      { "helper.ts": '\nimport "nobody-has-this"' },
      { file: "helper.ts", line: 2, reason: "Cannot find 'nobody-has-this'" },
    ],
  ];

  it.each(edits)("%s", async (_name, entry, files, edit, { file = "helper.js", line, reason = "" }: Expected) => {
    const { imported, failed, write } = written(entry, files);
    const first = await imported();
    write(edit);
    for (const _again of [1, 2]) {
      const failure = await failed(first);
      expect(failure).toMatchObject({ code: "LOAD_FAILED", plugin: "a", level: "error" });
      expect(basename(failure?.path ?? "")).toBe(file);
      if (line !== undefined) expect(failure?.line).toBe(line);
      expect(failure?.message).toContain(reason);
    }
    write(files);
    expect((await imported(first)).plugin).toBe(first.plugin);
    expect(registered(first)).toBe(1);
  });

  it("an entry that was emptied is no plugin", async () => {
    const { imported, failed, write } = written("index.js", twoFiles);
    const first = await imported();
    write({ "index.js": "" });
    expect(await failed(first)).toMatchObject({ code: "LOAD_NO_PLUGIN" });
  });

  it("a module that never finishes", async () => {
    const { imported, failed, write } = written("index.js", twoFiles, 200);
    const first = await imported();
    write({ "helper.js": "export const n = await new Promise(() => {});" });
    expect(await failed(first)).toMatchObject({ code: "LOAD_TIMEOUT" });
    write({ "helper.js": "export const n = 2;" });
    expect(registered(await imported(first))).toBe(2);
  });
});

interface Expected {
  readonly file?: string;
  readonly line?: number;
  readonly reason?: string;
}

describe("JavaScript that failed the first time", () => {
  it.each([
    ["a syntax error", "let = ;"],
    ["a throw", "throw new Error('no')"],
    ["an import that leads nowhere", "import './nowhere.js'"],
  ])("is there once %s is mended, though Node remembers", async (_name, bad) => {
    const { imported, failed, write } = written("index.js", { ...twoFiles, "helper.js": bad });
    expect(await failed()).toMatchObject({ code: "LOAD_FAILED" });
    write(twoFiles);
    expect(registered(await imported())).toBe(1);
  });

  it("is tried again when nothing was edited", async () => {
    const module = `${ran} if (!globalThis.isReadyNow) throw new Error("not ready"); export default { id: "a", register: () => 1 };`;
    const { imported, failed, runs } = written("index.js", { "index.js": module });
    expect(await failed()).toMatchObject({ message: expect.stringContaining("not ready") });
    Object.assign(globalThis, { isReadyNow: true });
    expect(registered(await imported())).toBe(1);
    expect(runs()).toBe(2);
    Reflect.deleteProperty(globalThis, "isReadyNow");
  });

  it("is there after its deadline, too", async () => {
    const { imported, failed, write } = written(
      "index.js",
      { ...twoFiles, "helper.js": "export const n = await new Promise(() => {})" },
      200,
    );
    expect(await failed()).toMatchObject({ code: "LOAD_TIMEOUT" });
    write(twoFiles);
    expect(registered(await imported())).toBe(1);
  });
});

describe("another host in the same process [LIFE-13]", () => {
  it("gets what is on disk, not what Node holds", async () => {
    const { imported, write } = written("index.js", twoFiles);
    const first = await imported();
    write({ "helper.js": "export const n = 2;" });
    const other = await imported();
    expect([registered(first), registered(other)]).toEqual([1, 2]);
  });
});

describe("what is the plugin's own, and what is not [LOAD-6]", () => {
  it("packages stay as they are, the same for old and new", async () => {
    const files = (n: number) => ({
      "index.js": `import { made } from "dep"; export default { id: "a", register: () => [made, ${n}] };`,
    });
    const { imported, write } = written("index.js", {
      ...files(1),
      "node_modules/dep/package.json": { exports: "./index.js", type: "module" },
      "node_modules/dep/index.js": "export const made = {};",
    });
    const first = await imported();
    write({ ...files(2), "node_modules/dep/index.js": "export const made = 'edited';" });
    const [before, after] = [registered(first), registered(await imported(first))] as [unknown[], unknown[]];
    expect(after[0]).toBe(before[0]);
    expect([before[1], after[1]]).toEqual([1, 2]);
  });

  it("lists the files that run", async () => {
    const js = await written("index.js", twoFiles).imported();
    const ts = await written("index.ts", twoTypedFiles).imported();
    expect([...js.files.keys()].map((file) => basename(file))).toEqual(["index.js", "helper.js"]);
    expect([...ts.files.keys()].map((file) => basename(file))).toEqual(["index.ts", "helper.ts"]);
  });

  it("another entry is another module", async () => {
    const { imported, write } = written("index.js", {
      ...twoFiles,
      "new.js": "export default { id: 'a', register: () => 7 };",
    });
    const first = await imported();
    write({ "package.json": { type: "module", mortise: { entry: "./new.js" } } });
    expect(registered(await imported(first))).toBe(7);
  });

  it("what a module reads by itself counts when it is told so", async () => {
    const module =
      'import { readFileSync } from "node:fs"; const text = readFileSync(new URL("./a.txt", import.meta.url), "utf8"); export default { id: "a", register: () => text };';
    const { imported, load, write } = written("index.js", { "index.js": module, "a.txt": "old" });
    const first = await imported();
    write({ "a.txt": "new" });
    expect(registered(await imported(first))).toBe("old");
    expect(registered((await load(first, true)) as ImportedPlugin)).toBe("new");
  });

  it("an edit leaves no further file in the cache", async () => {
    const { cacheFolder, imported, write } = written("index.ts", twoTypedFiles);
    let last = await imported();
    const before = readdirSync(join(cacheFolder, "jiti")).toSorted();
    for (const n of [2, 3, 4]) {
      write({ "helper.ts": `export const n: number = ${n};` });
      last = await imported(last);
    }
    expect(registered(last)).toBe(4);
    expect(readdirSync(join(cacheFolder, "jiti")).toSorted()).toEqual(before);
  });
});
