import { describe, expect, it } from "vitest";
import { checkAs, objectOf, resolvedAs, type CheckedConfig } from "../../test/config-checks.js";

const said = ({ refusal }: CheckedConfig) => refusal?.diagnostics.map(({ code, message }) => `${code} ${message}`);
const text = { type: "string" };

describe("defaults [VAL-1]", () => {
  it("are filled in, however deep, and the result is frozen through and through", async () => {
    const schema = objectOf({
      voice: { type: "string", default: "alloy" },
      speed: { type: "number", default: 1 },
      retry: {
        type: "object",
        default: {},
        properties: { times: { type: "integer", default: 3 }, mode: { enum: ["a", "b"], default: "a" } },
      },
      hosts: {
        type: "array",
        items: { type: "object", properties: { port: { default: 80 }, name: { default: "x" } } },
      },
      untouched: { type: "string" },
    });
    const config = (await resolvedAs(schema, { speed: 2, hosts: [{}, { port: 1 }] })) as {
      retry: object;
      hosts: object[];
    };
    expect(config).toEqual({
      voice: "alloy",
      speed: 2,
      retry: { times: 3, mode: "a" },
      hosts: [
        { port: 80, name: "x" },
        { port: 1, name: "x" },
      ],
    });
    for (const part of [config, config.retry, config.hosts, config.hosts[0]]) expect(Object.isFrozen(part)).toBe(true);
  });

  it("are filled in inside then and else, and where a secret reference is let in", async () => {
    const schema = {
      type: "object",
      if: { properties: { mode: { const: "deep" } }, required: ["mode"] },
      then: { properties: { depth: { type: "string", default: "9" } } },
      else: { properties: { width: { type: ["string", "object"], default: "1" } } },
    };
    expect(await resolvedAs(schema, { mode: "deep" })).toEqual({ mode: "deep", depth: "9" });
    expect(await resolvedAs(schema, {})).toEqual({ width: "1" });
  });

  it("leave the config that was written as it was", async () => {
    const { check } = await checkAs(objectOf({ a: { default: [1] } }), {});
    expect(check).toMatchObject({
      state: "valid",
      written: {},
      verdict: { defaults: [{ pointer: "/a", value: [1] }] },
    });
  });

  it("may be secret references", async () => {
    const schema = objectOf({ apiKey: { ...text, default: { $env: "TENON_KEY" } } });
    expect(await resolvedAs(schema, {}, { env: { TENON_KEY: "sk-1" } })).toEqual({ apiKey: "sk-1" });
    expect(said(await checkAs(schema, {}))?.[0]).toContain("SECRET_ENV_UNSET");
  });
});
