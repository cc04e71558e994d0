import { providedIds, type PluginManifest } from "../catalog/manifest.js";
import { hooksKey, type Vocabulary } from "../catalog/vocabulary.js";
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

/** Why `trigger` needs a plugin; none: it does not. */
export function reasonsFor(manifest: PluginManifest, trigger: Trigger, vocabulary: Vocabulary): readonly PlanReason[] {
  if (trigger.kind === startup.kind) return startupReasons(manifest, vocabulary);
  const hinted = manifest.activation.on.some((written) => hintMatches(written, trigger));
  return [...(hinted ? [hint(trigger.kind)] : []), ...ownershipReasons(manifest, trigger, vocabulary)];
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

function ownershipReasons(
  manifest: PluginManifest,
  trigger: Trigger,
  { byKey, byKind }: Vocabulary,
): readonly PlanReason[] {
  const { kind, name = "", capability } = trigger;
  if (kind === "hook") return providedIds(manifest, hooksKey).includes(name) ? [owner("hook")] : [];
  if (kind === "capability") {
    const key = byKind.get(name)?.key;
    return key !== undefined && providedIds(manifest, key).length > 0 ? [owner(name)] : [];
  }
  const contracts = [...byKey.values()].filter((contract) =>
    kind === "provider"
      ? contract.category === "capability" && (capability === undefined || capability === contract.kind)
      : contract.kind === kind,
  );
  return contracts
    .filter(({ key }) => providedIds(manifest, key).some((id) => nameMatches(manifest, key, id, trigger)))
    .map((contract) => owner(contract.kind));
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
