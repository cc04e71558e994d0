import { memory, tool, type Contract } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { loaded } from "../../test/instances.js";
import { registryOf } from "../../test/registries.js";
import type { SlotHolders } from "../policy/slots.js";
import { holderFor, holdsSlot } from "./slots.js";

type Held = Readonly<Record<string, string | null>>;
const holdersOf = (held: Held): SlotHolders => new Map(Object.entries(held));
/** Of the same slot, without roles. */
const plain: Contract = { ...memory, slot: { name: "memory" } };

describe("what a plugin registers under a slot may be used [POL-7]", () => {
  it.each<[string, Contract, Held, boolean]>([
    ["where there is no slot", tool, { tool: "b" }, true],
    ["where nobody was given the slot or a role", memory, { other: "b" }, true],
    ["by who has the slot, in any case of letters", memory, { memory: "a" }, true],
    ["by who has a role of it", memory, { memory: "b", "memory.capture": "a" }, true],
    ["by who has a role, though the slot is nobody's", memory, { memory: null, "memory.recall": "a" }, true],
    ["not where another has it", memory, { memory: "b" }, false],
    ["not where others have it and all of its roles", memory, { "memory.recall": "b", "memory.capture": "c" }, false],
    ["not where nobody is to have it", memory, { memory: null }, false],
    ["not for a role of another slot", memory, { memory: "b", "other.capture": "a" }, false],
    ["not for a role that there is not", plain, { memory: "b", "memory.capture": "a" }, false],
    ["by who has a slot without roles", plain, { memory: "a" }, true],
  ])("%s", (_name, contract, held, isUsed) => {
    expect(holdsSlot("A", contract, holdersOf(held))).toBe(isUsed);
  });
});

describe("an operation is answered [POL-7]", () => {
  it.each<[string, Contract, string, Held, string | null | undefined]>([
    ["by anybody where there is no slot", tool, "execute", { tool: "b" }, undefined],
    ["by anybody where the slot was given to nobody in particular", memory, "add", {}, undefined],
    ["by who has the slot", memory, "add", { memory: "a" }, "a"],
    ["by who has the role, before who has the slot", memory, "add", { memory: "a", "memory.capture": "b" }, "b"],
    ["by who has the slot, where the role is another", memory, "search", { memory: "a", "memory.capture": "b" }, "a"],
    ["by nobody where the role was given to nobody", memory, "add", { memory: "a", "memory.capture": null }, null],
    ["by nobody where the slot was", memory, "search", { memory: null, "memory.capture": "b" }, null],
    ["by who has the slot, where it belongs to no role", memory, "forget", { memory: "a", "memory.recall": "b" }, "a"],
    ["by who has a slot without roles", plain, "add", { memory: "a", "memory.capture": "b" }, "a"],
  ])("%s", (_name, contract, operation, held, holder) => {
    expect(holderFor(contract, operation, holdersOf(held))).toBe(holder);
  });
});

describe("whoever does not hold the slot [POL-7]", () => {
  const [a, b] = [ready("a"), ready("b")];
  const [first, second] = [a, b].map((candidate) =>
    loaded(candidate, {
      registrations: [
        [memory, "m"],
        [memory, `${candidate.id}-own`],
        [tool, `t-${candidate.id}`],
      ],
    }),
  );
  const registryWith = (held: Held, isFileKnown = true) =>
    registryOf([isFileKnown ? a : { ...a, manifestPath: undefined as never }, b], {
      slots: holdersOf(held),
      instances: [first as NonNullable<typeof first>, second as NonNullable<typeof second>],
    });

  it("owns nothing under it, is told of each, by whom and where, and keeps the rest", () => {
    const registry = registryWith({ memory: "b" });
    expect(registry.list(memory).map(({ id, plugin }) => [id, plugin])).toEqual([
      ["m", "b"],
      ["b-own", "b"],
    ]);
    expect(registry.get(memory, "m")).toMatchObject({ plugin: "b", overruled: [] });
    expect(registry.get(memory, "a-own")).toBeUndefined();
    expect([...(first?.registrations ?? [])].map(registry.isActive)).toEqual([false, false, true]);
    expect([...registry.contributions()].map(({ id, plugin }) => `${id} ${plugin}`).toSorted()).toEqual([
      "b-own b",
      "m b",
      "t-a a",
      "t-b b",
    ]);
    expect(registry.conflicts).toEqual([]);
    expect(registry.diagnostics).toMatchObject(
      ["m", "a-own"].map((id) => ({
        code: "SLOT_NOT_HELD",
        plugin: "a",
        path: "/bundled/a/mortise.plugin.json",
        message: `The memory "${id}" of a is not used: the slot memory belongs to b.`,
        help: 'Choose who fills the slot in the config: plugins.slots["memory"] = "a".',
      })),
    );
  });

  it("is told that the slot is nobody's, where that was asked for", () => {
    const { diagnostics } = registryWith({ memory: null }, false);
    expect(diagnostics.map(({ path }) => path)).toEqual([
      "/bundled/a",
      "/bundled/b/mortise.plugin.json",
      "/bundled/a",
      "/bundled/b/mortise.plugin.json",
    ]);
    expect(diagnostics.every(({ message }) => message.endsWith("the slot memory belongs to nobody."))).toBe(true);
  });

  it("is overruled as anywhere else where all hold a part of it", () => {
    const registry = registryWith({ memory: "a", "memory.capture": "b" });
    expect(registry.get(memory, "m")).toMatchObject({ plugin: "a", overruled: ["b"] });
    expect(registry.diagnostics.map(({ code }) => code)).toEqual(["OWNER_OVERRULED"]);
  });
});
