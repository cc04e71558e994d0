import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { speech } from "@mortise/sdk";
import { afterAll, describe, expect, it } from "vitest";
import { pluginFolder } from "../test/plugin-folder.js";
import { virtualProvider } from "./index.js";
import { describeConformance } from "./vitest.js";

describeConformance(speech, { create: () => virtualProvider(speech, "virtual") });

const top = fileURLToPath(new URL("../../../", import.meta.url));
// Below this package, where its own name and vitest can be found.
const folder = fileURLToPath(new URL("../.cache/conformance", import.meta.url));

const { plugin, close } = pluginFolder();

interface Outcome {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** What vitest says of a suite, test by test. */
function run(suite: string): readonly Outcome[] {
  mkdirSync(folder, { recursive: true });
  const conditions = ["@mortise/source", "module", "node"];
  const config = { ssr: { resolve: { conditions } }, test: { include: ["suite.conformance.ts"] } };
  writeFileSync(join(folder, "vitest.config.mjs"), `export default ${JSON.stringify(config)};`);
  writeFileSync(
    join(folder, "suite.conformance.ts"),
    `import { speech } from "@mortise/sdk";
     import { describeConformance, testPlugin } from "../../src/vitest.js";
     ${suite}`,
  );
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
  const vitest = join(top, "node_modules", "vitest", "vitest.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, [vitest, "run", "--root", folder, "--reporter=json"], {
    encoding: "utf8",
    env: { ...environment, NODE_ENV: "test" },
  });
  expect(stdout, stderr).toContain("testResults");
  const { testResults } = JSON.parse(stdout) as { testResults: readonly { assertionResults: readonly Outcome[] }[] };
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

afterAll(() => {
  close();
  rmSync(folder, { recursive: true, force: true });
});

describe("testPlugin [KIT-1]", () => {
  it("makes a suite that fails with advice where something is wrong, and skips what could not be tried", () => {
    const wrong = plugin({ register: 'throw new Error("no key")', manifest: { ui: { key: { sensitive: true } } } });
    const outcomes = run(`testPlugin(${JSON.stringify(wrong)});`);
    const names = (wanted: string) => outcomes.flatMap(({ title, status }) => (status === wanted ? [title] : []));
    expect(names("failed")).toEqual(["it is loaded with the config of the test"]);
    expect(names("skipped")).toHaveLength(7);
    expect(names("skipped").at(-1)).toBe('its speech "v" keeps the contract');
    const [said] = outcomes.flatMap(({ failureMessages }) => failureMessages);
    expect(said).toMatch(/p1 is failed instead of active[^]*REGISTER_THREW[^]*no key[^]* at .*index\.mjs/);
  });
});

describe("describeConformance [KIT-2]", () => {
  it("fails the tests of what a provider does wrong, and shows what was skipped", () => {
    const outcomes = run(`describeConformance(speech, {
      create: () => ({ id: "p", synthesize: async () => ({ audio: "none" }), listVoices: async () => [] }),
      skip: [{ operation: "listVoices", reason: "there are none" }],
    });`);
    expect(outcomes.map(({ title, status }) => `${status}: ${title}`)).toEqual([
      "passed: can be registered as speech",
      "failed: synthesize answers as the contract says",
      "passed: synthesize ends when it is aborted before it begins",
      "passed: synthesize ends when it is aborted midway",
      "skipped: listVoices answers as the contract says",
      "skipped: listVoices ends when it is aborted before it begins",
      "skipped: listVoices ends when it is aborted midway",
    ]);
  });
});
