import type { Contract } from "@mortise/sdk";
import { foldId } from "../catalog/candidate.js";
import { providedIds, type PluginManifest, type ProvidedMetadata } from "../catalog/manifest.js";
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

/** Says why what was asked about needs a plugin; none: it does not. */
export type AskReasons = (manifest: PluginManifest) => readonly PlanReason[];

const none: readonly PlanReason[] = Object.freeze([]);

/** Why `trigger` needs a plugin. What is the same for all is worked out once, since thousands of plugins are asked about. */
export function reasonsFor(trigger: Trigger, facts: ReasonFacts): AskReasons {
  if (trigger.kind === startup.kind) return startupReasons(facts.vocabulary);
  const isHinted = hintMatcher(trigger);
  const owned = ownershipReasons(trigger, facts);
  return (manifest) => {
    const { on } = manifest.activation;
    const found = owned(manifest);
    return on.some(isHinted) ? [hint(trigger.kind), ...found] : found;
  };
}

function startupReasons(vocabulary: Vocabulary): AskReasons {
  const contracts = [...vocabulary.byKey.values()].filter(({ startup: early }) => early);
  return (manifest) => startupReasonsOf(manifest, contracts, vocabulary);
}

function startupReasonsOf(
  manifest: PluginManifest,
  contracts: readonly Contract[],
  { hooks }: Vocabulary,
): readonly PlanReason[] {
  const surfaces = contracts.filter(({ key }) => providedIds(manifest, key).length > 0);
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

function ownershipReasons(trigger: Trigger, facts: ReasonFacts): AskReasons {
  const { kind, name = "" } = trigger;
  const { byKind } = facts.vocabulary;
  if (kind === "slot") return (manifest) => (ownsSlot(manifest, name, facts) ? [owner("slot")] : none);
  if (kind === "hook") {
    return (manifest) => (Object.hasOwn(manifest.provides[hooksKey] ?? {}, name) ? [owner("hook")] : none);
  }
  if (kind === "capability") {
    const key = byKind.get(name)?.key;
    if (key === undefined) return () => none;
    return (manifest) => (providedIds(manifest, key).length > 0 ? [owner(name)] : none);
  }
  const askAll = contractsOf(trigger, facts.vocabulary).map((contract) => contractReason(contract, trigger));
  return (manifest) => {
    let found: PlanReason[] | undefined;
    for (const ask of askAll) {
      const reason = ask(manifest);
      if (reason) (found ??= []).push(reason);
    }
    return found ?? none;
  };
}

/** The contracts whose ids the trigger may name. */
function contractsOf({ kind, capability }: Trigger, { byKey }: Vocabulary): readonly Contract[] {
  return [...byKey.values()].filter((contract) =>
    kind === "provider"
      ? contract.category === "capability" && (capability === undefined || capability === contract.kind)
      : contract.kind === kind && contract.declaredBy === "code",
  );
}

function contractReason(
  { key, kind, aliasField }: Contract,
  trigger: Trigger,
): (manifest: PluginManifest) => PlanReason | undefined {
  const name = trigger.name?.toLowerCase();
  const isNamed = nameMatcher(trigger);
  return (manifest) => {
    const provided = manifest.provides[key];
    if (provided === undefined) return undefined;
    const ids = Object.keys(provided);
    if (ids.some((id) => isNamed(id, provided[id]))) return owner(kind);
    if (aliasField === undefined) return undefined;
    const isAlias = (id: string) => {
      const aliases = provided[id]?.[aliasField];
      return Array.isArray(aliases) && aliases.some((one) => typeof one === "string" && one.toLowerCase() === name);
    };
    return ids.some(isAlias) ? alias(kind) : undefined;
  };
}

/** Who holds a slot or a role of it is needed for it; of one that nobody was decided to hold, whoever can fill it. */
function ownsSlot(manifest: PluginManifest, name: string, { vocabulary, slots = new Map() }: ReasonFacts): boolean {
  const held = [...slots].filter(([place]) => place === name || place.startsWith(`${name}.`));
  if (held.length > 0) return held.some(([, plugin]) => plugin === foldId(manifest.id));
  return slotsOf(manifest, vocabulary).includes(name);
}

function nameMatcher({ kind, name = "" }: Trigger): (id: string, metadata: ProvidedMetadata | undefined) => boolean {
  if (kind !== "route") {
    const folded = name.toLowerCase();
    return (id) => id === folded || id.toLowerCase() === folded;
  }
  return (id, metadata) => {
    const isPrefix = metadata?.["match"] === "prefix";
    return id === name || (isPrefix && name.startsWith(id.endsWith("/") ? id : `${id}/`));
  };
}

function hintMatcher(trigger: Trigger): (written: string) => boolean {
  const wanted = formatTrigger(trigger);
  // A hint for `config:channels` also means everything below that path.
  if (trigger.kind === "config") return (written) => written === wanted || wanted.startsWith(`${written}.`);
  // Only paths of routes and of config tell capitals apart.
  if (trigger.kind === "route") return (written) => written === wanted;
  const folded = wanted.toLowerCase();
  return (written) => written.toLowerCase() === folded;
}
