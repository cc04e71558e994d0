import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkArrows, type ArrowReport } from "./check.js";
import { packageArrows, rules } from "./rules.js";

/** One file, what it imports, and the rules that the import breaks. */
type Case = readonly [file: string, specifier: string, ...broken: readonly string[]];

const cases: readonly Case[] = [
  ["packages/sdk/src/a.ts", "@mortise/core", "sdk-arrow"],
  ["packages/sdk/src/a.test.ts", "@mortise/core", "sdk-test-arrow"],
  ["packages/sdk/src/b.test.ts", "@mortise/testing"],
  ["packages/core/src/a.ts", "@mortise/openclaw", "core-arrow"],
  ["packages/core/src/b.ts", "@mortise/sdk"],
  ["packages/core/test/a.ts", "@mortise/gateway", "core-test-arrow"],
  ["packages/testing/src/a.ts", "@mortise/gateway", "testing-arrow"],
  ["packages/testing/src/a.test.ts", "@mortise/gateway", "testing-test-arrow"],
  ["packages/openclaw/src/a.ts", "@mortise/testing", "openclaw-arrow"],
  ["packages/openclaw/src/a.test.ts", "@mortise/gateway", "openclaw-test-arrow"],
  ["packages/gateway/src/a.ts", "@mortise/testing", "gateway-arrow"],
  ["packages/gateway/src/a.test.ts", "@mortise/one", "gateway-test-arrow"],
  ["packages/cli/src/a.ts", "@mortise/gateway", "cli-arrow"],
  ["packages/cli/src/a.test.ts", "@mortise/gateway", "cli-test-arrow"],
  ["plugins/one/src/a.ts", "@mortise/core", "plugin-imports-sdk-only"],
  ["plugins/one/src/b.ts", "@mortise/two", "plugin-imports-sdk-only"],
  ["plugins/one/src/c.ts", "@mortise/testing", "plugin-imports-sdk-only"],
  ["plugins/one/src/a.test.ts", "@mortise/core", "plugin-test-imports-testing-only"],
  ["plugins/one/src/b.test.ts", "@mortise/testing"],
  [
    "plugins/one/src/d.ts",
    "../../two/src/index.js",
    "plugin-imports-sdk-only",
    "no-relative-path-into-another-package",
  ],
  ["packages/core/src/diagnostics/a.ts", "../config/index.js", "stage-diagnostics"],
  ["packages/core/src/config/a.ts", "../catalog/index.js", "stage-config"],
  ["packages/core/src/config/b.ts", "../diagnostics/index.js"],
  ["packages/core/src/catalog/a.ts", "../policy/index.js", "stage-catalog"],
  ["packages/core/src/policy/a.ts", "../validation/index.js", "stage-policy"],
  ["packages/core/src/validation/a.ts", "../activation/index.js", "stage-validation"],
  ["packages/core/src/activation/a.ts", "../loading/index.js", "stage-activation"],
  ["packages/core/src/storage/a.ts", "../loading/index.js", "stage-storage"],
  ["packages/core/src/watching/a.ts", "../loading/index.js", "stage-watching"],
  ["packages/core/src/loading/b.ts", "../storage/index.js"],
  ["packages/core/src/loading/a.ts", "../registry/index.js", "stage-loading"],
  ["packages/core/src/registry/a.ts", "../calling/index.js", "stage-registry"],
  ["packages/core/src/registry/b.ts", "../loading/index.js"],
  ["packages/core/src/registry/a.test.ts", "../calling/index.js"],
  ["packages/core/src/calling/a.ts", "../reporting/index.js", "stage-calling"],
  ["packages/core/src/policy/b.ts", "../host.js", "stage-policy"],
  ["packages/core/src/reporting/a.ts", "../calling/index.js", "reporting-reads-types-of-what-runs"],
  ["packages/core/src/reporting/b.ts", "../policy/index.js"],
  ["packages/core/src/activation/c.ts", "node:vm", "control-plane-imports-no-loader"],
  ["packages/core/src/catalog/b.ts", "jiti", "control-plane-imports-no-loader"],
  ["packages/core/src/catalog.ts", "./loading/index.js", "control-plane-reaches-no-loader"],
  ["packages/sdk/src/index.ts", "typebox", "sdk-reaches-no-typebox"],
  ["packages/core/src/policy/round.ts", "./trip.js", "no-circle"],
  // A circle is reported once, at one of its files.
  ["packages/core/src/policy/trip.ts", "./round.js"],
  ["packages/core/src/policy/lost.ts", "./nowhere.js", "no-lost-import"],
];

const stages = [
  "diagnostics",
  "config",
  "catalog",
  "policy",
  "validation",
  "activation",
  "storage",
  "loading",
  "registry",
  "calling",
];
const top = mkdtempSync(join(tmpdir(), "mortise-arrows-"));
let report: ArrowReport;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), text);
}

function writePackage(folder: string): void {
  const name = `@mortise/${folder.split("/")[1]}`;
  const exported = { ".": { "@mortise/source": "./src/index.ts" } };
  write(`${folder}/package.json`, JSON.stringify({ name, type: "module", exports: exported }));
  write(`${folder}/src/index.ts`, "export const value = 1;\n");
  mkdirSync(join(top, "node_modules", "@mortise"), { recursive: true });
  symlinkSync(join(top, folder), join(top, "node_modules", name));
}

beforeAll(async () => {
  for (const folder of [
    ...Object.keys(packageArrows).map((name) => `packages/${name}`),
    "plugins/one",
    "plugins/two",
  ]) {
    writePackage(folder);
  }
  for (const stage of [...stages, "reporting"])
    write(`packages/core/src/${stage}/index.ts`, "export const value = 1;\n");
  write("packages/core/src/host.ts", "export const value = 1;\n");
  for (const name of ["jiti", "typebox"]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "./index.js" }));
    write(`node_modules/${name}/index.js`, "exports.value = 1;\n");
  }
  for (const [file, specifier] of cases) {
    write(file, `import { value } from "${specifier}";\nexport const other = value;\n`);
  }
  // A type costs nothing at run time, so reporting may know those of what runs.
  write(
    "packages/core/src/reporting/c.ts",
    'import type { value } from "../calling/index.js";\nexport type Other = typeof value;\n',
  );
  write("packages/unlisted/src/index.ts", "export {};\n");
  report = await checkArrows(top);
});

afterAll(() => rmSync(top, { recursive: true }));

function brokenBy(file: string): readonly string[] {
  return [...new Set(report.violations.filter(({ from }) => from === file).map(({ rule }) => rule))].toSorted();
}

test.each(cases)("%s importing %s [REPO-2]", (file, _specifier, ...broken) => {
  expect(brokenBy(file)).toEqual([...broken].toSorted());
});

test("reporting may import a type of what runs", () => {
  expect(brokenBy("packages/core/src/reporting/c.ts")).toEqual([]);
});

test("a package without arrows is told so", () => {
  expect(brokenBy("packages/unlisted")).toEqual(["package-without-arrows"]);
});

test("every rule is seen to fail above", () => {
  const seen = new Set(cases.flatMap(([, , ...broken]) => broken));
  expect(rules.map(({ name }) => name).filter((name) => !seen.has(name ?? ""))).toEqual([]);
});

test("a source that was not read is no success", async () => {
  const other = mkdtempSync(join(tmpdir(), "mortise-arrows-"));
  mkdirSync(join(other, "plugins"));
  // A folder that the reader leaves out stands for a reader that knows no TypeScript.
  mkdirSync(join(other, "packages/core/src/dist"), { recursive: true });
  writeFileSync(join(other, "packages/core/src/dist/hidden.ts"), "export {};\n");
  await expect(checkArrows(other)).rejects.toThrow(
    "1 sources were not read, the first is packages/core/src/dist/hidden.ts",
  );
  rmSync(other, { recursive: true });
});
