import { gatewaySdk } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { ready } from "../test/candidates.js";
import { below, pluginFiles } from "../test/discovery.js";
import { folderWith } from "../test/folder.js";
import type { ReadyCandidate } from "./catalog/candidate.js";
import { vocabularyOf } from "./catalog/vocabulary.js";
import { readHostConfig } from "./config/read.js";
import { readControlPlane } from "./control-plane.js";
import { checkTogether } from "./owner-conflicts.js";

const vocabulary = vocabularyOf(gatewaySdk);
const tools = (...ids: readonly string[]) => ({ provides: { tools: Object.fromEntries(ids.map((id) => [id, {}])) } });

function check(candidates: readonly ReadyCandidate[], plugins: object) {
  const loaded = readHostConfig({ value: { plugins }, cwd: ".", sections: [] });
  const decisions = candidates.map((candidate) => {
    return { candidate, enabled: true, reason: "configured-path", trace: [], diagnostics: [] } as const;
  });
  return checkTogether({ decisions, slots: new Map() }, { loaded, vocabulary });
}

const keptOut = (...given: Parameters<typeof check>) =>
  check(...given).flatMap(({ candidate, enabled, reason }) => (enabled ? [] : [`${candidate.id} ${reason}`]));

describe("checkTogether [POL-12]", () => {
  const fail = { conflicts: "fail" };

  it("lets all run where the operator did not ask for failure, and those that share an id", () => {
    const two = [ready("a", tools("t")), ready("b", tools("t"))];
    expect(keptOut(two, {})).toEqual([]);
    expect(keptOut(two, { conflicts: "overrule" })).toEqual([]);
    const shared = ["a", "b"].map((id) => ready(id, { provides: { "agent-event": {}, hooks: { llm_input: {} } } }));
    expect(keptOut(shared, fail)).toEqual([]);
  });

  it("keeps out who loses an id, with the question that did it, and who requires it", () => {
    const three = [ready("a", tools("t")), ready("b", tools("t")), ready("c", { requires: { b: "*" } })];
    expect(keptOut(three, fail)).toEqual(["b owner-conflict", "c requirement-missing"]);
    const [, loser, dependent] = check(three, fail);
    expect(loser?.trace).toEqual([{ rule: "plugins.conflicts", outcome: "refuse", reason: "owner-conflict" }]);
    expect(loser?.diagnostics).toMatchObject([{ code: "OWNER_CONFLICT", plugin: "b", level: "error" }]);
    expect(dependent?.diagnostics[0]?.message).toContain("c requires b, b does not run: another plugin owns an id");
    expect(keptOut(three, { ...fail, owners: { "tool:t": "b" } })).toEqual(["a owner-conflict"]);
  });

  it("asks anew after each: what one leaves may settle the next", () => {
    const three = [ready("a", tools("t")), ready("b", tools("t", "u")), ready("c", tools("u"))];
    expect(keptOut(three, fail)).toEqual(["b owner-conflict"]);
    const taking = [ready("a", tools("t")), ready("b", { ...tools("t"), requires: {} }), ready("c", tools("u"))];
    expect(keptOut([...taking, ready("d", { ...tools("u"), requires: { b: "*" } })], fail)).toEqual([
      "b owner-conflict",
      "d requirement-missing",
    ]);
  });

  it("where all lose to one another, the last in plugin order goes", () => {
    const two = [ready("a", tools("t", "u")), ready("b", tools("t", "u"))];
    expect(keptOut(two, { ...fail, owners: { "tool:t": "a", "tool:u": "b" } })).toEqual(["b owner-conflict"]);
  });
});

describe("the control plane", () => {
  const read = (plugins: Readonly<Record<string, object>>, more: object = {}) => {
    const files = Object.entries(plugins).map(([id, fields]) =>
      below(`bundled/${id}`, pluginFiles(id, { enabledByDefault: true, ...fields })),
    );
    const cwd = folderWith(Object.assign({}, ...files) as Record<string, unknown>);
    const folders = { state: `${cwd}/state`, cache: `${cwd}/cache`, globalPlugins: `${cwd}/global` };
    const config = { plugins: { conflicts: "fail", ...more } };
    return readControlPlane({ cwd, config, folders, roots: { bundled: [`${cwd}/bundled`] }, env: {} });
  };
  const idsOf = async (plugins: Readonly<Record<string, object>>) => (await read(plugins)).order.map(({ id }) => id);

  it("gives what a loser leaves to others: its slot, and whom it will not have beside it", async () => {
    const { order, slots, plan } = await read({
      a: { provides: { tools: ["t"] } },
      b: { provides: { tools: ["t"], memory: ["b"] }, conflicts: { d: "*" } },
      c: { provides: { memory: ["c"] } },
      d: {},
    });
    expect(order.map(({ id }) => id)).toEqual(["a", "c", "d"]);
    expect(slots.get("memory")).toBe("c");
    expect(plan("tool:t")).toMatchObject({ entries: [{ plugin: "a" }] });
  });

  it("lets who would lose run where the owner does not, whatever keeps the owner out", async () => {
    const loser = { provides: { tools: ["t"] } };
    const needing = { type: "object", properties: { key: { type: "string" } }, required: ["key"] };
    expect(await idsOf({ a: { ...loser, configSchema: needing }, b: loser })).toEqual(["b"]);
    expect(await idsOf({ a: { ...loser, requires: { gone: "*" } }, b: loser })).toEqual(["b"]);
    expect(await idsOf({ a: { ...loser, conflicts: { "0": "*" } }, b: loser, "0": {} })).toEqual(["0", "b"]);
  });

  it("tries a loser again, with its slot, when the owner is kept out in its turn", async () => {
    // `d` lacks what it requires, so nobody keeps `e` out; `e` has the slot of `f`, and `a` requires `f`.
    const { order, slots } = await read(
      {
        a: { provides: { tools: ["t"] }, requires: { f: "*" } },
        b: { provides: { tools: ["t"], "context-engine": ["b"] } },
        c: { provides: { "context-engine": ["c"] } },
        d: { conflicts: { e: "*" }, requires: { gone: "*" } },
        e: { provides: { memory: ["e"] } },
        f: { provides: { memory: ["f"] } },
      },
      { owners: { "tool:t": "a" } },
    );
    expect(order.map(({ id }) => id)).toEqual(["b", "e"]);
    expect(Object.fromEntries(slots)).toMatchObject({ memory: "e", "context-engine": "b" });
  });
});
