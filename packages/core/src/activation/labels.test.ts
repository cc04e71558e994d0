import { describe, expect, it } from "vitest";
import { ready, type Traits } from "../../test/candidates.js";
import { vocabulary } from "../../test/discovery.js";
import { decide } from "../policy/decide.js";
import { planLabels } from "./labels.js";
import { plan } from "./plan.js";
import { parseTrigger, triggerKinds } from "./trigger.js";

const contracts = [...vocabulary.byKind.values()].filter(({ declaredBy }) => declaredBy === "code");

/** `source label` of why a trigger needs a plugin. */
function reasons(text: string, traits: Traits): readonly string[] {
  const candidate = ready("p", { origin: "config", ...traits });
  const trigger = parseTrigger(text, vocabulary);
  if ("code" in trigger) throw new Error(trigger.message);
  const { entries } = plan(trigger, { decisions: decide([candidate], {}, versions), order: [candidate], vocabulary });
  return entries.flatMap((entry) => entry.reasons.map(({ source, label }) => `${source} ${label}`));
}

const versions = { mortise: "1.0.0", node: "20.20.2" };
const documented = () => planLabels(vocabulary).map(({ source, label }) => `${source} ${label}`);

describe("every kind of contract that code registers [PLAN-1]", () => {
  it.each(contracts.map(({ kind, key }) => [kind, key]))("%s has a trigger and a label of its own", (kind, key) => {
    const id = kind === "route" ? "/x" : "x";
    const found = reasons(`${kind}:${id}`, { provides: { [key]: { [id]: {} } } });
    expect(found).toEqual([`ownership manifest-${kind}-owner`]);
    expect(documented()).toContain(found[0]);
  });

  it("is found by an alias that the manifest gives, and the label says that it was one", () => {
    const withAlias = contracts.filter(({ aliasField }) => aliasField !== undefined);
    expect(withAlias.map(({ kind }) => kind)).toContain("command");
    for (const { kind, key, aliasField = "" } of withAlias) {
      const provides = { [key]: { x: { [aliasField]: ["Other", 7] } } };
      const found = reasons(`${kind}:other`, { provides });
      expect(found).toEqual([`ownership manifest-${kind}-alias`]);
      expect(documented()).toContain(found[0]);
      expect(reasons(`${kind}:7`, { provides })).toEqual([]);
    }
  });
});

it("a hint for any kind of trigger has a label", () => {
  for (const kind of triggerKinds(vocabulary)) {
    const name = kind === "route" ? "/x" : "x";
    const [found] = reasons(`${kind}:${name}`, {
      activation: { onStartup: false, on: [`${kind}:${name}`], enabledBy: [] },
    });
    expect(found).toBe(`hint activation-${kind}-hint`);
    expect(documented()).toContain(found);
  }
});

it("no label is there twice, and each says when it is given", () => {
  const labels = planLabels(vocabulary);
  expect(new Set(documented()).size).toBe(labels.length);
  expect(labels.every(({ meaning }) => meaning.length > 10)).toBe(true);
});

it("what manifests alone fill is no trigger, because it needs no code", () => {
  expect(parseTrigger("skill:x", vocabulary)).toMatchObject({ code: "TRIGGER_INVALID" });
});

describe("a slot [PLAN-1]", () => {
  const memory = { provides: { memory: { p: {} } } };
  const [candidate, other] = [ready("p", { origin: "config", ...memory }), ready("q", { origin: "config", ...memory })];
  const planned = (text: string, slots: Readonly<Record<string, string | null>>) =>
    plan(
      { kind: "slot", name: text },
      { decisions: [], order: [candidate, other], vocabulary, slots: new Map(Object.entries(slots)) },
    ).entries.map(({ plugin, reasons: [reason] }) => `${plugin} ${reason?.label}`);

  it("needs who holds it or a role of it", () => {
    const slots = { memory: "p", "memory.recall": "q", "memory.capture": "p" };
    expect(planned("memory", slots)).toEqual(["p manifest-slot-owner", "q manifest-slot-owner"]);
    expect(planned("memory.recall", slots)).toEqual(["q manifest-slot-owner"]);
    expect(planned("memory", { memory: null })).toEqual([]);
    expect(planned("context-engine", slots)).toEqual([]);
  });
});
