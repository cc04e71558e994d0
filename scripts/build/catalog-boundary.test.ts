// What is built of `@mortise/core/catalog` must not be able to run a plugin.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { loaders, moduleGraph } from "../../packages/core/test/module-graph.js";
import { bundle } from "./bundle.js";
import { findTargets, type BuildTarget } from "./targets.js";

const top = join(dirname(fileURLToPath(import.meta.url)), "../..");
const dist = mkdtempSync(join(tmpdir(), "mortise-built-"));
afterAll(() => rmSync(dist, { recursive: true }));

it("the built files of the control plane import nothing that could load code, those of the host do [CAT-5]", async () => {
  const core = findTargets(top).find(({ name }) => name === "@mortise/core") as BuildTarget;
  for (const { name, text } of await bundle(core)) writeFileSync(join(dist, name), text);
  const catalog = moduleGraph(join(dist, "catalog.js"));
  expect([...catalog.packages].filter((name) => loaders.test(name))).toEqual([]);
  expect(catalog.unknown).toEqual([]);
  const host = moduleGraph(join(dist, "index.js"));
  expect([...host.packages].filter((name) => loaders.test(name))).toContain("node:vm");
});
