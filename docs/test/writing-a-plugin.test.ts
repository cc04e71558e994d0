import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { foldId, type Host } from "../../packages/core/src/index.js";
import { createTestHost } from "../../packages/testing/src/index.js";
import { emptyFolder, fileOf, pageTestEnding, writeFile, writeSteps, type Step } from "./folders.js";
import { readPage, top } from "./pages.js";

const page = readPage("docs/writing-a-plugin.md");
const steps = writeSteps(page, emptyFolder("plugins"));
const env = { ACME_API_KEY: "the-key" };

/** Outside of the repository nothing of it can be found, so a plugin has to live on what the host lends. */
const outside = mkdtempSync(join(tmpdir(), "mortise-docs-"));
afterAll(() => rmSync(outside, { recursive: true, force: true }));

/** The plugins that a section of the page writes, or changes. */
function pluginsOf({ blocks }: Step): readonly string[] {
  return [
    ...new Set(
      blocks
        .map((block) => fileOf(block).split("/"))
        .flatMap(([plugin = "", ...rest]) => (rest.length > 0 ? [plugin] : [])),
    ),
  ];
}

const cases = steps.flatMap((step) => pluginsOf(step).map((plugin) => ({ plugin, section: step.section, step })));

/** Asks for everything that the plugin says it provides. */
async function needAll(host: Host, plugin: string): Promise<void> {
  const [state] = host.controlPlane.plugins;
  const { vocabulary } = host.controlPlane;
  for (const [key, ids] of Object.entries(state?.decision.candidate.manifest?.provides ?? {})) {
    for (const id of Object.keys(ids)) {
      const contract = vocabulary.byKey.get(key);
      const kind = contract?.category === "capability" ? "provider" : (contract?.kind ?? "hook");
      const { entries } = await host.ensure(`${kind}:${id}`);
      expect(entries.map((entry) => entry.plugin)).toContain(plugin);
    }
  }
}

describe("the plugins of the page [REPO-4]", () => {
  it.each(cases)("$plugin of section $section is loaded by a real host", async ({ plugin, section, step }) => {
    const folder = join(outside, String(section), plugin);
    cpSync(join(step.folder, plugin), folder, { recursive: true });
    await using test = await createTestHost({ plugins: [folder], env });
    await test.host.start();
    await needAll(test.host, plugin);
    // The very first one provides nothing and asks for nothing, so the page says that a host would not have loaded it.
    expect(test.host.registry.instances.has(foldId(plugin))).toBe(section !== 1);
    await test.host.load([plugin]);
    expect(test.host.registry.instances.has(foldId(plugin))).toBe(true);
    expect(test.host.diagnostics.all.filter(({ level }) => level !== "advisory")).toEqual([]);
  });

  it("does what the page says at the start", async () => {
    const [, second] = steps;
    await using test = await createTestHost({ plugins: [join(second?.folder ?? "", "hello")] });
    await test.host.start();
    expect(test.log).toEqual([{ level: "info", plugin: "hello", message: "Hello from a plugin." }]);
  });

  it("pass the test that the page has for them", () => {
    const step = steps.findLast(({ blocks }) => blocks.some((block) => fileOf(block).endsWith(pageTestEnding)));
    const folder = dirname(join(step?.folder ?? "", "acme", "package.json"));
    const conditions = ["@mortise/source", "module", "node"];
    const config = { ssr: { resolve: { conditions } }, test: { include: [`**/*${pageTestEnding}`] } };
    writeFile(join(folder, "vitest.config.mjs"), `export default ${JSON.stringify(config)};`);
    const vitest = join(top, "node_modules", "vitest", "vitest.mjs");
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [vitest, "run", "--root", folder, "--reporter=json"],
      {
        encoding: "utf8",
        env: { ...environment, NODE_ENV: "test" },
      },
    );
    expect(stdout, stderr).toContain('"numPassedTests":3');
    expect(status, stdout).toBe(0);
  });
});
