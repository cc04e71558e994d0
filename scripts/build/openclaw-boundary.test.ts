// Reading OpenClaw's manifests must not reach what runs its plugins: that is imported with the first one that is loaded.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { moduleGraph } from "../../packages/core/test/module-graph.js";

const source = join(dirname(fileURLToPath(import.meta.url)), "../../packages/openclaw/src");
const running = /^(?:api|plugin-sdk|runtime)\b/;
const runtime = join(source, "runtime/load.ts");

describe("what @mortise/openclaw imports to read manifests [CAT-5]", () => {
  it("leads to what runs plugins by one import(), which the format makes when it is asked", () => {
    const { files, packages } = moduleGraph(join(source, "index.ts"), {}, { without: [runtime] });
    const ofRuntime = [...files].map((file) => relative(source, file)).filter((file) => running.test(file));
    // Words alone: what those can say stands in the catalogue of all.
    expect(ofRuntime.toSorted()).toEqual(["api/codes.ts", "plugin-sdk/codes.ts"]);
    expect(packages).not.toContain("@mortise/core");
    expect(packages).toContain("@mortise/core/catalog");
    expect(readFileSync(join(source, "format.ts"), "utf8")).toContain('await import("./runtime/load.js")');
  });

  it("leads there all the same, so that the look sees something", () => {
    const { files, packages } = moduleGraph(runtime);
    expect([...files].some((file) => relative(source, file).startsWith("api"))).toBe(true);
    expect(packages).toContain("@mortise/core");
  });
});
