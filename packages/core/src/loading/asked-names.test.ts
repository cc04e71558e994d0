import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, type Files } from "../../test/folder.js";
import { languageOf } from "../catalog/entry.js";
import { createImporter } from "./import-module.js";

/** Evaluates the first of some files, and gives its default export. */
async function evaluated(files: Files): Promise<unknown> {
  const file = join(folderWith(files), Object.keys(files)[0] ?? "");
  const run = createImporter({ cacheFolder: folderWith() });
  const language = languageOf(file) ?? "javascript";
  return ((await run({ file, language }, { isFresh: true })).namespace as { default?: unknown }).default;
}

const typed = { "x.ts": "export interface T { n: number } export type U = 1; export const n = 1;" };

describe("names that are only types need not be there, marked or not", () => {
  it.each<[string, string]>([
    ["in annotations", "import { T, n } from './x.js'; const t: T = { n }; export default t.n"],
    ["in generics", "import { T, n } from './x'; export default ((m: Map<string, T>) => n)(new Map())"],
    ["marked", "import { type T, n } from './x.js'; export default n"],
    ["in a clause of types", "import type { T } from './x.js'; import { n } from './x.js'; export default n"],
    ["handed on", "export { T, n } from './x.js'; export { n as default } from './x.js'"],
    ["imported and handed on", "import { T, n } from './x.js'; export { T }; export default n"],
    [
      "with a member of another of that name",
      "import { T, n } from './x.js'; const it = { _x: { T: n } }; const t: T = it._x.T as never; export default t ?? n",
    ],
    [
      "in the parameters of a decorated class",
      "import { T, n } from './x.js'; const mark = (c: unknown) => c as never; @mark class A { constructor(readonly t: T) {} } export default A && n",
    ],
  ])("%s", async (_name, source) => {
    expect(await evaluated({ "index.ts": source, ...typed })).toBe(1);
  });
});

describe("names that are used must be there [LOAD-5]", () => {
  it.each<[string, Files]>([
    ["in TypeScript", { "index.ts": "import { gone } from './x.js'; export default gone", "x.ts": "export {}" }],
    ["under another name", { "index.ts": "import { gone as n } from './x'; export default n()", "x.ts": "export {}" }],
    ["as the default", { "index.ts": "import gone from './x'; export default gone", "x.ts": "export const n = 1" }],
    ["though nobody reads it", { "index.mjs": "import { gone } from './x.mjs'", "x.mjs": "export const n = 1" }],
    ["in a minified file", { "index.mjs": "import a,{gone as b}from'./x.mjs';a(b)", "x.mjs": "export default 1" }],
    ["from JSON", { "index.mjs": "import { gone } from './x.json'; gone()", "x.json": { n: 1 } }],
    ["from CommonJS", { "index.mjs": "import { gone } from './x.cjs'; gone()", "x.cjs": "exports.n = 1" }],
    [
      "from a package",
      {
        "index.mjs": "import { gone } from 'dep'; gone()",
        "node_modules/dep/package.json": { type: "module", exports: "./index.js" },
        "node_modules/dep/index.js": "export const n = 1",
      },
    ],
  ])("%s", async (_name, files) => {
    await expect(evaluated(files)).rejects.toThrow(/does not provide an export named '(gone|default)'/);
  });
});

describe("names that are there are found", () => {
  it.each<[string, Files]>([
    [
      "through a star",
      {
        "index.mjs": "import { n } from './x.mjs'; export default n",
        "x.mjs": "export * from './y.mjs'",
        "y.mjs": "export const n = 1",
      },
    ],
    [
      "that have no value yet",
      {
        "index.mjs": "import { late, n } from './x.mjs'; export default late ?? n",
        "x.mjs": "export let late; export const n = 1",
      },
    ],
    [
      "in a circle",
      {
        "index.mjs": "import { n } from './x.mjs'; export const m = 1; export default n()",
        "x.mjs": "import { m } from './index.mjs'; export const n = () => m",
      },
    ],
    [
      "of functions",
      {
        "index.mjs": "import { n } from './x.cjs'; export default n",
        "x.cjs": "module.exports = Object.assign(() => {}, { n: 1 })",
      },
    ],
    [
      "that are written with escapes",
      { "index.mjs": String.raw`import { \u006e } from './x.mjs'; export default n`, "x.mjs": "export const n = 1" },
    ],
    [
      "beside one that CommonJS has no value for",
      {
        "index.mjs": "import all, { n } from './x.cjs'; export default all.n && n",
        "x.cjs":
          "exports.n = 1; Object.defineProperty(exports, 'gone', { enumerable: true, get() { throw new Error('gone') } })",
      },
    ],
    [
      "only by running CommonJS",
      {
        "index.mjs": "import { n } from 'dep'; export default n",
        "node_modules/dep/index.js": "module.exports = Object.fromEntries([['n', 1]])",
      },
    ],
    [
      "of comments",
      {
        "index.mjs":
          "import { /* gone, */ n // gone\n } from './x.mjs'; /* import { gone } from './x.mjs' */ export default n",
        "x.mjs": "export const n = 1",
      },
    ],
    [
      "that are called type and from",
      {
        "index.ts": "import { type, from } from './x.mjs'; export default type + from",
        "x.mjs": "export const type = 0, from = 1",
      },
    ],
  ])("%s", async (_name, files) => {
    expect(await evaluated(files)).toBe(1);
  });
});
