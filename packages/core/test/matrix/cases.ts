import type { Contract } from "@mortise/sdk";
import { ownershipRules, type Outcome, type Situation } from "./rules.js";
import type { WrittenPlugin } from "../host-with.js";
import { contracts } from "./plugins.js";

/** A contract in a situation. */
export interface MatrixCase extends Outcome {
  readonly kind: string;
  readonly contract: Contract;
  /** The codes of what is said of whoever does not win. */
  readonly codes: readonly string[];
}

/** Every contract for which a situation can come about, with what is to come of it: a row of docs/reference/ownership.md. */
export function casesOf(situation: Situation): readonly MatrixCase[] {
  return contracts.flatMap((contract) => {
    const outcome = ownershipRules(contract)[situation];
    return outcome ? [{ ...outcome, contract, kind: contract.kind, codes: outcome.code ? [outcome.code] : [] }] : [];
  });
}

/** The plugins of all cases of a situation, by id. */
export function pluginsOf(
  cases: readonly MatrixCase[],
  make: (one: MatrixCase) => Readonly<Record<string, WrittenPlugin>>,
): Readonly<Record<string, WrittenPlugin>> {
  return Object.assign({}, ...cases.map(make)) as Readonly<Record<string, WrittenPlugin>>;
}

/** The shape of a plugin that brings something under this contract alone. */
export function shapeWith({ category }: Contract): string {
  return category === "capability" ? "plain-capability" : "non-capability";
}
