import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { readPage } from "../../docs/test/pages.js";
import { top } from "./program.js";
import { suites } from "./suites.js";

const jiti = join(dirname(createRequire(import.meta.url).resolve("jiti/package.json")), "lib", "jiti-cli.mjs");

function bench(...words: readonly string[]) {
  // What is measured is built; a build that is fresh is left alone.
  spawnSync(process.execPath, [join(top, "scripts", "build-if-stale.mjs")], { stdio: ["ignore", "ignore", "inherit"] });
  const args = [jiti, join(top, "scripts", "bench", "main.ts"), ...words];
  // Variables of this runner would make the processes that are measured what nobody runs.
  const env = { ...process.env, NODE_OPTIONS: "" };
  return spawnSync(process.execPath, args, { cwd: top, env, encoding: "utf8" });
}

it("benchmarks print nothing but rows with --json, each with its floor's ratio, unit, aim and verdict [REPO-7]", () => {
  const { stdout, stderr, status } = bench("control-plane", "--json", "--small");
  expect(status, stderr).toBe(0);
  const rows = JSON.parse(stdout) as readonly Readonly<Record<string, unknown>>[];
  expect(rows.map(({ name }) => name)).toEqual([
    "4 plugins found and read",
    "4 plugins found and read, its own looks",
    "4 plugins, decided and ordered too",
    "20 plugins found and read",
    "20 plugins found and read, its own looks",
    "20 plugins, decided and ordered too",
    "one of 20",
  ]);
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(["suite", "name", "ratio", "unit", "aim", "ok"]);
    expect(row).toMatchObject({
      suite: "control-plane",
      unit: "x",
      ratio: expect.any(Number),
      ok: expect.any(Boolean),
    });
    expect(row["ok"]).toBe(row["aim"] === null || (row["ratio"] as number) <= (row["aim"] as number));
  }
});

it("a suite that there is not is refused before anything is measured, and the suites are named [REPO-7]", () => {
  const { stdout, stderr, status } = bench("control-plane", "loadin", "--json", "--small");
  expect([stdout, status]).toEqual(["", 2]);
  expect(stderr).toContain("There is no suite loadin.");
  expect(stderr).toMatch(/^ {2}control-plane +\S/m);
  expect(stderr).not.toContain("Measuring");
});

it("the page on benchmarks has a row for each suite, in the order in which they are run [REPO-7]", () => {
  const table = readPage("docs/guides/benchmarks.md").text.split("## Suites")[1]?.split("##")[0] ?? "";
  const listed = [...table.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
  expect(listed).toEqual(Object.keys(suites));
});
