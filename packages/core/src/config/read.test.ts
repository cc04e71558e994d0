import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, type Files } from "../../test/folder.js";
import { findConfigFile, namedPlugins, readHostConfig, type LoadedConfig } from "./read.js";

function readFile(content: unknown, sections: readonly string[] = []): LoadedConfig {
  return readHostConfig({ file: "mortise.jsonc", cwd: folderWith({ "mortise.jsonc": content }), sections });
}

const codes = ({ diagnostics }: LoadedConfig) => diagnostics.map(({ code }) => code);
const off = { plugins: { enabled: false } };

describe("finding [CFG-1]", () => {
  it("goes upward from the current folder, and prefers .jsonc", () => {
    const files: Files = { "mortise.json": {}, "mortise.jsonc": {}, "a/mortise.json": {}, "a/b/c/other": "" };
    const folder = folderWith(files);
    expect(findConfigFile(join(folder, "a/b/c"))).toBe(join(folder, "a/mortise.json"));
    expect(findConfigFile(folder)).toBe(join(folder, "mortise.jsonc"));
    expect(readHostConfig({ cwd: join(folder, "a/b"), sections: [] }).base).toBe(join(folder, "a"));
  });

  it("says when a named file is not there, and nothing runs", () => {
    const folder = folderWith();
    const loaded = readHostConfig({ file: "absent.jsonc", cwd: folder, sections: [] });
    expect(loaded).toMatchObject({ state: "unusable", config: off, base: folder });
    expect(loaded.diagnostics[0]).toMatchObject({ code: "CONFIG_NOT_FOUND", path: join(folder, "absent.jsonc") });
  });

  it("without a config everything is at its default", () => {
    const folder = folderWith();
    expect(readHostConfig({ file: false, cwd: folder, sections: [] })).toMatchObject({ state: "absent", config: {} });
  });

  it("says why a config cannot be read", () => {
    const folder = folderWith();
    mkdirSync(join(folder, "mortise.jsonc"));
    const loaded = readHostConfig({ cwd: folder, sections: [] });
    expect(loaded.diagnostics[0]?.message).toContain("illegal operation on a directory");
    expect(loaded).toMatchObject({ state: "unusable", config: off });
  });
});

describe("a config that cannot be used [CFG-3]", () => {
  it("names line and column, and nothing runs", () => {
    const loaded = readFile('{\n  "plugins": {\n    "deny": ["a" "b"]\n  }\n}');
    expect(loaded).toMatchObject({ state: "unusable", config: off });
    expect(loaded.diagnostics).toMatchObject([{ code: "CONFIG_SYNTAX", line: 3, column: 18, path: loaded.path }]);
    expect(loaded.diagnostics[0]?.message).toContain("comma expected");
  });

  it.each([
    ["[]", "an array"],
    ["null", "null"],
    ['"sk-secret"', "a string"],
  ])("%s is no object", (text, found) => {
    const loaded = readFile(text);
    expect(loaded.diagnostics[0]?.message).toBe(`The config must be an object; ${found} was found.`);
    expect(loaded).toMatchObject({ state: "unusable", config: off });
  });

  it("is nested too deeply", () => {
    const loaded = readFile(`{"plugins": ${"[".repeat(100_000)}`);
    expect(codes(loaded)).toEqual(["CONFIG_SYNTAX"]);
  });
});

describe("a config given as an object [CFG-1]", () => {
  it("is copied, and undefined members are as absent", () => {
    const value = { plugins: { allow: undefined, deny: ["a"] }, gateway: { port: 1, log() {} } };
    const loaded = readHostConfig({ value, cwd: ".", sections: ["gateway"] });
    expect(loaded).toMatchObject({
      state: "valid",
      config: { plugins: { deny: ["a"] } },
      sections: { gateway: { port: 1 } },
    });
    expect(loaded.config.plugins?.deny).not.toBe(value.plugins.deny);
    expect(loaded.place("/plugins/deny/0")).toEqual({ pointer: "/plugins/deny/0" });
    expect(loaded.base).toBe(process.cwd());
  });

  it("is held to the same rules about names", () => {
    const value: unknown = JSON.parse('{"plugins": {"entries": {"a": {"config": {"__proto__": {"polluted": 1}}}}}}');
    const loaded = readHostConfig({ value, cwd: ".", sections: [] });
    expect(codes(loaded)).toEqual(["CONFIG_DANGEROUS_KEY"]);
    expect(loaded.config).toEqual({ plugins: { entries: { a: { config: {} } } } });
  });

  it("that throws what is no error when it is written as JSON lets nothing run", () => {
    const hostile = { toJSON: () => (function* () {})().throw(null) };
    const loaded = readHostConfig({ value: hostile, cwd: ".", sections: [] });
    expect(loaded).toMatchObject({ state: "unusable", config: { plugins: { enabled: false } } });
    expect(loaded.diagnostics.map(({ code }) => code)).toEqual(["CONFIG_SYNTAX"]);
  });

  it("is refused where it is no data", () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const loaded = readHostConfig({ value: circle, cwd: ".", sections: [] });
    expect(codes(loaded)).toEqual(["CONFIG_SYNTAX"]);
    expect(loaded.config).toEqual(off);
  });
});

describe("keys at the top [CFG-2]", () => {
  it("are the application's sections, or unknown, with the nearest key and where it stands", () => {
    const loaded = readFile('{\n  "gatway": {},\n  "gateway": { "port": 1 }\n}', ["gateway"]);
    expect(loaded).toMatchObject({ state: "repaired", sections: { gateway: { port: 1 } } });
    expect(loaded.diagnostics).toMatchObject([{ code: "CONFIG_UNKNOWN_KEY", pointer: "/gatway", line: 2, column: 3 }]);
    expect(loaded.diagnostics[0]?.message).toContain('Did you mean "gateway"? It was set aside.');
  });

  it("that are a misspelt plugins keep every plugin out", () => {
    const loaded = readFile({ plugin: { deny: ["evil"] }, plugins: { load: { paths: ["x"] } } });
    expect(loaded.config).toEqual({ plugins: { enabled: false, load: { paths: ["x"] } } });
    expect(loaded.diagnostics[0]?.message).toContain("Until it is mended no plugin runs.");
  });

  it.each(["__proto__", "\\u005f_proto__", "constructor"])("may not be %s", (key) => {
    const loaded = readFile(`{"${key}": {"polluted": true}, "plugins": {"deny": ["a"]}}`);
    expect(codes(loaded)).toEqual(["CONFIG_DANGEROUS_KEY"]);
    expect(loaded.config).toEqual({ plugins: { deny: ["a"] } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

it("names every plugin that the config mentions, and where [CFG-4]", () => {
  const { config } = readFile({
    plugins: {
      entries: { "a/b": {} },
      allow: ["c"],
      deny: ["d"],
      slots: { memory: "e", other: null },
      owners: { "speech:x": "f" },
    },
  });
  expect(namedPlugins(config).map(({ id, pointer }) => `${id} ${pointer}`)).toEqual([
    "a/b /plugins/entries/a~1b",
    "c /plugins/allow/0",
    "d /plugins/deny/0",
    "e /plugins/slots/memory",
    "f /plugins/owners/speech:x",
  ]);
});

it("paths are relative to the file's folder", () => {
  const loaded = readFile({});
  expect(loaded.base).toBe(dirname(loaded.path ?? ""));
});
