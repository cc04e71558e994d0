import { channel, command, defineCapability, gatewaySdk, memory, speech, tool } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { loaded, type Brought } from "../../test/instances.js";
import { registryInput } from "../../test/registries.js";
import { vocabularyOf } from "../catalog/vocabulary.js";
import { callPolicy } from "../config/call-policy.js";
import type { PluginInstance } from "../loading/instance.js";
import { ownerChoices } from "./ownership.js";
import { buildRegistry, type Registry, type RegistryInput } from "./registry.js";

const voice = { provides: { speech: { v: {} } } };
const [a, b, c] = [ready("a", voice), ready("b", voice), ready("c")];
const start = registryInput([a, b, c], { slots: new Map(), handlerPolicy: callPolicy({}) });

const byId = (...instances: readonly PluginInstance[]) => new Map(instances.map((instance) => [instance.id, instance]));
const from = (before: Registry, input: RegistryInput, ...changed: readonly string[]) =>
  buildRegistry(input, { before, changed });
const ownerOf = (registry: Registry, id = "v") => {
  const found = registry.get(speech, id);
  return found && `${found.plugin} ${found.status}`;
};
const listeners = (registry: Registry) => registry.handlers("llm_input").map(({ plugin }) => plugin);

describe("rules that changed are seen without being told [LIFE-2]", () => {
  const brought: Brought = { registrations: [[memory, "m"]], hooks: [{}] };
  const input = { ...start, instances: byId(loaded(a, brought), loaded(b, brought)) };
  const before = buildRegistry(input);

  it("who holds a slot", () => {
    expect(before.get(memory, "m")).toMatchObject({ plugin: "a" });
    const given = from(before, { ...input, slots: new Map([["memory", "b"]]) });
    expect(given.get(memory, "m")).toMatchObject({ plugin: "b" });
    expect(from(given, input).get(memory, "m")).toMatchObject({ plugin: "a" });
  });

  it("whom the operator chose", () => {
    const chosen = from(before, { ...input, choices: ownerChoices({ "memory:m": "b" }) });
    expect(chosen.get(memory, "m")).toMatchObject({ plugin: "b" });
  });

  it("which handlers are called", () => {
    const entries = { a: { hooks: { llm_input: { enabled: false } } } };
    const muted = from(before, { ...input, handlerPolicy: callPolicy({ plugins: { entries } }) });
    expect([listeners(before), listeners(muted)]).toEqual([["a", "b"], ["b"]]);
  });

  it("which contracts there are", () => {
    const ocr = defineCapability<{ readonly id: string; scan(): Promise<string> }>()({
      kind: "ocr",
      operations: { scan: "required" },
    });
    const reading = { ...input, order: [ready("a", { provides: { ocr: { o: {} } } })], instances: byId() };
    const unheard = buildRegistry(reading);
    expect(unheard.get(ocr, "o")).toBeUndefined();
    const vocabulary = vocabularyOf({ ...gatewaySdk, contracts: { ...gatewaySdk.contracts, registerOcr: ocr } });
    expect(from(unheard, { ...reading, vocabulary }).get(ocr, "o")).toMatchObject({ status: "declared" });
  });
});

describe("plugins that failed are seen without being told [LIFE-2]", () => {
  const first = buildRegistry(start);
  const failing = { ...start, failed: new Set(["a"]) };

  it("when they fail, and when they are to be tried again", () => {
    expect(ownerOf(first)).toBe("a declared");
    const failed = from(first, failing);
    expect(ownerOf(failed)).toBe("b declared");
    expect(ownerOf(from(failed, start))).toBe("a declared");
    expect(ownerOf(from(failed, { ...start, failed: new Set(["b"]) }))).toBe("a declared");
  });

  it("and leave what others own as it is", () => {
    const other = { ...start, order: [a, b, ready("c", { provides: { tools: { t: {} } } })] };
    const before = buildRegistry(other);
    const lists = [before.list(tool), before.list(speech)];
    const after = from(before, { ...other, failed: new Set(["a"]) });
    expect(after.list(tool)).toBe(lists[0]);
    expect(after.list(speech)).not.toBe(lists[1]);
  });
});

describe("an order that changed is seen without being told [LIFE-2]", () => {
  const brought: Brought = { registrations: [[speech, "v"]], hooks: [{}] };
  const instances = byId(loaded(a, brought), loaded(b, brought));
  const input = { ...start, instances };
  const before = buildRegistry(input);

  it("in who stands first", () => {
    const turned = from(before, { ...input, order: [c, b, a] });
    expect([ownerOf(before), ownerOf(turned)]).toEqual(["a active", "b active"]);
    expect([listeners(before), listeners(turned)]).toEqual([
      ["a", "b"],
      ["b", "a"],
    ]);
    expect(turned.conflicts.map(({ overruled }) => overruled.map(({ plugin }) => plugin))).toEqual([["a"]]);
  });

  it("in who is there no more, with all that it had, and in who came", () => {
    const without = from(before, { ...input, order: [b, c], instances: byId(instances.get("b") as PluginInstance) });
    expect([ownerOf(without), listeners(without), without.conflicts]).toEqual(["b active", ["b"], []]);
    const empty = from(without, { ...input, order: [c], instances: byId() });
    expect([ownerOf(empty), listeners(empty)]).toEqual([undefined, []]);
    expect(empty.list(speech)).toEqual([]);
    expect(empty.handlers("llm_input")).toBe(empty.handlers("nothing"));
    const back = from(empty, input);
    expect([ownerOf(back), listeners(back)]).toEqual(["a active", ["a", "b"]]);
  });

  it("in what a manifest says now, and in which instance is there", () => {
    const reread = ready("a", { provides: { speech: { w: {} } } });
    const declared = buildRegistry(start);
    const renewed = from(declared, { ...start, order: [reread, b, c] });
    expect([ownerOf(renewed, "w"), ownerOf(renewed)]).toEqual(["a declared", "b declared"]);
    const loadedNow = from(declared, { ...input, order: [a, b, c] });
    expect([ownerOf(loadedNow), listeners(loadedNow)]).toEqual(["a active", ["a", "b"]]);
    expect(ownerOf(from(loadedNow, { ...start, order: [a, b, c] }))).toBe("a declared");
  });
});

describe("what one plugin no longer brings [LIFE-2]", () => {
  it("is nobody's quarrel any more, and others' quarrels stay", () => {
    const tools: Brought = {
      registrations: [
        [tool, "t"],
        [tool, "u"],
      ],
    };
    const input = { ...start, instances: byId(loaded(a, tools), loaded(b, tools)) };
    const before = buildRegistry(input);
    expect(before.conflicts.map(({ id }) => id)).toEqual(["t", "u"]);
    const less = byId(...input.instances.values()).set("b", loaded(b, { registrations: [[tool, "u"]] }));
    const settled = from(before, { ...input, instances: less }, "b");
    expect(settled.conflicts.map(({ id }) => id)).toEqual(["u"]);
    expect(settled.diagnostics).toHaveLength(1);
    const peace = from(settled, { ...input, instances: byId(loaded(a, tools)), failed: new Set(["b"]) }, "b");
    expect(peace.conflicts).toEqual([]);
    expect(from(before, input, "c").conflicts).toEqual(before.conflicts);
  });

  it("breaks a circle of handlers; those at other hooks stay, and come back with it", () => {
    const circle = (other: string, ...hooks: readonly string[]): Brought => ({
      hooks: hooks.map((hook) => ({ hook, after: [other] })),
    });
    const names = ["llm_input", "llm_output"];
    const one = loaded(a, circle("b", ...names));
    const input = { ...start, instances: byId(one, loaded(b, circle("a", ...names))) };
    const circlesIn = ({ diagnostics }: Registry) =>
      diagnostics.filter(({ code }) => code === "HOOK_ORDER_CYCLE").map(({ message }) => /of (\w+)/.exec(message)?.[1]);
    const both = buildRegistry(input);
    expect(circlesIn(both)).toEqual(names);
    const less = { ...input, instances: byId(one, loaded(b, circle("a", "llm_output"))) };
    const open = from(both, less, "b");
    expect(circlesIn(open)).toEqual(["llm_output"]);
    expect(circlesIn(from(open, { ...less, instances: byId(...less.instances.values(), loaded(c)) }, "c"))).toEqual([
      "llm_output",
    ]);
    expect(circlesIn(from(open, input, "b"))).toEqual(names);
    expect(circlesIn(from(open, { ...input, instances: byId(one) }, "b"))).toEqual([]);
  });
});

it("handlers stand in plugin order, whoever was loaded first [HOOK-6, LIFE-2]", () => {
  const [one, two] = [loaded(a, { hooks: [{}] }), loaded(b, { hooks: [{}] })];
  const first = from(buildRegistry(start), { ...start, instances: byId(two) }, "b");
  const second = from(first, { ...start, instances: byId(two, one) }, "a");
  expect([listeners(first), listeners(second)]).toEqual([["b"], ["a", "b"]]);
});

/** An instance whose registrations have a further name. */
function named(
  candidate: typeof a,
  contract: typeof command | typeof channel,
  alias: string,
  ...ids: readonly string[]
) {
  const instance = loaded(candidate, { registrations: ids.map((id) => [contract, id, false] as const) });
  for (const registration of instance.registrations) {
    Object.assign(registration, { value: { id: registration.id, name: registration.id, aliases: [alias] } });
  }
  return instance;
}

describe("what is told does not depend on what was loaded first [OWN-3]", () => {
  const order = [ready("a"), ready("b"), ready("c")] as const;
  const [first, second, third] = order;
  const empty = { ...start, order };

  it("of further names in one kind, or in several [OWN-7]", () => {
    for (const kind of [command, channel]) {
      const instances = byId(named(first, command, "one", "k", "l"), named(second, kind, "two", "m", "n"));
      const all = { ...empty, instances };
      const late = from(buildRegistry({ ...all, instances: byId(instances.get("b") as PluginInstance) }), all, "a");
      expect(late.diagnostics).toHaveLength(2);
      expect(late.diagnostics).toEqual(buildRegistry(all).diagnostics);
    }
  });

  it("of ids that several want", () => {
    const wanting = (candidate: typeof a, ...ids: readonly string[]) =>
      loaded(candidate, { registrations: ids.map((id) => [tool, id] as const) });
    const [one, two, three] = [wanting(first, "x"), wanting(second, "y"), wanting(third, "x", "y")];
    const before = buildRegistry({ ...empty, instances: byId(two, three) });
    const after = from(before, { ...empty, instances: byId(one, two, three) }, "a");
    expect([before, after].map(({ conflicts }) => conflicts.map(({ id }) => id))).toEqual([["y"], ["x", "y"]]);
    expect(after.conflicts.map(({ owner }) => owner.plugin)).toEqual(["a", "b"]);
  });

  it("where something was there in between, or a plugin is named that there is not", () => {
    const both = { ...empty, instances: byId(named(first, command, "one", "k", "l")) };
    const less = { ...empty, instances: byId(named(first, command, "one", "l")) };
    const after = from(buildRegistry(both), less, "a", "ghost");
    expect(after.list(command).map(({ id }) => id)).toEqual(["l"]);
    expect(after.get(command, "one")).toMatchObject({ id: "l" });
    expect(after.diagnostics).toEqual([]);
    expect([...after.contributions()].map(({ plugin, id }) => `${plugin} ${id}`)).toEqual(["a l"]);
  });
});

it("a generation can be built on one that is not known, as from nothing [LIFE-2]", () => {
  const unknown = { ...buildRegistry(start) };
  expect(ownerOf(from(unknown, start))).toBe("a declared");
});
