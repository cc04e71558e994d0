import { command, httpRoute, speech, type Contract } from "@mortise/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { registryOf } from "../../test/registries.js";
import type { ReadyCandidate } from "../catalog/candidate.js";
import { origins } from "../catalog/roots.js";
import type { Claim } from "./claims.js";
import { decideOwnership, nextLoser, ownerChoices } from "./ownership.js";

function claimOf(candidate: ReadyCandidate, order: number, isDeclared = true, contract: Contract = speech): Claim {
  const standing = { candidate, origin: origins.indexOf(candidate.origin), order };
  return { plugin: candidate.id, contract, id: "v", standing, isDeclared, place: 0 };
}

const names = (claims: readonly Claim[]) => claims.map(({ plugin }) => plugin).join(" ");

describe("who owns an id [OWN-2, OWN-4]", () => {
  const a = claimOf(ready("A"), 0);
  const b = claimOf(ready("B"), 1);
  const c = claimOf(ready("C", { origin: "config" }), 2);
  const d = claimOf(ready("D", { origin: "config" }), 3, false);
  const all = fc.shuffledSubarray([a, b, c, d], { minLength: 4 });

  it.each([
    ["origin, then plugin order, what is declared before what is not", {}, "C", "A B D"],
    ["the operator's choice before everything, in any case of letters", { "SPEECH:V": "d" }, "D", "C A B"],
    ["the choice of one in the middle", { "speech:v": "b" }, "B", "C A D"],
    ["nothing else where the choice is of another id", { "speech:w": "b", "tool:v": "b" }, "C", "A B D"],
    ["nothing else where the choice is of nobody who wants it", { "speech:v": "e" }, "C", "A B D"],
  ])("is decided by %s", (_name, owners, owner, others) => {
    fc.assert(
      fc.property(all, (claims) => {
        const decided = decideOwnership("speech", "v", claims, ownerChoices(owners));
        expect([decided.owner.plugin, names(decided.overruled)]).toEqual([owner, others]);
        expect(names(decided.sharers)).toBe(owner);
      }),
    );
  });

  it("is everybody where it is shared, in that order", () => {
    const shared = [b, a, c].map((claim) => ({ ...claim, contract: { ...speech, ownership: "shared" as const } }));
    const decided = decideOwnership("speech", "v", shared, ownerChoices());
    expect([decided.owner.plugin, names(decided.sharers), decided.overruled]).toEqual(["C", "C A B", []]);
  });

  it("can be chosen for an id with a colon in it", () => {
    const decided = decideOwnership("speech", "v:1", [a, b], ownerChoices({ "speech:V:1": "b" }));
    expect(decided.owner.plugin).toBe("B");
  });
});

it("whoever is overruled is told where it is written, its manifest or its folder [OWN-2]", () => {
  const voice = { provides: { speech: { v: {} } } };
  const bundle = { ...ready("c", voice), manifestPath: undefined as never };
  const { diagnostics } = registryOf([ready("a", voice), ready("b", voice), bundle]);
  expect(diagnostics.map(({ code, plugin, path }) => [code, plugin, path])).toEqual([
    ["OWNER_OVERRULED", "b", "/bundled/b/mortise.plugin.json"],
    ["OWNER_OVERRULED", "c", "/bundled/c"],
  ]);
});

describe("a conflict that is to fail [POL-12]", () => {
  const tools = ready("A", { origin: "config" });
  const a = claimOf(tools, 0);
  const b = claimOf(ready("B"), 1);
  const c = claimOf({ ...ready("C"), manifestPath: undefined as never }, 2);
  const order = [tools, b.standing.candidate, c.standing.candidate];
  const conflict = (owner: Claim, ...overruled: readonly Claim[]) => ({
    kind: "speech",
    id: "v",
    owner,
    sharers: [owner],
    overruled,
  });

  it("names the id, who owns it, by which rule, and where the loser is written", () => {
    const failure = (owner: Claim, loser: Claim, owners = {}) =>
      nextLoser([conflict(owner, loser)], ownerChoices(owners), order)?.failure;
    expect(failure(a, b)).toMatchObject({
      code: "OWNER_CONFLICT",
      plugin: "B",
      path: "/bundled/B/mortise.plugin.json",
      message:
        'The speech "v" belongs to A, because config plugins go before bundled plugins; plugins.conflicts is "fail", so B does not run.',
    });
    expect(failure(a, c)).toMatchObject({ plugin: "C", path: "/bundled/C" });
    expect(failure(a, b, { "speech:v": "A" })?.message).toContain("because plugins.owners says so;");
    expect(failure(b, c)?.message).toContain(
      "because it goes first in plugin order (before, after, requires, then id);",
    );
  });

  it("is lost by whoever loses to a plugin that stays", () => {
    const loser = (...conflicts: readonly ReturnType<typeof conflict>[]) => nextLoser(conflicts, ownerChoices(), order);
    expect(loser()).toBeUndefined();
    expect(loser(conflict(b, c))).toMatchObject({ plugin: "c", failure: { plugin: "C" } });
    expect(loser(conflict(b, c), conflict(a, b))?.plugin).toBe("b");
  });

  it("is lost by the last in plugin order, where all lose to one another", () => {
    const round = [conflict(a, b), conflict(c, a), conflict(b, c)];
    expect(nextLoser(round, ownerChoices(), order)?.plugin).toBe("c");
    expect(nextLoser(round, ownerChoices(), order.toReversed())?.plugin).toBe("a");
  });
});

describe("a choice of the operator that comes to nothing [OWN-4]", () => {
  const told = (owners: Readonly<Record<string, string>>, order: readonly ReadyCandidate[]) =>
    registryOf(order, { owners }).diagnostics.map(({ message }) => message);
  const voice = ready("a", { provides: { speech: { "voice:1": {} } } });

  it("is told as it is compared, the kind and the whole of the id", () => {
    expect(told({ "Speech:Other:1": "A" }, [voice])).toEqual([
      'plugins.owners gives speech:other:1 to "a", which does not run or does not provide it.',
    ]);
    expect(told({ "route:/Other": "A" }, [voice])).toEqual([
      'plugins.owners gives route:/Other to "a", which does not run or does not provide it.',
    ]);
    expect(told({ nonsense: "a" }, [voice])[0]).toContain(
      'gives nonsense: to "a", which does not run or does not provide it. There is no kind "nonsense".',
    );
    expect(told({ "speech:voice:1": "A" }, [voice])).toEqual([]);
  });

  it("is told of others than those that cannot say ahead, and of other kinds than those of which they cannot", () => {
    const mute = ready("Mute", { undeclarable: ["speech"] });
    expect(told({ "speech:v": "mute" }, [voice, mute])).toEqual([]);
    expect(told({ "speech:v": "ghost" }, [voice, mute])).toHaveLength(1);
    expect(told({ "command:v": "mute" }, [voice, mute])).toHaveLength(1);
    const [said] = told({ "tools:t": "mute" }, [ready("Mute", { undeclarable: ["tools"] })]);
    expect(said).toContain('There is no kind "tools". Did you mean "tool:t"?');
  });

  it("is not told where it comes to something, of paths by the very path", () => {
    const routes = ready("a", { provides: { routes: { "/X": {} }, commands: { Go: {} } } });
    expect(told({ [`${httpRoute.kind}:/X`]: "a", [`${command.kind}:gO`]: "a" }, [routes])).toEqual([]);
    expect(told({ [`${httpRoute.kind}:/x`]: "a" }, [routes])).toHaveLength(1);
  });
});
