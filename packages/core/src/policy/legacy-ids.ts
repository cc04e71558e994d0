import { foldId, isReady, type Candidate, type ReadyCandidate } from "../catalog/candidate.js";
import { providedIds } from "../catalog/manifest.js";
import type { Origin } from "../catalog/roots.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import { joinPointer, splitPointer } from "../config/pointer.js";
import { namedPlugins, type LoadedConfig } from "../config/read.js";
import type { HostConfig, PluginEntryConfig } from "../config/schema.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

type Plugins = NonNullable<HostConfig["plugins"]>;

/** Who has a legacy id, by folded id: those that are trusted more stand first. */
type Claimants = ReadonlyMap<string, readonly ReadyCandidate[]>;

/** A name that was meant for a workspace's plugin would be a way in, so these come last. */
const trust: readonly Origin[] = ["config", "bundled", "global", "workspace"];

/**
 * The config with the ids that plugins have now where it names ids they had before. A plugin that has such an id as its
 * own keeps it. Of several that had it, the first is meant; to deny it denies all.
 */
export function resolveLegacyIds(
  loaded: LoadedConfig,
  candidates: readonly Candidate[],
  vocabulary: Vocabulary,
): { readonly loaded: LoadedConfig; readonly diagnostics: readonly Diagnostic[] } {
  const claimants = claimantsOf(candidates);
  const { plugins } = loaded.config;
  if (!plugins || claimants.size === 0) return { loaded, diagnostics: [] };
  const now = (id: string) => claimants.get(foldId(id))?.[0]?.id ?? id;
  const ordered = resolveOrder(plugins.order ?? {}, candidates, claimants, vocabulary);
  const named = [...namedPlugins(loaded.config), ...ordered.named].filter(({ id }) => claimants.has(foldId(id)));
  if (named.length === 0) return { loaded, diagnostics: [] };
  const resolved: Plugins = {
    ...plugins,
    ...(plugins.allow && { allow: plugins.allow.map(now) }),
    ...(plugins.deny && {
      deny: plugins.deny.flatMap((id) => claimants.get(foldId(id))?.map((candidate) => candidate.id) ?? [id]),
    }),
    ...(plugins.slots && { slots: mapValues(plugins.slots, (id) => (id === null ? null : now(id))) }),
    ...(plugins.owners && { owners: mapValues(plugins.owners, now) }),
    ...(plugins.order && { order: ordered.order }),
    ...(plugins.hooks && { hooks: mapValues(plugins.hooks, (rules) => renameIn(rules, now)) }),
    ...(plugins.entries && { entries: renameEntries(plugins.entries, now) }),
  };
  return {
    loaded: { ...loaded, config: { ...loaded.config, plugins: resolved }, place: placeAsWritten(loaded, now) },
    diagnostics: named.map(({ id, pointer }) =>
      diagnose("CONFIG_PLUGIN_LEGACY_ID", { legacy: id, id: now(id) }, { plugin: now(id), ...loaded.place(pointer) }),
    ),
  };
}

type HookRules = NonNullable<Plugins["hooks"]>[string];

function renameIn({ required, waive, ...rules }: HookRules, now: (id: string) => string): HookRules {
  return { ...rules, ...(required && { required: required.map(now) }), ...(waive && { waive: waive.map(now) }) };
}

function claimantsOf(candidates: readonly Candidate[]): Claimants {
  const real = new Set(candidates.map(({ id }) => foldId(id)));
  const found = new Map<string, ReadyCandidate[]>();
  for (const candidate of candidates.filter(isReady).toSorted(byTrust)) {
    for (const legacy of candidate.manifest.legacyIds.map(foldId)) {
      const known = found.get(legacy) ?? [];
      const isNew = !real.has(legacy) && !known.some(({ id }) => foldId(id) === foldId(candidate.id));
      if (isNew) found.set(legacy, [...known, candidate]);
    }
  }
  return found;
}

function byTrust(one: ReadyCandidate, other: ReadyCandidate): number {
  const place = ({ origin }: ReadyCandidate) => trust.indexOf(origin);
  return place(one) - place(other) || byText(foldId(one.id), foldId(other.id)) || byText(one.root, other.root);
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** `plugins.order` names providers; a name that is nobody's provider and was a plugin's stands for what that provides. */
function resolveOrder(
  order: NonNullable<Plugins["order"]>,
  candidates: readonly Candidate[],
  claimants: Claimants,
  { byKind }: Vocabulary,
) {
  const named: { readonly id: string; readonly pointer: string }[] = [];
  const resolve = (kind: string, id: string, index: number): readonly string[] => {
    const key = byKind.get(kind)?.key ?? "";
    const [owner] = claimants.get(foldId(id)) ?? [];
    const isProvider = ({ manifest }: Candidate) =>
      manifest && providedIds(manifest, key).some((provided) => foldId(provided) === foldId(id));
    const provided = owner ? providedIds(owner.manifest, key) : [];
    if (provided.length === 0 || candidates.some(isProvider)) return [id];
    named.push({ id, pointer: joinPointer("/plugins/order", kind, index) });
    return provided;
  };
  const resolved = Object.entries(order).map(
    ([kind, ids]) => [kind, ids.flatMap((id, index) => resolve(kind, id, index))] as const,
  );
  return { order: Object.fromEntries(resolved), named };
}

/** Where both ids have an entry, the one under the new id counts; but what turns the plugin off does so under either. */
function renameEntries(
  entries: Readonly<Record<string, PluginEntryConfig>>,
  now: (id: string) => string,
): Record<string, PluginEntryConfig> {
  const renamed = new Map<string, readonly [string, PluginEntryConfig]>();
  const own = Object.entries(entries).toSorted(
    ([one], [other]) => Number(now(one) !== one) - Number(now(other) !== other),
  );
  for (const [id, entry] of own) {
    const [written, known] = renamed.get(foldId(now(id))) ?? [now(id), undefined];
    const isOff = entry.enabled === false || known?.enabled === false;
    renamed.set(foldId(now(id)), [written, { ...entry, ...known, ...(isOff && { enabled: false }) }]);
  }
  return Object.fromEntries(renamed.values());
}

/** Pointers below an entry lead to where the file has it. */
function placeAsWritten({ config, place }: LoadedConfig, now: (id: string) => string): LoadedConfig["place"] {
  const written = Object.keys(config.plugins?.entries ?? {});
  return (pointer) => {
    const [top, part, id, ...rest] = splitPointer(pointer);
    if (top !== "plugins" || part !== "entries" || id === undefined || written.includes(id)) return place(pointer);
    const legacy = written.find((key) => foldId(now(key)) === foldId(id));
    return place(legacy === undefined ? pointer : joinPointer("/plugins/entries", legacy, ...rest));
  };
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
