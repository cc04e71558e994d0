// `@mortise/core/catalog` must not be able to run a plugin: nothing that it leads to can import one. What is built of it is held to the same in scripts/build.
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folderWith } from "./folder.js";
import { loaders, moduleGraph } from "./module-graph.js";

const core = dirname(dirname(fileURLToPath(import.meta.url)));
const sdk = join(core, "../sdk/src/index.ts");

describe("the sources of @mortise/core/catalog [CAT-5]", () => {
  const { files, packages, unknown } = moduleGraph(join(core, "src/catalog.ts"), { "@mortise/sdk": sdk });
  const own = [...files].map((file) => relative(join(core, "src"), file)).filter((file) => !file.startsWith(".."));

  it("lead to these folders, and not to loading or calling", () => {
    // The registry only counts: who owns what, among data. It has no import but of types where code is loaded.
    expect([...new Set(own.map((file) => dirname(file).replace(/\/.*/, "")))].toSorted()).toEqual([
      ".",
      "activation",
      "catalog",
      "config",
      "diagnostics",
      "policy",
      "registry",
      "reporting",
      "validation",
    ]);
    const ofTheHost = ["host.ts", "index.ts", "loads.ts", "startup.ts"];
    expect(own.filter((file) => ofTheHost.includes(file))).toEqual([]);
  });

  it("import nothing that could load code", () => {
    expect([...packages].filter((name) => loaders.test(name))).toEqual([]);
    expect([...packages].filter((name) => !name.startsWith("node:")).toSorted()).toEqual([
      "ajv",
      "ajv-formats",
      "ajv/dist/2020.js",
      "env-paths",
      "fast-glob",
      "fastest-levenshtein",
      "jsonc-parser",
      "semver/functions/satisfies.js",
      "semver/ranges/valid.js",
      // Only where the merged schema is asked for.
      "typebox",
      "write-file-atomic",
    ]);
  });

  it("import nothing whose name is not written there", () => {
    expect(unknown).toEqual([]);
  });

  it("are what the same look finds fault with in the whole of core", () => {
    const whole = moduleGraph(join(core, "src/index.ts"));
    expect([...whole.packages].filter((name) => loaders.test(name))).toContain("jiti");
    expect(whole.unknown.length + [...whole.packages].filter((name) => /vm|module/.test(name)).length).toBeGreaterThan(
      0,
    );
  });
});

it("the look sees imports of every kind", () => {
  const folder = folderWith({
    "a.ts": `
      import type { T } from "types-only";
      import { type U, b } from "./b.js"; // import "in-a-comment"
      export { c } from './c.js';
      export * from "node:fs";
      import "side-effect";
      import d, * as e from "default";
      export const url = "https://example.org/x"; const later = () => import("./later.js");
    `,
    "b.ts": "export const b = 1;",
    "c.ts": 'export const c = await import("lazy");\nexport type { X } from "types-too";',
    "later.ts": "export const load = (name: string) => import(name);",
  });
  const { files, packages, unknown } = moduleGraph(join(folder, "a.ts"));
  expect([...files].map((file) => relative(folder, file)).toSorted()).toEqual(["a.ts", "b.ts", "c.ts", "later.ts"]);
  expect([...packages].toSorted()).toEqual(["default", "lazy", "node:fs", "side-effect"]);
  expect(unknown).toEqual([join(folder, "later.ts")]);
});
