import { foldId, providedIds, type ControlPlane, type PluginManifest } from "@mortise/core/catalog";

/** A slot, or a role of one (`memory.recall`), that a plugin can fill. */
export interface PluginSlot {
  readonly name: string;
  /** Whether it is this plugin that fills it. */
  readonly isHeld: boolean;
}

/** The slots that a plugin can fill, and the slots and roles that it fills. */
export function slotsOfPlugin(
  id: string,
  manifest: PluginManifest,
  { vocabulary, slots }: Pick<ControlPlane, "vocabulary" | "slots">,
): readonly PluginSlot[] {
  const held = [...slots].flatMap(([name, holder]) => (holder === foldId(id) ? [name] : []));
  const provided = [...vocabulary.byKey].flatMap(([key, { slot }]) =>
    slot !== undefined && providedIds(manifest, key).length > 0 ? [slot.name] : [],
  );
  const names = new Set([...manifest.slots, ...provided, ...held]);
  return [...names].map((name) => ({ name, isHeld: held.includes(name) }));
}
