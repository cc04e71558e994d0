import { expect, it } from "vitest";
import { publicPackages, readSpec } from "./packages.js";

it.each([
  ["some-plugin@1.2.3", { name: "some-plugin", version: "1.2.3" }],
  ["@scope/some.plugin@2026.9.4-beta.1+7", { name: "@scope/some.plugin", version: "2026.9.4-beta.1+7" }],
])("%s is a package at a version", (text, expected) => expect(readSpec(text)).toEqual(expected));

it("one of the public ten, at its pinned version, brings what is expected of it", () => {
  const [first] = publicPackages;
  expect(readSpec(`${first?.name}@${first?.version}`)).toBe(first);
  expect(readSpec(`${first?.name}@0.0.1`)).toEqual({ name: first?.name, version: "0.0.1" });
});

it.each([
  "some-plugin",
  "@scope/some-plugin",
  "some-plugin@latest",
  "some-plugin@^1.2.3",
  "some-plugin@1",
  "some-plugin@",
  "@1.2.3",
  "some plugin@1.2.3",
  "some-plugin;ls@1.2.3",
  "../folder@1.2.3",
  "@scope/../../x@1.2.3",
  "https://example.com/x.tgz",
  "--ignore-scripts=false",
])("%s is refused, and named", (text) => {
  const problem = readSpec(text);
  expect(problem).toEqual(expect.any(String));
  expect(problem).toContain(text.slice(0, text.lastIndexOf("@") > 0 ? text.lastIndexOf("@") : undefined));
});

it("the public ten are ten, each once [OC-11]", () => {
  expect(new Set(publicPackages.map(({ name }) => name)).size).toBe(10);
});
