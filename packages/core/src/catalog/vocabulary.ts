import type { Contract, HookDefinition, Sdk } from "@mortise/sdk";

/** The key under which manifests declare the hooks they listen to. */
export const hooksKey = "hooks";

/** What manifests may say of a hook they listen to. */
const hookMetadata: readonly string[] = ["filter"];

/** What plugins can provide in this host: its contracts and hooks, looked up by the words that manifests use. */
export interface Vocabulary {
  /** Contracts by their key in `provides`, those that no code registers among them. */
  readonly byKey: ReadonlyMap<string, Contract>;
  /** Contracts by kind. */
  readonly byKind: ReadonlyMap<string, Contract>;
  /** Contracts by the method that registers them. */
  readonly byMethod: ReadonlyMap<string, Contract>;
  readonly hooks: ReadonlyMap<string, HookDefinition>;
}

/** The parts of an SDK that make a vocabulary. */
export type Words = Pick<Sdk, "contracts" | "hooks"> & Partial<Pick<Sdk, "resources">>;

/** The vocabulary of an SDK. */
export function vocabularyOf(sdk: Words): Vocabulary {
  const contracts: readonly Contract[] = [...Object.values(sdk.contracts), ...(sdk.resources ?? [])];
  return {
    byKey: new Map(contracts.map((contract) => [contract.key, contract])),
    byKind: new Map(contracts.map((contract) => [contract.kind, contract])),
    byMethod: new Map(Object.entries(sdk.contracts)),
    hooks: new Map(Object.entries(sdk.hooks)),
  };
}

/** What manifests may say of an id under a key of `provides`; nothing where they may say anything. */
export function knownMetadata(key: string, { byKey }: Pick<Vocabulary, "byKey">): readonly string[] | undefined {
  if (key === hooksKey) return hookMetadata;
  const contract = byKey.get(key);
  if (contract?.metadata === undefined) return undefined;
  const { metadata, aliasField } = contract;
  return ["description", ...(aliasField === undefined ? [] : [aliasField]), ...metadata];
}
