import { describe, expect, it } from "vitest";
import { checkAs, objectOf, resolvedAs } from "../../test/config-checks.js";

const text = { type: "string" };

describe("setup.env [VAL-5]", () => {
  const schema = objectOf({ apiKey: text, tts: objectOf({ key: text }) }, { required: ["apiKey"] });
  const traits = { setup: { env: { apiKey: ["FIRST", "SECOND"], "tts.key": ["TTS"] } } };

  it("supplies what the operator did not write, the first variable that is set", async () => {
    expect(await resolvedAs(schema, {}, { traits, env: { SECOND: "two", TTS: "three" } })).toEqual({
      apiKey: "two",
      tts: { key: "three" },
    });
    expect(await resolvedAs(schema, {}, { traits, env: { FIRST: "", SECOND: "two" } })).toEqual({ apiKey: "two" });
  });

  it("yields to what was written, also where that stands in its way", async () => {
    expect(await resolvedAs(schema, { apiKey: "own" }, { traits, env: { FIRST: "one" } })).toEqual({ apiKey: "own" });
    const { refusal } = await checkAs(schema, { apiKey: "own", tts: "wrong" }, { traits, env: { TTS: "three" } });
    expect(refusal?.diagnostics[0]?.message).toContain('expected an object, found the string "wrong"');
    const none = await checkAs(schema, { apiKey: null }, { traits, env: { FIRST: "one" } });
    expect(none.refusal?.reason).toBe("config-invalid");
  });

  it("reaches into no prototype", async () => {
    const { check } = await checkAs(
      schema,
      { apiKey: "x" },
      { traits: { setup: { env: { "__proto__.polluted": ["FIRST"] } } }, env: { FIRST: "one" } },
    );
    expect(check.written).toEqual({ apiKey: "x" });
    expect(Object.getPrototypeOf(check.written)).toBe(Object.prototype);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
