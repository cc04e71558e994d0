import { gatewaySdk, httpRoute, speech, textInference, tool } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { loaded } from "../../test/instances.js";
import { vocabularyOf } from "../catalog/vocabulary.js";
import { declaredContributions, registeredContributions, shapeOf } from "./shape.js";

const vocabulary = vocabularyOf(gatewaySdk);

describe("shapeOf [OWN-6]", () => {
  it.each([
    ["plain-capability", { speech: ["a", "b"] }],
    ["plain-capability", { speech: ["a"], tool: ["t"], hook: ["llm_input"] }],
    ["hybrid-capability", { speech: ["a"], "text-inference": ["a"] }],
    ["hybrid-capability", { speech: ["a"], embedding: ["b"], tool: ["t"] }],
    ["hook-only", { hook: ["llm_input", "llm_output"] }],
    ["non-capability", { hook: ["llm_input"], tool: ["t"] }],
    ["non-capability", { hook: ["llm_input"], route: ["/x"] }],
    ["non-capability", { command: ["c"] }],
    ["non-capability", { service: ["s"] }],
    ["non-capability", {}],
    ["hook-only", { hook: ["llm_input"], speech: [] }],
  ])("%s: %j", (shape, contributions) => {
    expect(shapeOf(new Map(Object.entries(contributions)), vocabulary)).toBe(shape);
  });
});

describe("contributions", () => {
  const provides = { speech: { a: {} }, tools: { t: {} }, hooks: { llm_input: {} } };
  const candidate = ready("p", { provides });

  it("of a manifest stand under kinds, not keys", () => {
    expect(Object.fromEntries(declaredContributions(candidate.manifest, vocabulary))).toEqual({
      speech: ["a"],
      tool: ["t"],
      hook: ["llm_input"],
    });
  });

  it("of a manifest that nobody knows the kind of stand under its key", () => {
    const { manifest } = ready("p", { provides: { unheard: { x: {} } } });
    expect([...declaredContributions(manifest, vocabulary)]).toEqual([["unheard", ["x"]]]);
    expect(shapeOf(declaredContributions(manifest, vocabulary), vocabulary)).toBe("non-capability");
  });

  it("of an instance are what it registered, each hook once", () => {
    const instance = loaded(candidate, {
      registrations: [
        [textInference, "m"],
        [textInference, "n"],
        [tool, "t"],
        [httpRoute, "/x"],
        [speech, "a", false],
      ],
      hooks: [{ hook: "llm_output" }, { hook: "llm_output" }],
    });
    expect(Object.fromEntries(registeredContributions(instance))).toEqual({
      "text-inference": ["m", "n"],
      tool: ["t"],
      route: ["/x"],
      speech: ["a"],
      hook: ["llm_output"],
    });
  });
});
