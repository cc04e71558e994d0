// Plugins of the matrix: what each contract asks for, written as source.
import { gatewaySdk, type Contract } from "@mortise/sdk";
import { virtualProvider } from "@mortise/testing";
import type { WrittenPlugin } from "../host-with.js";

/** Every contract of the gateway, those that no code registers among them. */
export const contracts: readonly Contract[] = [
  ...Object.values<Contract>(gatewaySdk.contracts),
  ...gatewaySdk.resources,
];

/** The contracts that code registers. */
export const registered = contracts.filter(({ declaredBy }) => declaredBy === "code");

const methods: ReadonlyMap<string, string> = new Map(
  Object.entries<Contract>(gatewaySdk.contracts).map(([method, { kind }]) => [kind, method]),
);

/** An id of a contract, made of a word. */
export function idOf({ idPattern, kind }: Contract, word = "one"): string {
  const wanted = [word, `/${word}`, `${word}@1.0.0`, `own-${kind}:${word}`];
  const found = wanted.find((id) => idPattern.test(id));
  if (found === undefined) throw new Error(`Give the matrix an id for ${kind}`);
  return found;
}

/** Members that a registration has besides, or instead of, what its contract asks for; as source. */
export type Members = Readonly<Record<string, string>>;

/** The line that registers something under a contract. */
export function registering(contract: Contract, id: string, members: Members = {}): string {
  const value = virtualProvider<Readonly<Record<string, unknown>>>(contract as Contract<string, never>, id);
  const all = {
    ...Object.fromEntries(Object.entries(value).map(([key, member]) => [key, sourceOf(member)])),
    ...members,
  };
  const source = Object.entries(all).map(([key, member]) => `${JSON.stringify(key)}: ${member}`);
  return `api.${methods.get(contract.kind)}({ ${source.join(", ")} });`;
}

function sourceOf(value: unknown): string {
  if (typeof value === "function") return "async () => ({})";
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${sourceOf(member)}`)
    .join(", ")} }`;
}

/** A plugin that declares an id and registers it; of what no code registers, one that declares it. */
export function providing(contract: Contract, id = idOf(contract), members: Members = {}): WrittenPlugin {
  const provides = { [contract.key]: [id] };
  return contract.declaredBy === "code" ? { provides, register: registering(contract, id, members) } : { provides };
}

/** A way to write a registration that its contract does not admit. */
export interface Malformation {
  /** What is wrong. */
  readonly member: string;
  readonly members: Members;
}

/** Every member of a contract, written in a way that the contract does not admit; the id in two. */
export function malformations({ idField, operations, shape = {} }: Contract): readonly Malformation[] {
  const { properties = {} } = shape as { readonly properties?: Readonly<Record<string, { readonly type?: string }>> };
  const own = Object.entries(properties).filter(([name]) => !Object.hasOwn(operations, name));
  return [
    { member: idField, members: { [idField]: "7" } },
    { member: idField, members: { [idField]: '"no such id"' } },
    ...Object.keys(operations).map((member) => ({ member, members: withoutFunction(member) })),
    ...own.map(([member, { type }]) => ({ member, members: { [member]: type === "string" ? "{}" : '"no such"' } })),
  ];
}

function withoutFunction(operation: string): Members {
  const [group = "", member] = operation.split(".");
  return { [group]: member === undefined ? "7" : `{ ${member}: 7 }` };
}
