import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { speech } from "@mortise/sdk";
import { afterAll, describe, expect, it } from "vitest";
import { virtualProvider } from "./index.js";
import { describeConformance } from "./vitest.js";

describeConformance(speech, { create: () => virtualProvider(speech, "virtual") });

const top = fileURLToPath(new URL("../../../", import.meta.url));
// Below this package, where its own name and vitest can be found.
const folder = fileURLToPath(new URL("../.cache/conformance", import.meta.url));

interface Outcome {
  readonly title: string;
  readonly status: string;
}

/** What vitest says of a suite that is made of a subject, test by test. */
function run(subject: string): readonly Outcome[] {
  mkdirSync(folder, { recursive: true });
  const conditions = ["@mortise/source", "module", "node"];
  const config = { ssr: { resolve: { conditions } }, test: { include: ["suite.conformance.ts"] } };
  writeFileSync(join(folder, "vitest.config.mjs"), `export default ${JSON.stringify(config)};`);
  writeFileSync(
    join(folder, "suite.conformance.ts"),
    `import { speech } from "@mortise/sdk";
     import { describeConformance } from "../../src/vitest.js";
     describeConformance(speech, ${subject});`,
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

describe("describeConformance", () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("fails the tests of what a provider does wrong, and shows what was skipped", () => {
    const outcomes = run(`{
      create: () => ({ id: "p", synthesize: async () => ({ audio: "none" }), listVoices: async () => [] }),
      skip: [{ operation: "listVoices", reason: "there are none" }],
    }`);
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
