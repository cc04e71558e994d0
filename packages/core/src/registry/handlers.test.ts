import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ready, type Traits } from "../../test/candidates.js";
import { loaded } from "../../test/instances.js";
import { callPolicy } from "../config/call-policy.js";
import type { HookRegistration } from "../loading/registration.js";
import { orderHandlers } from "./handlers.js";

type Handler = Partial<HookRegistration>;

/** Orders the handlers of plugins that stand in this order. */
function order(
  plugins: Readonly<Record<string, readonly Handler[]>>,
  settings: object = {},
  traits: Readonly<Record<string, Traits>> = {},
) {
  const candidates = Object.keys(plugins).map((id) => ready(id, traits[id]));
  const instances = new Map(
    candidates.map((candidate) => [
      candidate.id.toLowerCase(),
      loaded(candidate, { hooks: plugins[candidate.id] ?? [] }),
    ]),
  );
  const handlerPolicy = callPolicy({ plugins: settings });
  const { byHook, diagnostics } = orderHandlers({ order: candidates, instances, handlerPolicy });
  const names = (byHook.get("llm_input") ?? []).map(({ plugin, priority }) =>
    priority ? `${plugin}${priority}` : plugin,
  );
  return { names: names.join(" "), diagnostics, byHook };
}

describe("handlers stand [HOOK-6]", () => {
  it.each<[string, Readonly<Record<string, readonly Handler[]>>, string]>([
    ["in the order of plugins", { b: [{}], a: [{}] }, "b a"],
    ["by priority, higher first", { b: [{}], a: [{ priority: 1 }, { priority: -1 }] }, "a1 b a-1"],
    ["before whom they say, whatever the priority", { a: [{ priority: 9 }], b: [{ before: ["a"] }] }, "b a9"],
    ["after whom they say, whatever the priority", { a: [{ priority: 9, after: ["b"] }], b: [{}] }, "b a9"],
    ["before all of another's", { a: [{}, { priority: 5 }], b: [{ before: ["A"] }] }, "b a5 a"],
    ["as if nobody was named who is not there", { a: [{ after: ["x"], before: ["a"] }], b: [{}] }, "a b"],
    [
      "by priority among those that wait for nothing",
      { a: [{}], b: [{ after: ["a"] }], c: [{ priority: 1 }] },
      "c1 a b",
    ],
  ])("%s", (_name, plugins, names) => {
    expect(order(plugins)).toMatchObject({ names, diagnostics: [] });
  });

  it("each hook for itself, in a frozen list", () => {
    const { byHook } = order({ a: [{ hook: "one" }, { hook: "two" }], b: [{ hook: "two", before: ["a"] }] });
    expect(byHook.get("one")?.map(({ plugin }) => plugin)).toEqual(["a"]);
    expect(byHook.get("two")?.map(({ plugin }) => plugin)).toEqual(["b", "a"]);
    expect([...byHook.values()].every(Object.isFrozen)).toBe(true);
  });

  it("without those that are disabled, by their plugin or by the operator", () => {
    const plugins = { a: [{}], b: [{ isDisabled: true }], c: [{}] };
    expect(order(plugins, { entries: { c: { hooks: { llm_input: { enabled: false } } } } }).names).toBe("a");
  });

  it("without those of plugins that are not loaded", () => {
    const [a, b] = [ready("a"), ready("b")];
    const { byHook } = orderHandlers({ order: [a, b], instances: new Map([["b", loaded(b, { hooks: [{}] })]]) });
    expect(byHook.get("llm_input")?.map(({ plugin }) => plugin)).toEqual(["b"]);
  });

  it("by the operator's priority rather than their own", () => {
    const plugins = { a: [{ priority: 5 }], b: [{}] };
    expect(order(plugins, { entries: { b: { hooks: { llm_input: { priority: 6 } } } } }).names).toBe("b a5");
  });
});

describe("a circle", () => {
  it("loses what the plugin of the lowest precedence asked, and is told", () => {
    const plugins = { a: [{ after: ["b"] }], b: [{ after: ["a"] }] };
    const { names, diagnostics } = order(plugins, {}, { b: { origin: "config" } });
    expect(names).toBe("a b");
    expect(diagnostics).toMatchObject([
      {
        code: "HOOK_ORDER_CYCLE",
        plugin: "a",
        path: "/bundled/a/mortise.plugin.json",
        message: "The handlers of llm_input each ask to go before the next: a -> b -> a. What a asked was dropped.",
      },
    ]);
  });

  it("leaves everybody in the list, and keeps what is not said to be dropped", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const some = fc.subarray(ids, { maxLength: 3 });
    const handler = fc.record({ before: some, after: some, priority: fc.integer({ min: -2, max: 2 }) });
    const all = fc.tuple(...ids.map(() => fc.array(handler, { maxLength: 2 })));
    fc.assert(
      fc.property(all, (found) => {
        const plugins = Object.fromEntries(ids.map((id, index) => [id, found[index] ?? []]));
        const { byHook, diagnostics } = order(plugins);
        const list = byHook.get("llm_input") ?? [];
        expect(list).toHaveLength(found.flat().length);
        const blamed = new Set(diagnostics.map(({ plugin }) => plugin));
        for (const [place, { plugin, before, after }] of list.entries()) {
          if (blamed.has(plugin)) continue;
          const others = [...list.entries()].filter(([, other]) => other.plugin !== plugin);
          expect(others.every(([at, other]) => !before.includes(other.plugin) || at > place)).toBe(true);
          expect(others.every(([at, other]) => !after.includes(other.plugin) || at < place)).toBe(true);
        }
      }),
    );
  });
});
