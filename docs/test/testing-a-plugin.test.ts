import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pluginChecks } from "../../packages/testing/src/index.js";
import { emptyFolder, pageTestEnding, writeFile, writeSteps } from "./folders.js";
import { readPage, top } from "./pages.js";

const page = readPage("docs/guides/testing-a-plugin.md");
const folder = writeSteps(page, emptyFolder("testing")).at(-1)?.folder ?? "";

interface Outcome {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** What vitest says of the tests that the page has for one of its plugins. */
function run(plugin: string): readonly Outcome[] {
  const root = join(folder, plugin);
  const conditions = ["@mortise/source", "module", "node"];
  const config = { ssr: { resolve: { conditions } }, test: { include: [`**/*${pageTestEnding}`] } };
  writeFile(join(root, "vitest.config.mjs"), `export default ${JSON.stringify(config)};`);
  const vitest = join(top, "node_modules", "vitest", "vitest.mjs");
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
  const { stdout, stderr } = spawnSync(process.execPath, [vitest, "run", "--root", root, "--reporter=json"], {
    encoding: "utf8",
    env: { ...environment, NODE_ENV: "test" },
  });
  expect(stdout, stderr).toContain("testResults");
  const { testResults } = JSON.parse(stdout) as { testResults: readonly { assertionResults: readonly Outcome[] }[] };
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

/** The first cell of each row of the tables below a heading's text. */
const rows = (from: string, to: string) =>
  [...(page.text.split(from)[1]?.split(to)[0] ?? "").matchAll(/^\| `(.+?)`/gm)].map(([, name = ""]) => name);

describe("the page on testing [KIT-1, REPO-4]", () => {
  it.each(["acme", "chime"])("has tests for %s that pass, all of them", (plugin) => {
    const outcomes = run(plugin);
    const without = ["its manifest has the config schema of its code"];
    const bad = outcomes.filter(({ status, title }) => status !== "passed" && !without.includes(title));
    expect(bad).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(14);
  });

  it("says of the suite's first line how it fails", async () => {
    const failed: string[] = [];
    for (const { id, run: check } of await pluginChecks(join(folder, "acme"))) {
      await check().catch((error: unknown) => failed.push(`${id}: ${(error as Error).message}`));
    }
    expect(failed).toEqual([expect.stringMatching(/^load: [^]*kept-out[^]*config: \{"apiKey":"…"\}/)]);
  });

  it("lists every check, in order", async () => {
    const ids = (await pluginChecks(join(folder, "acme"))).map(({ id }) => id);
    const listed = rows("Each row is a test:", "What might be better");
    expect(listed).toEqual([...ids.slice(0, -1), "conformance:KIND:ID"]);
    expect(ids.at(-1)).toBe("conformance:web-search:acme");
  });
});
