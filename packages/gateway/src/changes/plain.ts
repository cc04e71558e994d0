import type { HostChange, RegistryDelta } from "@mortise/core";

/** A change as JSON has it: what is owned otherwise than before, without the things themselves. */
export interface PlainChange extends Omit<HostChange, "delta"> {
  readonly delta: {
    readonly generation: number;
    readonly added: readonly PlainContribution[];
    readonly removed: readonly PlainContribution[];
    readonly changed: readonly PlainContribution[];
  };
}

/** Something that a plugin brings, by name. */
export interface PlainContribution {
  readonly kind: string;
  readonly id: string;
  readonly plugin: string;
  readonly status: string;
}

/** What a change came to, as it is told to callers. */
export function plainChange({ delta, ...change }: HostChange): PlainChange {
  const { generation, added, removed, changed } = delta;
  return { delta: { generation, added: plain(added), removed: plain(removed), changed: plain(changed) }, ...change };
}

function plain(contributions: RegistryDelta["added"]): readonly PlainContribution[] {
  return contributions.map(({ kind, id, plugin, status }) => ({ kind, id, plugin, status }));
}
