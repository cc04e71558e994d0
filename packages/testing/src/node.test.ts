import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pluginFolder, voice } from "../test/plugin-folder.js";

const { plugin, close } = pluginFolder();
// Below this package, where jiti can be found.
const folder = fileURLToPath(new URL("../.cache/node-test", import.meta.url));
afterAll(() => {
  close();
  rmSync(folder, { recursive: true, force: true });
});

/** What Node's own test runner says of a suite, in TAP. */
function run(suite: string): { readonly status: number | null; readonly tap: string } {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "suite.test.mjs");
  const fromSource = new URL("../../../scripts/from-source.mjs", import.meta.url).href;
  writeFileSync(
    file,
    `import { fromSource, source } from ${JSON.stringify(fromSource)};
     const { pluginChecks } = await fromSource.import(source("testing/src/index.ts"));
     const { testPlugin } = await fromSource.import(source("testing/src/node.ts"));
     ${suite}`,
  );
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", file], {
    encoding: "utf8",
    env,
  });
  return { status, tap: stdout };
}

describe("testPlugin of node:test [KIT-1]", () => {
  const right = plugin();
  const wrong = plugin({ register: `${voice} setInterval(() => {}, 100000).unref();` });
  let said: ReturnType<typeof run>;
  // One process for all: most of its time goes into reading the sources.
  beforeAll(() => {
    said = run(`import { test } from "node:test";
      testPlugin(${JSON.stringify(right)});
      testPlugin(${JSON.stringify(wrong)}, { waitMs: 50 });
      for (const check of await pluginChecks(${JSON.stringify(right)})) test(\`own: \${check.name}\`, () => check.run());`);
  }, 120_000);

  it("makes a suite that passes, and shows advice and what was skipped", () => {
    const { tap } = said;
    expect(tap).toMatch(/# Subtest: the plugin in p1\n/);
    expect(tap).toMatch(/ ok \d+ - nothing is left when it is unloaded\n/);
    expect(tap).toMatch(/ ok \d+ - its manifest has the config schema of its code # SKIP its code has no schema\n/);
    expect(tap).toMatch(/# listVoices was not tried: the provider does not have it/);
    expect(tap).toMatch(/^ok \d+ - the plugin in p1$/m);
  });

  it("makes a suite that fails with advice", () => {
    const { status, tap } = said;
    expect(tap).toMatch(/^not ok \d+ - the plugin in p2$/m);
    expect(tap).toMatch(/not ok \d+ - nothing is left when it is unloaded\n/);
    expect(tap).toMatch(/It left behind a timer that runs\.\n.*api\.setInterval/);
    expect([status, tap.match(/^# fail \d+$/m)?.[0]]).toEqual([1, "# fail 1"]);
  });

  it("is what an author could write out of pluginChecks", () => {
    expect(said.tap.match(/^ok \d+ - own: /gm)).toHaveLength(15);
  });
});
