import { expect, it } from "vitest";
import { olderExports, pluginSdkCoverage } from "./coverage.js";
import { implementations } from "./implementations.js";
import { lentModule } from "./index.js";

const coverage = pluginSdkCoverage();

it("says of each subpath what is really there [OC-10]", () => {
  for (const { subpath, exports, missing } of coverage) {
    const namespace = lentModule(`openclaw/plugin-sdk/${subpath}`) as object;
    expect(
      exports.filter((name) => !(name in namespace)),
      subpath,
    ).toEqual([]);
    expect(
      missing.filter((name) => name in namespace),
      subpath,
    ).toEqual([]);
  }
});

it.each([
  "account-id",
  "boolean-param",
  "channel-entry-contract",
  "lazy-runtime",
  "param-readers",
  "runtime-store",
  "tool-plugin",
])("has all of %s", (subpath) =>
  expect(coverage.find((each) => each.subpath === subpath)).toMatchObject({ status: "full", missing: [] }),
);

it.each(["core", "plugin-entry", "channel-core", "number-runtime", "string-coerce-runtime", "routing"])(
  "has some of %s",
  (subpath) => expect(coverage.find((each) => each.subpath === subpath)?.exports.length).toBeGreaterThan(2),
);

it("lists every subpath once, and none that OpenClaw does not have by name", () => {
  const subpaths = coverage.map(({ subpath }) => subpath);
  expect(new Set(subpaths).size).toBe(subpaths.length);
  expect(subpaths.length).toBe(349);
});

it("has nothing that OpenClaw never had", () => {
  const theirs = new Set([...coverage.flatMap(({ exports }) => exports), ...olderExports]);
  expect(implementations().names.filter((name) => !theirs.has(name))).toEqual([]);
});
