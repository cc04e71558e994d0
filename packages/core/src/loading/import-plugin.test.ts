import { createHash } from "node:crypto";
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, writeFiles } from "../../test/folder.js";
import { hostWith, type WrittenPlugin } from "../../test/host-with.js";

const sha256 = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

/** A host on one plugin that marks where it ran, not loaded yet. */
async function unloaded(plugin: WrittenPlugin = {}) {
  const register = 'require("node:fs").writeFileSync(require("node:path").join(__dirname, "ran"), "")';
  const module = `${register}; module.exports = { id: "a", register() {} };`;
  const written = await hostWith({ a: { entry: "dist/index.cjs", module, ...plugin } });
  const root = join(written.folder, "a");
  return { ...written, root, hasRun: () => existsSync(join(root, "dist/ran")) };
}

describe("what is on disk when a plugin is loaded is what counts [LOAD-4]", () => {
  it("its manifest and entry are hashed as they are then", async () => {
    const { host, root } = await unloaded();
    writeFiles(root, { "dist/index.cjs": "module.exports = { id: 'a', register() { /* newer */ } };" });
    await host.load(["a"]);
    expect(host.registry.instances.get("a")?.integrity).toEqual({
      manifest: sha256(join(root, "mortise.plugin.json")),
      entry: sha256(join(root, "dist/index.cjs")),
    });
  });

  const written = Buffer.from("module.exports = { id: 'a', register() {} }; // ");
  it.each([
    ["Latin-1", Buffer.concat([written, Buffer.from("café", "latin1")])],
    ["a mark of the byte order", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), written])],
    ["what stands for bytes that are no text", Buffer.concat([written, Buffer.from("\uFFFD")])],
  ])("the hash is that of the bytes, with %s in them", async (_name, bytes) => {
    const { host, root } = await unloaded();
    writeFileSync(join(root, "dist/index.cjs"), bytes);
    await host.load(["a"]);
    expect(host.registry.instances.get("a")?.integrity.entry).toBe(createHash("sha256").update(bytes).digest("hex"));
  });

  it("a path that a URL writes otherwise leads to the same file", async () => {
    const { host } = await unloaded({ entry: "dist/100% of #1 é.cjs" });
    await host.load(["a"]);
    expect(host.registry.instances.get("a")?.imported.file).toMatch(/100% of #1 é\.cjs$/);
  });

  const tampered: readonly (readonly [string, (root: string) => void, string])[] = [
    [
      "the entry became a link that leads out",
      (root) => {
        const outside = folderWith({ "evil.cjs": "require('node:fs').writeFileSync(__filename + '.ran', '')" });
        rmSync(join(root, "dist/index.cjs"));
        symlinkSync(join(outside, "evil.cjs"), join(root, "dist/index.cjs"));
      },
      "ENTRY_ESCAPES",
    ],
    [
      "the entry's folder became a link that leads out",
      (root) => {
        const outside = folderWith({ "index.cjs": "module.exports = { id: 'a', register() {} }" });
        renameSync(join(root, "dist"), join(root, "old"));
        symlinkSync(outside, join(root, "dist"));
      },
      "ENTRY_ESCAPES",
    ],
    [
      "the entry can be written by everybody",
      (root) => chmodSync(join(root, "dist/index.cjs"), 0o666),
      "PATH_WORLD_WRITABLE",
    ],
    ["its folder can be written by everybody", (root) => chmodSync(join(root, "dist"), 0o777), "PATH_WORLD_WRITABLE"],
    ["the plugin's folder can be written by everybody", (root) => chmodSync(root, 0o777), "PATH_WORLD_WRITABLE"],
    ["the entry is gone", (root) => rmSync(join(root, "dist/index.cjs")), "ENTRY_NOT_FOUND"],
    ["the manifest is gone", (root) => rmSync(join(root, "mortise.plugin.json")), "LOAD_FAILED"],
  ];

  it.skipIf(process.platform === "win32").each(tampered)("nothing runs when %s", async (_name, tamper, code) => {
    const { host, root, hasRun } = await unloaded();
    tamper(root);
    await host.load(["a"]);
    expect(host.failureOf("a")?.map((failure) => [failure.code, failure.level, failure.plugin])).toEqual([
      [code, "error", "a"],
    ]);
    expect(hasRun()).toBe(false);
    expect(host.registry.instances.size).toBe(0);
  });
});

describe("a module that cannot be loaded is told with plugin, file and line [LOAD-5]", () => {
  const bad: readonly (readonly [string, WrittenPlugin, object])[] = [
    [
      "an ES module throws",
      { module: '\n\nthrow new TypeError("no")' },
      { line: 3, message: expect.stringContaining("no") },
    ],
    ["CommonJS throws", { entry: "index.cjs", module: '\nthrow new TypeError("no")' }, { line: 2 }],
    [
      "TypeScript throws",
      { entry: "index.ts", module: 'interface A { a: 1 }\n\nthrow new TypeError("no" as string)' },
      { line: 3 },
    ],
    [
      "a helper throws",
      { module: 'import "./x.mjs"', files: { "x.mjs": '\nthrow new Error("no")' } },
      { line: 2, path: expect.stringMatching(/a\/x\.mjs$/) },
    ],
    [
      "the syntax of an ES module is wrong",
      { module: "\n\nlet = ;" },
      { line: 3, message: expect.stringContaining("Unexpected") },
    ],
    [
      "the syntax of a helper is wrong",
      { module: 'import "./x.mjs"', files: { "x.mjs": "\nlet = ;" } },
      { line: 2, path: expect.stringMatching(/a\/x\.mjs$/) },
    ],
    [
      "a name is imported that is not exported",
      { module: '\nimport { no } from "./x.mjs"', files: { "x.mjs": "" } },
      { line: 2, message: expect.stringContaining("no") },
    ],
    ["the syntax of CommonJS is wrong", { entry: "index.cjs", module: "\n\nlet = ;" }, { line: 3 }],
    ["the syntax of TypeScript is wrong", { entry: "index.ts", module: "\n\nconst a: = ;" }, { line: 3 }],
    [
      "the syntax of a TypeScript helper is wrong",
      { entry: "index.ts", module: 'import "./x.js"', files: { "x.ts": "\nconst a: = ;" } },
      { line: 2, path: expect.stringMatching(/a\/x\.ts$/) },
    ],
    [
      "an import leads nowhere",
      { module: 'import "./nowhere.js"' },
      { message: expect.stringContaining("nowhere.js") },
    ],
    [
      "a package is not there",
      { module: 'import "nobody-has-this"' },
      { message: expect.stringContaining("nobody-has-this") },
    ],
    [
      "what is thrown is no error",
      { module: "throw Object.create(null)" },
      { message: expect.stringContaining("cannot be shown") },
    ],
    ["it exports no plugin", { module: "export const a = 1" }, { code: "LOAD_NO_PLUGIN" }],
    ["its id is another", { module: "export default { id: 'b', register() {} }" }, { code: "LOAD_ID_MISMATCH" }],
  ];

  it.each(bad)("when %s", async (_name, plugin, expected) => {
    const { host, root } = await unloaded({ entry: "index.mjs", ...plugin });
    await host.load(["a"]);
    const path = join(root, plugin.entry ?? "index.mjs");
    expect(host.failureOf("a")).toEqual([
      expect.objectContaining({ code: "LOAD_FAILED", plugin: "a", path, level: "error", ...expected }),
    ]);
  });

  it("and ids that differ in case are one", async () => {
    const { host } = await unloaded({ module: "module.exports = { id: 'A', register() {} }" });
    await host.load(["a"]);
    expect(host.registry.instances.size).toBe(1);
  });
});

describe("a module that never finishes [LOAD-8]", () => {
  it("fails at its deadline, and the others are there", async () => {
    const plugins = { a: { module: "await new Promise(() => {}); export default {}" }, b: {} };
    const { host } = await hostWith(plugins, { loadDeadlineMs: 50 });
    await host.load(["a", "b"]);
    expect(host.failureOf("a")).toEqual([
      expect.objectContaining({ code: "LOAD_TIMEOUT", plugin: "a", message: expect.stringContaining("50 ms") }),
    ]);
    expect([...host.registry.instances.keys()]).toEqual(["b"]);
  });
});
