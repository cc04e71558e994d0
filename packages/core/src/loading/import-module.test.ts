import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CapabilityError } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { folderWith, type Files } from "../../test/folder.js";
import { languageOf } from "../catalog/entry.js";
import { createImporter } from "./import-module.js";

const importer = () => createImporter({ cacheFolder: folderWith() });

/** Imports a file of a folder with a fresh importer. */
async function importFrom(folder: string, entry: string): Promise<Record<string, unknown>> {
  const file = join(folder, entry);
  const { namespace } = await importer()({ file, language: languageOf(file) ?? "javascript" });
  return namespace as Record<string, unknown>;
}

const importOf = (files: Files, entry = Object.keys(files)[0] ?? "") => importFrom(folderWith(files), entry);

/** How often the modules of a folder ran: each appends a letter. */
const runs = (folder: string) => (existsSync(join(folder, "ran")) ? readFileSync(join(folder, "ran"), "utf8") : "");
const ranModule = 'import { appendFileSync } from "node:fs"; appendFileSync(new URL("./ran", import.meta.url), "x");';
const ranScript = 'require("node:fs").appendFileSync(require("node:path").join(__dirname, "ran"), "x");';

const moduleType = { "package.json": { type: "module" } };

describe("JavaScript is Node's [LOAD-1]", () => {
  it.each<[string, Files]>([
    ["an ES module", { "index.mjs": "export default { id: 'a' }" }],
    ["a module by package type", { "index.js": "export default { id: 'a' }", ...moduleType }],
    ["a module by its syntax alone", { "index.js": "export default { id: 'a' }" }],
    ["CommonJS", { "index.cjs": "module.exports = { id: 'a' }" }],
    ["top-level await", { "index.mjs": "export default await Promise.resolve({ id: 'a' })" }],
    [
      "JSON",
      { "index.mjs": "import d from './d.json' with { type: 'json' }; export default d", "d.json": { id: "a" } },
    ],
  ])("%s", async (_name, files) => {
    expect((await importOf(files))["default"]).toEqual({ id: "a" });
  });

  it("is not evaluated by the test runner, whose modules know nothing of import.meta.resolve", async () => {
    const source =
      "export default [import.meta.resolve('./x.mjs'), import.meta.vitest, (() => {}).constructor === Function]";
    const folder = folderWith({ "index.mjs": source });
    expect((await importFrom(folder, "index.mjs"))["default"]).toEqual([`file://${folder}/x.mjs`, undefined, true]);
  });
});

describe("TypeScript runs on every Node [LOAD-1]", () => {
  const load = async (source: string, files: Files = {}, name = "index.ts") =>
    (await importOf({ [name]: source, ...files }))["default"];

  it.each<[string, string, unknown]>([
    ["enums", "enum Colour { Red = 1, Blue } export default Colour.Blue", 2],
    ["parameter properties", "class A { constructor(readonly n: number) {} } export default new A(3).n", 3],
    ["namespaces", "namespace N { export const n = 4 } export default N.n", 4],
    ["types that are gone", "import type { X } from 'nowhere'; export default ((x: X | 5): unknown => x)(5)", 5],
    ["top-level await", "export default await Promise.resolve(6)", 6],
    ["import.meta", "export default import.meta.url.startsWith('file:') && import.meta.dirname.length > 1", true],
  ])("%s", async (_name, source, expected) => {
    expect(await load(source)).toEqual(expected);
  });

  it.each<[string, string, Files]>([
    [
      "./x.js that means ./x.ts",
      "import { n } from './x.js'; export default n",
      { "x.ts": "export const n: number = 7" },
    ],
    [
      "./x.mjs that means ./x.mts",
      "import { n } from './x.mjs'; export default n",
      { "x.mts": "export const n: number = 7" },
    ],
    ["no extension", "import { n } from './x'; export default n", { "x.ts": "export const n: number = 7" }],
    [
      "./x.js that is JavaScript",
      "import { n } from './x.js'; export default n",
      { "x.js": "export const n = 7", ...moduleType },
    ],
    [
      "the exports of CommonJS",
      "import x from './x.cjs'; export default x.n",
      { "x.cjs": "module.exports = { n: 7 }" },
    ],
    ["a name of CommonJS", "import { n } from './x.cjs'; export default n", { "x.cjs": "exports.n = 7" }],
    ["JSON", "import x from './x.json'; export default x.n", { "x.json": { n: 7 } }],
    [
      "a package",
      "import x from 'dep'; export default x.n",
      { "node_modules/dep/index.js": "module.exports = { n: 7 }" },
    ],
    ["import()", "export default (await import('./x.js')).n", { "x.ts": "export const n: number = 7" }],
    [
      "require of TypeScript",
      "import x = require('./x'); export default x.n",
      { "x.ts": "export const n: number = 7" },
    ],
    [
      "what package.json imports",
      "import { n } from '#x'; export default n",
      {
        "x.ts": "export const n: number = 7",
        "package.json": { imports: { "#x": "./x.ts" } },
      },
    ],
    [
      "everything of another",
      "export * from './x.js'; export { n as default } from './x.js'",
      { "x.ts": "export const n: number = 7" },
    ],
  ])("resolves %s", async (_name, source, files) => {
    expect(await load(source, files)).toBe(7);
  });

  it("gives modules that import each other what is there so far", async () => {
    const files = {
      "index.ts": "import { b } from './b.js'; export const a = 'a'; export default () => b();",
      "b.ts": "import * as index from './index.js'; export const b = (): string => `b of ${index.a}`;",
    };
    expect(((await importOf(files))["default"] as () => string)()).toBe("b of a");
  });

  it("evaluates a file once, however many import it at a time", async () => {
    const folder = folderWith({
      "index.ts":
        "const all = await Promise.all([import('./x.js'), import('./x.js')]); export default all.map(({ n }) => n)",
      "x.ts": `${ranModule} await new Promise((go) => setImmediate(go)); export const n = 8`,
    });
    expect((await importFrom(folder, "index.ts"))["default"]).toEqual([8, 8]);
    expect(runs(folder)).toBe("x");
  });

  it("keeps what was transformed", async () => {
    const cacheFolder = folderWith();
    const folder = folderWith({ "index.ts": "enum A { B = 9 } export default A.B" });
    const entry = { file: join(folder, "index.ts"), language: "typescript" } as const;
    for (let round = 0; round < 2; round += 1) {
      expect(await createImporter({ cacheFolder })(entry)).toMatchObject({ namespace: { default: 9 } });
    }
    expect(existsSync(join(cacheFolder, "jiti"))).toBe(true);
  });

  it("works where the cache folder cannot be made", async () => {
    const folder = folderWith({ "index.ts": "export default 10 as number", file: "" });
    const run = createImporter({ cacheFolder: join(folder, "file") });
    expect(await run({ file: join(folder, "index.ts"), language: "typescript" })).toMatchObject({
      namespace: { default: 10 },
    });
  });
});

describe("a module that throws has run once [LOAD-2]", () => {
  const failing: readonly (readonly [string, Files])[] = [
    ["an ES module", { "index.mjs": `${ranModule} throw new Error("no")` }],
    ["CommonJS", { "index.cjs": `${ranScript} throw new Error("no")` }],
    ["TypeScript", { "index.ts": `${ranModule} throw new Error("no" as string)` }],
    [
      "a JavaScript module that TypeScript imports",
      { "index.ts": "import './x.mjs'", "x.mjs": `${ranModule} throw new Error("no")` },
    ],
    [
      "CommonJS that TypeScript imports",
      { "index.ts": "import './x.cjs'", "x.cjs": `${ranScript} throw new Error("no")` },
    ],
    [
      "CommonJS that TypeScript requires",
      {
        "index.cts": "for (const _ of [1, 2]) try { require('./x.cjs') } catch (error) { if (_ === 2) throw error }",
        "x.cjs": `${ranScript} throw new Error("no")`,
      },
    ],
    [
      "a package that TypeScript imports",
      {
        "index.ts": "import 'dep'",
        "node_modules/dep/index.mjs": `import { appendFileSync } from "node:fs"; appendFileSync(new URL("../../ran", import.meta.url), "x"); throw new Error("no")`,
        "node_modules/dep/package.json": { exports: "./index.mjs" },
      },
    ],
    [
      "a module that needs the host's SDK",
      { "index.mjs": `import "@mortise/sdk"; ${ranModule} throw new Error("no")` },
    ],
    [
      "CommonJS that needs the host's SDK",
      { "index.cjs": `${ranScript} require("@mortise/sdk"); throw new Error("no")` },
    ],
  ];

  it.each(failing)("%s", async (_name, files) => {
    const folder = folderWith(files);
    const run = importer();
    const file = join(folder, Object.keys(files)[0] ?? "");
    const entry = { file, language: languageOf(file) ?? "javascript" } as const;
    await expect(run(entry)).rejects.toThrow("no");
    expect(runs(folder)).toBe("x");
  });

  it("also where its own import() of the SDK fails: it has run, so no second loader may", async () => {
    const folder = folderWith({ "index.mjs": `${ranModule} const name = "@mortise/" + "sdk"; await import(name)` });
    await expect(importFrom(folder, "index.mjs")).rejects.toThrow("Cannot find package '@mortise/sdk'");
    expect(runs(folder)).toBe("x");
  });
});

describe("what the host lends [LOAD-3]", () => {
  const asCode = 'new CapabilityError("x", { code: "timeout" })';

  it.each<[string, Files]>([
    ["a module", { "index.mjs": `import { CapabilityError } from "@mortise/sdk"; export default ${asCode}` }],
    [
      "a module that asks late",
      { "index.mjs": `const { CapabilityError } = await import("@mortise/sdk"); export default ${asCode}` },
    ],
    ["CommonJS", { "index.cjs": `const { CapabilityError } = require("@mortise/sdk"); exports.default = ${asCode}` }],
    ["TypeScript", { "index.ts": `import { CapabilityError } from "@mortise/sdk"; export default ${asCode}` }],
    [
      "CommonJS that asks late",
      {
        "index.cjs": `exports.default = "pending"; exports.ready = import("@mortise/sdk").then(({ CapabilityError }) => ${asCode})`,
      },
    ],
    [
      "a helper of a module",
      {
        "index.mjs": 'import { error } from "./lib/x.mjs"; export default error',
        "lib/x.mjs": `import { CapabilityError } from "@mortise/sdk"; export const error = ${asCode}`,
      },
    ],
    [
      "a helper of CommonJS",
      {
        "index.cjs": 'exports.default = require("./lib").error',
        "lib/index.js": `const { CapabilityError } = require("@mortise/sdk"); exports.error = ${asCode}`,
      },
    ],
    [
      "CommonJS that a module imports",
      {
        "index.mjs": 'import { error } from "./x.cjs"; export default error',
        "x.cjs": `const { CapabilityError } = require("@mortise/sdk"); exports.error = ${asCode}`,
      },
    ],
    [
      "a helper of TypeScript, in JavaScript",
      {
        "index.ts": 'import { error } from "./x.mjs"; export default error',
        "x.mjs": `import { CapabilityError } from "@mortise/sdk"; export const error = ${asCode}`,
      },
    ],
  ])("reaches %s, as the host's own class", async (_name, files) => {
    const namespace = await importOf(files);
    const found = (namespace["default"] as { default?: unknown }).default ?? namespace["default"];
    const error = found === "pending" ? await namespace["ready"] : found;
    expect((error as object).constructor).toBe(CapabilityError);
  });

  it("includes the subpath for schemas", async () => {
    const source = 'import { Type } from "@mortise/sdk/typebox"; export default Type.String().type';
    expect((await importOf({ "index.mjs": source }))["default"]).toBe("string");
  });

  it("leaves sloppy CommonJS sloppy", async () => {
    const source =
      'require("@mortise/sdk"); undeclared = 1; exports.late = () => import("node:fs"); exports.n = undeclared;';
    expect(await importOf({ "index.cjs": source })).toMatchObject({ n: 1 });
    expect(Reflect.deleteProperty(globalThis, "undeclared")).toBe(true);
  });

  it("is not asked for by a comment, so that a plugin with only types in it stays Node's", async () => {
    const source =
      '/** @type {import("@mortise/sdk").Plugin} */ // import "@mortise/sdk"\nexport default import.meta.resolve("./x")';
    const folder = folderWith({ "index.mjs": source });
    expect((await importFrom(folder, "index.mjs"))["default"]).toBe(`file://${folder}/x`);
  });

  const ownCopy = {
    "node_modules/@mortise/sdk/package.json": { name: "@mortise/sdk", type: "module", exports: "./index.js" },
    "node_modules/@mortise/sdk/index.js":
      'export class CapabilityError extends Error { get [Symbol.for("mortise.CapabilityError")]() { return true } }',
  };

  it.each<[string, Files]>([
    [
      "a module",
      { "index.mjs": `import { CapabilityError } from "@mortise/sdk"; export default ${asCode}`, ...ownCopy },
    ],
    [
      "TypeScript",
      { "index.ts": `import { CapabilityError } from "@mortise/sdk"; export default ${asCode}`, ...ownCopy },
    ],
  ])("yields to the copy that %s brought, and its errors count all the same", async (_name, files) => {
    const error = (await importOf(files))["default"] as object;
    expect(error.constructor).not.toBe(CapabilityError);
    expect(error).toBeInstanceOf(CapabilityError);
  });

  it("yields to a copy that only ES modules can import", async () => {
    const importOnly = { name: "@mortise/sdk", type: "module", exports: { import: "./index.js" } };
    const files = { ...ownCopy, "node_modules/@mortise/sdk/package.json": importOnly };
    const source = `import { CapabilityError } from "@mortise/sdk"; export default ${asCode}`;
    const error = (await importOf({ "index.mjs": source, ...files }))["default"] as object;
    expect(error.constructor).not.toBe(CapabilityError);
  });
});
