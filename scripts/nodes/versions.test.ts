import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { otherLines, versionOf } from "./versions.js";

const top = join(import.meta.dirname, "..", "..");
const all = otherLines("none of them");

it("tries the oldest Node that the packages let in, and each line by a version of its own [REPO-9]", () => {
  const { engines } = JSON.parse(readFileSync(join(top, "package.json"), "utf8")) as { engines: { node: string } };
  expect(`>=${all[0]}`).toBe(engines.node);
  expect(versionOf(all[0] ?? "")).toBe(`${all[0]}.0`);
  for (const line of all) expect(versionOf(line)).toMatch(new RegExp(`^${line.replace(".", String.raw`\.`)}\\.\\d+`));
});

it("knows the newest by name, and says what there is when asked for another", () => {
  expect(versionOf("newest")).toBe(versionOf(all.at(-1) ?? ""));
  expect(() => versionOf("18")).toThrow(`There is no "18" here, but ${all.join(", ")} and newest`);
});

it("leaves out the line that runs already, and no other", () => {
  expect(otherLines("v22.20.0")).toEqual(all.filter((line) => line !== "22"));
  expect(otherLines("v20.19.4")).toEqual(all.filter((line) => line !== "20.19"));
  expect(otherLines("v20.20.2")).toEqual(all);
});

it("is what the workflow tries too", () => {
  const workflow = readFileSync(join(top, ".github", "workflows", "ci.yml"), "utf8");
  const matrix = /node: \[(?<versions>.*)\]/.exec(workflow)?.groups?.["versions"] ?? "";
  expect(JSON.parse(`[${matrix}]`)).toEqual(all.map(versionOf));
});
