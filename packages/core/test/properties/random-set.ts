import { gatewayContracts, type Contract } from "@mortise/sdk";
import fc from "fast-check";
import { foldContributionId } from "../../src/catalog/contribution-id.js";
import { origins, type Origin } from "../../src/catalog/roots.js";

/** What a plugin of a random set brings: declared by its manifest, registered by its code, or both. */
export interface Contribution {
  readonly contract: Contract;
  readonly id: string;
  readonly aliases: readonly string[];
  readonly isDeclared: boolean;
  readonly isRegistered: boolean;
}

/** How a plugin's `register` ends. */
export type Fate = "returns" | "throws" | "promises" | "malformed" | "takes back";

/** One plugin of a random set: what its manifest says, and what its code does. */
export interface RandomPlugin {
  readonly id: string;
  readonly origin: Origin;
  readonly isStrict: boolean;
  readonly enabledByDefault: boolean;
  readonly after: readonly string[];
  readonly before: readonly string[];
  readonly requires: readonly string[];
  readonly conflicts: readonly string[];
  readonly contributions: readonly Contribution[];
  /** It listens to `llm_input`, and its manifest says so. */
  readonly listens: boolean;
  readonly fate: Fate;
}

/** What the operator of a random set says. */
export interface RandomSettings {
  readonly allow?: readonly string[];
  readonly deny: readonly string[];
  readonly slots: Readonly<Record<string, string | null>>;
  readonly owners: Readonly<Record<string, string>>;
  readonly entries: Readonly<Record<string, { readonly enabled: boolean }>>;
}

/** Plugins, and what the operator says of them. */
export interface RandomSet {
  readonly plugins: readonly RandomPlugin[];
  readonly settings: RandomSettings;
  /** Gives an order of any list: to find plugins in, to load them in. */
  readonly shuffle: <Value>(list: readonly Value[]) => readonly Value[];
}

const contracts: readonly Contract[] = Object.values(gatewayContracts);
const pluginIds = ["a", "b", "c", "d", "e", "f"];
const letters = ["x", "y", "Z"];

/** An id as the contract wants it. */
function idUnder({ idField, key, idPattern }: Contract, letter: string): string {
  if (idField === "path") return `/${letter}`;
  const id = key === "apis" ? `${letter}@1.0.0` : letter;
  return idPattern.test(id) ? id : id.toLowerCase();
}

const presence = fc.constantFrom("both", "both", "both", "both", "declared", "registered");
const contribution = fc.record({
  which: fc.nat(3),
  letter: fc.constantFrom(...letters),
  aliases: fc.subarray([...letters, "w"], { maxLength: 2 }),
  presence,
});

/** Mostly none, so that most plugins of a set run. */
function seldom(...some: readonly (readonly string[])[]): fc.Arbitrary<readonly string[]> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant([]) },
    { weight: some.length, arbitrary: fc.constantFrom(...some) },
  );
}

const sound = Array<Fate>(10).fill("returns");

/** A plugin, mostly of the id given; of one id there may be several. */
const pluginOf = (id: string) =>
  fc.record({
    id: fc.constantFrom(id, id, id, ...pluginIds.slice(0, 2)),
    origin: fc.constantFrom(...origins, "config" as const),
    isStrict: fc.boolean(),
    enabledByDefault: fc.constantFrom(true, true, false),
    after: fc.subarray(pluginIds, { maxLength: 2 }),
    before: fc.subarray(pluginIds, { maxLength: 2 }),
    requires: seldom(["a"], ["b"], ["E"], ["nobody"]),
    conflicts: seldom(["c"]),
    contributions: fc.array(contribution, { minLength: 1, maxLength: 6, size: "max" }),
    listens: fc.boolean(),
    fate: fc.constantFrom<Fate>(...sound, "takes back", "throws", "promises", "malformed"),
  });

const pluginId = fc.constantFrom(...pluginIds);
const isEnabled = fc.constantFrom(...Array<true>(8).fill(true), undefined, undefined, false);
const entries = fc
  .tuple(...pluginIds.map((id) => isEnabled.map((enabled) => [id, enabled] as const)))
  .map((all) => Object.fromEntries(all.flatMap(([id, enabled]) => (enabled === undefined ? [] : [[id, { enabled }]]))));

const settings = fc.record({
  allow: fc.constantFrom(undefined, undefined, undefined, ["A", "b", "c"], ["d", "e"]),
  deny: fc.constantFrom([], [], [], ["A"], ["f"]),
  slots: fc.dictionary(fc.constantFrom("memory", "memory.recall", "context-engine"), fc.option(pluginId)),
  entries,
});

/** Random plugins of a few of the contracts, so that they meet; the operator's word; and orders of both. */
export const randomSets: fc.Arbitrary<RandomSet> = fc
  .record({
    described: fc.tuple(...pluginIds.map((id) => fc.option(pluginOf(id), { freq: 6 }))),
    palette: fc.shuffledSubarray([...contracts], { minLength: 4, maxLength: 4 }),
    settings,
    chosen: fc.array(fc.record({ which: fc.nat(3), letter: fc.constantFrom(...letters), plugin: pluginId }), {
      maxLength: 2,
    }),
    keys: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
  })
  .map(({ described, palette, settings: said, chosen, keys }) => {
    const contractAt = (which: number) => palette[which] as Contract;
    const plugins = described
      .flatMap((one) => one ?? [])
      .map((one) => ({
        ...one,
        contributions: one.contributions.map(({ which, letter, aliases, presence: where }) => ({
          contract: contractAt(which),
          id: idUnder(contractAt(which), letter),
          aliases: contractAt(which).aliasField === undefined ? [] : aliases,
          isDeclared: where !== "registered",
          isRegistered: where !== "declared",
        })),
      }));
    const owners = Object.fromEntries(
      chosen.map(({ which, letter, plugin: owner }) => {
        const contract = contractAt(which);
        return [`${contract.kind}:${idUnder(contract, letter)}`, owner];
      }),
    );
    const { allow, ...rest } = said;
    return { plugins, settings: { ...rest, ...(allow && { allow }), owners }, shuffle: shuffler(keys) };
  });

function shuffler(keys: readonly number[]): RandomSet["shuffle"] {
  return (list) =>
    list
      .map((value, index) => ({ value, key: keys[index % keys.length] ?? 0 }))
      .toSorted((one, other) => one.key - other.key)
      .map(({ value }) => value);
}

const data = { description: "", label: "", parameters: {}, accepts: ["image"], methods: {} };

/** A sound registration: every operation of the contract, and all the data that any contract asks for. */
export function registrationUnder(contract: Contract, id: string, aliases: readonly string[] = []): object {
  const value: Record<string, unknown> = { ...data, [contract.idField]: id };
  if (contract.aliasField !== undefined && aliases.length > 0) value[contract.aliasField] = aliases;
  for (const name of Object.keys(contract.operations)) {
    const [group = "", member] = name.split(".");
    const operation = async () => {};
    value[group] = member === undefined ? operation : { ...(value[group] as object), [member]: operation };
  }
  return value;
}

/** Names what a contribution is about; two of the same name are the same thing. */
export function nameOf({ contract, id }: Pick<Contribution, "contract" | "id">): string {
  return `${contract.kind}:${foldContributionId(contract, id)}`;
}
