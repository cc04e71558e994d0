import { foldId, type Candidate } from "../catalog/candidate.js";
import { providedIds, type PluginManifest } from "../catalog/manifest.js";
import { hooksKey, type Vocabulary } from "../catalog/vocabulary.js";
import { refuse, type Decision } from "./decision.js";

/** Which plugin holds what: a slot (`memory`) or a role of it (`memory.recall`) to a folded plugin id; null for none. */
export type SlotHolders = ReadonlyMap<string, string | null>;

/** The slots there are, and what the config says of them. */
export interface SlotChart {
  /** Slot to the names under which it and its roles are given, its own first: `memory`, `memory.recall`. */
  readonly places: ReadonlyMap<string, readonly string[]>;
  /** What the config leaves no choice about. */
  readonly given: SlotHolders;
}

/** The slots of the contracts and those that manifests name, with what the config gives away. */
export function chartSlots(
  candidates: readonly Candidate[],
  configured: Readonly<Record<string, string | null>>,
  { byKind }: Vocabulary,
): SlotChart {
  const places = new Map<string, readonly string[]>();
  for (const { slot } of byKind.values()) {
    if (slot)
      places.set(slot.name, [slot.name, ...Object.keys(slot.roles ?? {}).map((role) => `${slot.name}.${role}`)]);
  }
  for (const { manifest } of candidates) {
    for (const slot of manifest?.slots ?? []) if (!places.has(slot)) places.set(slot, [slot]);
  }
  const folded = new Map(Object.entries(configured).map(([place, id]) => [place, id === null ? null : foldId(id)]));
  return { places, given: new Map([...places.values()].flatMap((all) => givenPlaces(all, folded))) };
}

/** Who gives away every role gives the slot away; who gives the slot away gives the roles that are left with it. */
function givenPlaces(
  [slot = "", ...roles]: readonly string[],
  configured: SlotHolders,
): readonly [string, string | null][] {
  const told = roles.flatMap((role) => (configured.has(role) ? [configured.get(role) ?? null] : []));
  const isWhole = configured.has(slot) || (roles.length > 0 && told.length === roles.length);
  const whole = configured.get(slot) ?? (configured.has(slot) ? null : (told.find((id) => id !== null) ?? null));
  return [slot, ...roles].flatMap((place): readonly [string, string | null][] => {
    if (configured.has(place)) return [[place, configured.get(place) ?? null]];
    return isWhole ? [[place, whole]] : [];
  });
}

/** The slots that a plugin competes for: its manifest names them, or it provides under a contract that has one. */
export function slotsOf(manifest: PluginManifest | undefined, { byKey }: Vocabulary): readonly string[] {
  if (!manifest) return [];
  const keys = Object.keys(manifest.provides).filter((key) => providedIds(manifest, key).length > 0);
  const provided = keys.flatMap((key) => byKey.get(key)?.slot?.name ?? []);
  return provided.length === 0 ? manifest.slots : [...new Set([...manifest.slots, ...provided])];
}

/** Whether a plugin can fill a slot, or its manifest cannot tell ahead. */
export function mayFill(manifest: PluginManifest, slot: string, vocabulary: Vocabulary): boolean {
  if (slotsOf(manifest, vocabulary).includes(slot)) return true;
  return manifest.undeclarable.some((key) => vocabulary.byKey.get(key)?.slot?.name === slot);
}

/** Whether the config gives a plugin something that it can fill. */
export function isSelected(id: string, manifest: PluginManifest, chart: SlotChart, vocabulary: Vocabulary): boolean {
  if (![...chart.given.values()].includes(foldId(id))) return false;
  return [...chart.places].some(
    ([slot, places]) =>
      places.some((place) => chart.given.get(place) === foldId(id)) && mayFill(manifest, slot, vocabulary),
  );
}

/** Whether a plugin competes for slots, the config gives every one to others, and it brings nothing else. */
export function isShutOut(manifest: PluginManifest, { places, given }: SlotChart, vocabulary: Vocabulary): boolean {
  const wanted = slotsOf(manifest, vocabulary);
  const isTaken =
    wanted.length > 0 && wanted.flatMap((slot) => places.get(slot) ?? []).every((place) => given.has(place));
  return isTaken && !bringsOther(manifest, vocabulary);
}

/** Whether a plugin declares something that stands under no slot. */
function bringsOther(manifest: PluginManifest, { byKey }: Vocabulary): boolean {
  return Object.keys(manifest.provides).some(
    (key) => (key === hooksKey || byKey.get(key)?.slot === undefined) && providedIds(manifest, key).length > 0,
  );
}

/**
 * Gives what the config leaves open of each slot to the first plugin that can fill it, and keeps out those that are left
 * with none and bring nothing else. `decisions` stand in order of precedence.
 */
export function grantSlots(
  decisions: readonly Decision[],
  { places, given }: SlotChart,
  vocabulary: Vocabulary,
): { readonly decisions: readonly Decision[]; readonly slots: SlotHolders } {
  const holders = new Map(given);
  const granted = decisions.map((decision) => {
    const { candidate, enabled } = decision;
    const wanted = enabled ? slotsOf(candidate.manifest, vocabulary).flatMap((slot) => places.get(slot) ?? []) : [];
    if (wanted.length === 0 || !candidate.manifest) return decision;
    const id = foldId(candidate.id);
    for (const place of wanted) if (!holders.has(place)) holders.set(place, id);
    const isFree = wanted.some((place) => holders.get(place) === id) || bringsOther(candidate.manifest, vocabulary);
    return isFree ? decision : refuse(decision, "one plugin per slot", "slot-taken", []);
  });
  return { decisions: granted, slots: holders };
}
