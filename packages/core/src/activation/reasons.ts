import type { Contract } from "@mortise/sdk";
import { foldId } from "../catalog/candidate.js";
import { providedIds, type PluginManifest } from "../catalog/manifest.js";
import { hooksKey, type Vocabulary } from "../catalog/vocabulary.js";
import { slotsOf, type SlotHolders } from "../policy/slots.js";
import { formatTrigger, startup, type Trigger } from "./trigger.js";

/** Why a plugin is in a plan. */
export interface PlanReason {
  /**
   * - `hint`: the manifest's `activation` asks for it
   * - `ownership`: the manifest's `provides` follows from it
   * - `undeclarable`: the manifest's format cannot say ahead, so the code must be asked
   * - `requirement`: another plugin of the plan requires it
   */
  readonly source: "hint" | "ownership" | "undeclarable" | "requirement";
  /** Stable, for example `manifest-speech-owner`. */
  readonly label: string;
}

const hint = (what: string): PlanReason => ({ source: "hint", label: `activation-${what}-hint` });
const owner = (what: string): PlanReason => ({ source: "ownership", label: `manifest-${what}-owner` });
const alias = (what: string): PlanReason => ({ source: "ownership", label: `manifest-${what}-alias` });

/** What reasons are found by. */
export interface ReasonFacts {
  readonly vocabulary: Vocabulary;
  /** Who holds which slot; without it whoever can fill a slot is needed for it. */
  readonly slots?: SlotHolders;
}

/** Why `trigger` needs a plugin; none: it does not. */
export function reasonsFor(manifest: PluginManifest, trigger: Trigger, facts: ReasonFacts): readonly PlanReason[] {
  if (trigger.kind === startup.kind) return startupReasons(manifest, facts.vocabulary);
  const hinted = manifest.activation.on.some((written) => hintMatches(written, trigger));
  return [...(hinted ? [hint(trigger.kind)] : []), ...ownershipReasons(manifest, trigger, facts)];
}

function startupReasons(manifest: PluginManifest, { byKey, hooks }: Vocabulary): readonly PlanReason[] {
  const surfaces = [...byKey.values()].filter(
    ({ startup: early, key }) => early && providedIds(manifest, key).length > 0,
  );
  const early = providedIds(manifest, hooksKey).some((name) => {
    const hook = hooks.get(name);
    return hook?.startup === true || hook?.kind === "gate";
  });
  const unknown = manifest.undeclarable.map((key): PlanReason => ({
    source: "undeclarable",
    label: `format-cannot-declare-${key}`,
  }));
  return [
    ...(manifest.activation.onStartup ? [hint("startup")] : []),
    ...surfaces.map(({ kind }) => owner(kind)),
    ...(early ? [owner("startup-hook")] : []),
    ...unknown,
  ];
}

function ownershipReasons(manifest: PluginManifest, trigger: Trigger, facts: ReasonFacts): readonly PlanReason[] {
  const { kind, name = "", capability } = trigger;
  const { byKey, byKind } = facts.vocabulary;
  if (kind === "slot") return ownsSlot(manifest, name, facts) ? [owner("slot")] : [];
  if (kind === "hook") return providedIds(manifest, hooksKey).includes(name) ? [owner("hook")] : [];
  if (kind === "capability") {
    const key = byKind.get(name)?.key;
    return key !== undefined && providedIds(manifest, key).length > 0 ? [owner(name)] : [];
  }
  const contracts = [...byKey.values()].filter((contract) =>
    kind === "provider"
      ? contract.category === "capability" && (capability === undefined || capability === contract.kind)
      : contract.kind === kind && contract.declaredBy === "code",
  );
  return contracts.flatMap((contract) => contractReasons(manifest, contract, trigger));
}

function contractReasons(manifest: PluginManifest, contract: Contract, trigger: Trigger): readonly PlanReason[] {
  const { key, kind, aliasField } = contract;
  const ids = providedIds(manifest, key);
  if (ids.some((id) => nameMatches(manifest, key, id, trigger))) return [owner(kind)];
  const name = trigger.name?.toLowerCase();
  const isAlias = (id: string) => {
    const aliases = aliasField === undefined ? undefined : manifest.provides[key]?.[id]?.[aliasField];
    return Array.isArray(aliases) && aliases.some((one) => typeof one === "string" && one.toLowerCase() === name);
  };
  return ids.some(isAlias) ? [alias(kind)] : [];
}

/** Who holds a slot or a role of it is needed for it; of one that nobody was decided to hold, whoever can fill it. */
function ownsSlot(manifest: PluginManifest, name: string, { vocabulary, slots = new Map() }: ReasonFacts): boolean {
  const held = [...slots].filter(([place]) => place === name || place.startsWith(`${name}.`));
  if (held.length > 0) return held.some(([, plugin]) => plugin === foldId(manifest.id));
  return slotsOf(manifest, vocabulary).includes(name);
}

function nameMatches(manifest: PluginManifest, key: string, id: string, { kind, name = "" }: Trigger): boolean {
  if (kind !== "route") return id.toLowerCase() === name.toLowerCase();
  const isPrefix = manifest.provides[key]?.[id]?.["match"] === "prefix";
  return id === name || (isPrefix && name.startsWith(id.endsWith("/") ? id : `${id}/`));
}

function hintMatches(written: string, trigger: Trigger): boolean {
  const wanted = formatTrigger(trigger);
  // Only paths of routes and of config tell capitals apart.
  if (trigger.kind !== "route" && trigger.kind !== "config") return written.toLowerCase() === wanted.toLowerCase();
  // A hint for `config:channels` also means everything below that path.
  return written === wanted || (trigger.kind === "config" && wanted.startsWith(`${written}.`));
}
