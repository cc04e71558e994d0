import { describe, expect, it, vi } from "vitest";
import { checkAs, objectOf } from "../../test/config-checks.js";
import { ready } from "../../test/candidates.js";
import type { JsonSchema } from "../catalog/manifest.js";
import { readHostConfig } from "../config/read.js";
import { checkConfig, recallConfig } from "./check.js";
import { writtenConfig } from "./config-state.js";

const draft07 = { $schema: "http://json-schema.org/draft-07/schema#" };
const text = { type: "string" };

describe("drafts [VAL-8]", () => {
  it("2020-12 unless the schema says draft-07", async () => {
    const tuple = { type: "object", properties: { pair: { type: "array", prefixItems: [text], items: false } } };
    expect((await checkAs(tuple, { pair: ["a"] })).refusal).toBeUndefined();
    expect((await checkAs(tuple, { pair: ["a", "b"] })).refusal?.reason).toBe("config-invalid");
    const old = {
      ...draft07,
      type: "object",
      properties: { pair: { type: "array", items: [text], additionalItems: false } },
    };
    expect((await checkAs(old, { pair: ["a"] })).refusal).toBeUndefined();
    expect((await checkAs(old, { pair: ["a", "b"] })).refusal?.reason).toBe("config-invalid");
    const dependent = { ...draft07, type: "object", dependencies: { a: ["b"] } };
    expect((await checkAs(dependent, { a: 1 })).refusal?.reason).toBe("config-missing");
  });

  it("of any name are read as the nearest of the two", async () => {
    for (const $schema of ["https://json-schema.org/draft/2019-09/schema", "https://example.org/mine", 7]) {
      expect((await checkAs({ $schema, ...objectOf({ a: text }) }, { a: "x" })).refusal).toBeUndefined();
    }
  });

  it("two plugins may give their schemas one $id", async () => {
    expect(
      (await checkAs({ $id: "https://example.org/s", ...objectOf({ a: text }) }, { a: "x" })).refusal,
    ).toBeUndefined();
    expect(
      (await checkAs({ $id: "https://example.org/s", ...objectOf({ b: text }) }, { b: "x" })).refusal,
    ).toBeUndefined();
  });
});

describe("a config that is not valid [VAL-2]", () => {
  it("has pointer, expected, found, the nearest key and its place in the file", async () => {
    const schema = objectOf({ voice: text, speed: { type: "number" }, level: { enum: ["low", "high"] } });
    const { refusal } = await checkAs(schema, { voise: "x", speed: "fast", level: "hihg" });
    expect(refusal?.reason).toBe("config-invalid");
    const found = refusal?.diagnostics.map(({ code, message, pointer, line, help }) => ({
      code,
      message,
      pointer,
      line,
      help,
    }));
    expect(found).toEqual([
      {
        code: "PLUGIN_CONFIG_UNKNOWN_KEY",
        message: 'The plugin\'s config has no key "voise". Did you mean "voice"? The plugin is kept out.',
        pointer: "/plugins/entries/tenon/config/voise",
        line: 6,
        help: 'Rename or remove plugins.entries["tenon"].config.voise.',
      },
      {
        code: "PLUGIN_CONFIG_INVALID",
        message:
          'The plugin\'s config is not valid: expected a number, found the string "fast". The plugin is kept out.',
        pointer: "/plugins/entries/tenon/config/speed",
        line: 7,
        help: 'Correct plugins.entries["tenon"].config.speed.',
      },
      {
        code: "PLUGIN_CONFIG_INVALID",
        message:
          'The plugin\'s config is not valid: expected one of "low", "high", found the string "hihg". The plugin is kept out.',
        pointer: "/plugins/entries/tenon/config/level",
        line: 8,
        help: 'Correct plugins.entries["tenon"].config.level. Did you mean "high"?',
      },
    ]);
  });

  it("never shows what may be a secret, by its name or because the manifest says so", async () => {
    const secret = "sk-1234567890";
    const number = { type: "number" };
    const schema = objectOf({
      apiKey: number,
      auth: { properties: { value: number } },
      pin: number,
      accounts: { additionalProperties: { properties: { word: number } } },
    });
    const traits = { ui: { pin: { sensitive: true }, "accounts.*.word": { sensitive: true } } };
    const config = {
      apiKey: secret,
      auth: { value: secret },
      pin: secret,
      accounts: { a: { word: secret } },
      [secret.slice(3)]: 1,
    };
    const { refusal } = await checkAs(schema, { ...config, [secret.slice(3)]: secret }, { traits });
    expect(refusal?.diagnostics).toHaveLength(5);
    expect(JSON.stringify(refusal)).not.toContain(secret);
  });

  it("that only lacks something names the key and the variable that would supply it [VAL-5]", async () => {
    const schema = objectOf(
      { apiKey: text, region: { enum: ["eu", "us"] } },
      { required: ["apiKey", "region", "toString"] },
    );
    const traits = { setup: { env: { apiKey: ["TENON_KEY", "TENON_TOKEN"] } } };
    const { refusal } = await checkAs(schema, {}, { traits });
    expect(refusal?.reason).toBe("config-missing");
    expect(refusal?.diagnostics.map(({ message, help }) => `${message} ${help}`)).toEqual([
      'The plugin is enabled and lacks the required config "apiKey" (a string). It is kept out. Set plugins.entries["tenon"].config.apiKey in the config, or set the environment variable TENON_KEY or TENON_TOKEN.',
      'The plugin is enabled and lacks the required config "region" (one of "eu", "us"). It is kept out. Set plugins.entries["tenon"].config.region in the config.',
      'The plugin is enabled and lacks the required config "toString" (a value). It is kept out. Set plugins.entries["tenon"].config.toString in the config.',
    ]);
    expect(refusal?.diagnostics[0]).toMatchObject({
      plugin: "tenon",
      pointer: "/plugins/entries/tenon/config/apiKey",
      line: 5,
    });
  });

  it("is found under the id as the operator wrote it", () => {
    const loaded = readHostConfig({
      value: { plugins: { entries: { TENON: { config: { a: 1 } } } } },
      cwd: ".",
      sections: [],
    });
    expect(writtenConfig(ready("tenon"), loaded, { env: {} })).toEqual({ a: 1 });
  });
});

describe("large and strange input [VAL-4]", () => {
  it("is no crash", async () => {
    const words = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key${index}`, "x".repeat(50)]));
    expect((await checkAs({ type: "object", additionalProperties: text }, words)).refusal).toBeUndefined();
    expect((await checkAs(objectOf({}), words)).refusal?.diagnostics).toHaveLength(5000);
    expect(
      (await checkAs(objectOf({ a: { type: "string", pattern: "^(a|b)*$" } }), { a: "ab".repeat(5000) })).refusal,
    ).toBeUndefined();
  });

  it("a plugin that takes no config and gets none needs no referee", async () => {
    for (const schema of [objectOf({}), { type: "object" }]) {
      const { check, resolved } = await checkAs(schema, {});
      expect(check.state).toBe("valid");
      expect(resolved).toEqual({ config: {} });
    }
    expect((await checkAs(objectOf({}), { a: 1 })).refusal?.reason).toBe("config-invalid");
  });
});

it("a config is not asked about again while neither it nor the schema is another [VAL-3]", async () => {
  const schema = objectOf({ a: text });
  const { check, options } = await checkAs(schema, { a: "x" });
  const find = vi.spyOn(options.store, "find");
  const again = (configSchema: JsonSchema) => checkConfig(ready("tenon", { configSchema }), options);
  expect(await again(schema)).toEqual(check);
  expect(recallConfig(ready("tenon", { configSchema: schema }), options)).toEqual(check);
  expect(find).not.toHaveBeenCalled();
  expect((await again(objectOf({ a: { type: "number" } }))).state).toBe("invalid");
  expect((await checkAs(schema, { a: 1 })).check.state).toBe("invalid");
  expect((await again(schema)).state).toBe("valid");
});
