import { hooksKey, type Vocabulary } from "../catalog/vocabulary.js";
import { providedIds, type PluginManifest } from "../catalog/manifest.js";
import type { PluginInstance } from "../loading/instance.js";

/**
 * What kind of plugin it is, by what it brings.
 *
 * - `plain-capability`: exactly one capability kind
 * - `hybrid-capability`: two or more
 * - `hook-only`: hooks and nothing else
 * - `non-capability`: anything else, nothing at all included
 */
export type PluginShape = "plain-capability" | "hybrid-capability" | "hook-only" | "non-capability";

/** Ids by kind; hooks stand under `hook`. */
export type Contributions = ReadonlyMap<string, readonly string[]>;

/** The kind under which hooks stand among contributions. */
export const hookKind = "hook";

/** The shape that follows from what a plugin brings. */
export function shapeOf(contributions: Contributions, { byKind }: Vocabulary): PluginShape {
  const kinds = [...contributions].filter(([, ids]) => ids.length > 0).map(([kind]) => kind);
  const capabilities = kinds.filter((kind) => byKind.get(kind)?.category === "capability");
  if (capabilities.length > 1) return "hybrid-capability";
  if (capabilities.length === 1) return "plain-capability";
  return kinds.length === 1 && kinds[0] === hookKind ? "hook-only" : "non-capability";
}

/** What a manifest says that its plugin brings. */
export function declaredContributions(manifest: PluginManifest, { byKey }: Vocabulary): Contributions {
  return new Map(
    Object.keys(manifest.provides).map((key) => [
      key === hooksKey ? hookKind : (byKey.get(key)?.kind ?? key),
      providedIds(manifest, key),
    ]),
  );
}

/** What a plugin brought. */
export function registeredContributions({
  registrations,
  hooks,
}: Pick<PluginInstance, "registrations" | "hooks">): Contributions {
  const contributions = new Map<string, string[]>();
  const add = (kind: string, id: string) => {
    const ids = contributions.get(kind) ?? [];
    if (!ids.includes(id)) ids.push(id);
    contributions.set(kind, ids);
  };
  for (const { contract, id } of registrations) add(contract.kind, id);
  for (const { hook } of hooks) add(hookKind, hook);
  return contributions;
}
