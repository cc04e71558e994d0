import { speech, tool } from "@mortise/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { loaded } from "../../test/instances.js";
import { brings, contracts, Course, hooks, ids, step, vocabulary } from "../../test/registry-course.js";
import { compareRegistries, type RegistryDelta } from "./delta.js";
import { ownerChoices } from "./ownership.js";
import { buildRegistry, type OwnedContribution, type Registry, type RegistryInput } from "./registry.js";

const numbers = new WeakMap<object, number>();
let last = 0;

/** One number for one object. */
function numberOf(one: object): number {
  const number = numbers.get(one) ?? (last += 1);
  numbers.set(one, number);
  return number;
}

/** All that a registry says, what was registered by identity. */
function told(registry: Registry): readonly string[] {
  const asked = contracts.flatMap((contract) => ["w", "y", ...ids].map((id) => registry.get(contract, id)));
  return [
    ...contracts.map((contract) => JSON.stringify(registry.list(contract))),
    ...contracts.flatMap((contract) =>
      registry.entries(contract).map(({ id, plugin, registration }) => `${id} ${plugin} ${numberOf(registration)}`),
    ),
    ...asked.map((found) =>
      found?.status === "active"
        ? [found.id, found.plugin, numberOf(found.registration), ...found.overruled].join(" ")
        : JSON.stringify(found ?? "nothing"),
    ),
    ...hooks.map((hook) => registry.handlers(hook).map(numberOf).join(" ")),
    ...[...registry.contributions()].map(asText).toSorted(),
    ...registry.conflicts.map(({ kind, id, owner, overruled }) =>
      [kind, id, ...[owner, ...overruled].map(({ plugin }) => plugin)].join(" "),
    ),
    ...registry.diagnostics.map((diagnostic) => JSON.stringify(diagnostic)),
    [...registry.instances.keys()].join(" "),
    [...registry.instances.values()].flatMap((one) => [...one.registrations].map(registry.isActive)).join(" "),
  ];
}

function asText({ kind, id, plugin, status, registered }: OwnedContribution): string {
  return [kind, id, plugin, status, ...registered.map(numberOf)].join(" ");
}

function changesIn({ added, removed, changed }: RegistryDelta): readonly (readonly string[])[] {
  return [added, removed, changed].map((all) => all.map(asText).toSorted());
}

/** The difference between all that was and all that is there. What was is taken as text: what an instance has changes. */
function changesBetween(was: Owned, is: Owned): ReturnType<typeof changesIn> {
  const of = (all: Owned, isOf: (place: string, text: string) => boolean) =>
    [...all].flatMap(([place, text]) => (isOf(place, text) ? [text] : [])).toSorted();
  return [
    of(is, (place) => !was.has(place)),
    of(was, (place) => !is.has(place)),
    of(is, (place, text) => was.has(place) && was.get(place) !== text),
  ];
}

type Owned = ReadonlyMap<string, string>;

/** By kind and id, and of hooks by plugin too, because each has its own handlers. */
function ownedIn(registry: Registry): Owned {
  return new Map(
    [...registry.contributions()].map((one) => {
      const place = `${one.kind} ${one.id.toLowerCase()}${one.kind === "hook" ? ` ${one.plugin}` : ""}`;
      return [place, asText(one)] as const;
    }),
  );
}

/** The same registry as if it had been built from nothing, and not known to have been built from another. */
function fromNothing(registry: Registry, input: RegistryInput): Registry {
  return buildRegistry({ ...input, generation: registry.generation });
}

describe("a generation that is built from the one before [LIFE-2]", () => {
  it("is what it would be if it were built from nothing, and so is the difference between the two", () => {
    const begin = fc.array(brings, { minLength: 5, maxLength: 5 });
    const holder = fc.constantFrom("a", "b", null);
    fc.assert(
      fc.property(begin, holder, fc.array(step, { maxLength: 14 }), (declared, holds, steps) => {
        const course = new Course(declared, holds);
        let registry = buildRegistry(course.input(0));
        let whole = fromNothing(registry, course.input(0));
        let known = ownedIn(whole);
        for (const [index, made] of steps.entries()) {
          const isTold = course.take(made);
          const input = course.input(index + 1);
          const next = buildRegistry(input, { before: registry, changed: isTold ? [made.plugin] : [] });
          const nextWhole = fromNothing(next, input);
          expect(told(next)).toEqual(told(nextWhole));
          const owned = ownedIn(nextWhole);
          const changes = changesBetween(known, owned);
          expect(changesIn(compareRegistries(registry, next))).toEqual(changes);
          expect(changesIn(compareRegistries(whole, nextWhole))).toEqual(changes);
          [registry, whole, known] = [next, nextWhole, owned];
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("shares with it what nothing happened to", () => {
    const [a, b] = [ready("a"), ready("b")];
    const instances = new Map([
      ["a", loaded(a, { registrations: [[speech, "v"]], hooks: [{ hook: "llm_input" }] })],
      ["b", loaded(b, { registrations: [[tool, "t"]] })],
    ]);
    const input = { order: [a, b], vocabulary, choices: ownerChoices(), failed: new Set<string>(), instances };
    const before = buildRegistry({ ...input, generation: 1 });
    const lists = [before.list(speech), before.list(tool)];
    const after = buildRegistry({ ...input, generation: 2 }, { before, changed: ["b"] });
    expect(after.list(speech)).toBe(lists[0]);
    expect(after.list(tool)).not.toBe(lists[1]);
    expect(after.handlers("llm_input")).toBe(before.handlers("llm_input"));
    expect(after.get(speech, "v")).toBe(before.get(speech, "v"));
  });
});
