import { foldId } from "../catalog/candidate.js";
import { foldWrittenId } from "../catalog/contribution-id.js";
import { changesSince, type OwnedContribution, type Registry } from "./registry.js";

/** What is otherwise in one generation than in the one before, by surface: what surfaces follow. */
export interface RegistryDelta {
  /** Of the newer registry. */
  readonly generation: number;
  /** What is owned now and was not. */
  readonly added: readonly OwnedContribution[];
  /** As it was. */
  readonly removed: readonly OwnedContribution[];
  /** As it is now: another owner, another registration, loaded, taken out of use. */
  readonly changed: readonly OwnedContribution[];
}

/** Compares two generations. Of one that was built from the other, only what changed is looked at; else all that is owned. */
export function compareRegistries(before: Registry, after: Registry): RegistryDelta {
  const { was, is } = changesSince(before, after) ?? { was: before.contributions(), is: after.contributions() };
  const known = new Map<string, OwnedContribution>();
  for (const contribution of was) known.set(contributionKey(contribution), contribution);
  const added: OwnedContribution[] = [];
  const changed: OwnedContribution[] = [];
  for (const contribution of is) {
    const key = contributionKey(contribution);
    const old = known.get(key);
    known.delete(key);
    if (old === undefined) added.push(contribution);
    else if (!isSame(old, contribution)) changed.push(contribution);
  }
  return { generation: after.generation, added, removed: [...known.values()], changed };
}

/** The part of a delta that is of one kind of capability or surface; `hook` for hooks. */
export function deltaOfKind(delta: RegistryDelta, kind: string): RegistryDelta {
  const ofKind = (all: readonly OwnedContribution[]) => all.filter((contribution) => contribution.kind === kind);
  return {
    generation: delta.generation,
    added: ofKind(delta.added),
    removed: ofKind(delta.removed),
    changed: ofKind(delta.changed),
  };
}

/** Whether nothing is in it. */
export function isEmptyDelta({ added, removed, changed }: RegistryDelta): boolean {
  return added.length + removed.length + changed.length === 0;
}

/** The same for what takes the same place in another generation. What is shared has many owners, and each has a place. */
export function contributionKey({
  kind,
  id,
  plugin,
  isShared,
}: Omit<OwnedContribution, "status" | "registered">): string {
  const name = `${kind} ${foldWrittenId(id)}`;
  return isShared ? `${name} ${foldId(plugin)}` : name;
}

function isSame(one: OwnedContribution, other: OwnedContribution): boolean {
  return (
    one.plugin === other.plugin &&
    one.status === other.status &&
    one.registered.length === other.registered.length &&
    one.registered.every((registration, index) => registration === other.registered[index])
  );
}
