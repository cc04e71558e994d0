import { foldId, isReady, type Candidate } from "../catalog/candidate.js";
import { customHooksOf } from "../catalog/custom-hooks.js";
import { providedIds, type PluginManifest } from "../catalog/manifest.js";
import { hooksKey, type Vocabulary } from "../catalog/vocabulary.js";
import { joinPointer } from "../config/pointer.js";
import type { LoadedConfig } from "../config/read.js";
import type { HostConfig } from "../config/schema.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";

/** A place of the config that names a plugin's handler of a hook. */
interface NamedHandler {
  readonly plugin: string;
  readonly hook: string;
  readonly pointer: string;
  /** What follows where there is no such handler, as a sentence behind others; empty for nothing. */
  readonly consequence: string;
}

/**
 * Says of `plugins.hooks` and of `hooks` of a plugin's entry which hooks there are not, which handlers the manifests do not
 * declare, and where something is asked of a hook that only a gate can do. Of plugins that were not found
 * `checkMentions` speaks.
 */
export function checkHooks(
  loaded: LoadedConfig,
  candidates: readonly Candidate[],
  vocabulary: Vocabulary,
): readonly Diagnostic[] {
  const { plugins = {} } = loaded.config;
  if (!plugins.hooks && !Object.values(plugins.entries ?? {}).some(({ hooks }) => hooks)) return [];
  const ready = candidates.filter(isReady);
  const hooks = new Map([...vocabulary.hooks, ...customHooksOf(ready)]);
  const known = [...hooks.keys()].toSorted();
  const handlers = namedHandlers(plugins);
  const places = [
    ...Object.keys(plugins.hooks ?? {}).map((hook) => ({ hook, pointer: joinPointer("/plugins/hooks", hook) })),
    ...handlers.filter(({ pointer }) => pointer.startsWith("/plugins/entries/")),
  ];
  const unknown = places.flatMap(({ hook, pointer }) =>
    hooks.has(hook)
      ? []
      : [diagnose("CONFIG_HOOK_UNKNOWN", { hook, suggestion: didYouMean(hook, known) }, loaded.place(pointer))],
  );
  const noGates = Object.entries(plugins.hooks ?? {}).flatMap(([hook, rules]) => {
    const kind = hooks.get(hook)?.kind ?? "gate";
    const keys = (["required", "waive"] as const).filter((key) => kind !== "gate" && rules[key] !== undefined);
    return keys.map((key) =>
      diagnose("CONFIG_HOOK_NOT_GATE", { hook, key, kind }, loaded.place(joinPointer("/plugins/hooks", hook, key))),
    );
  });
  const unhandled = handlers
    .filter(({ hook }) => hooks.has(hook))
    .flatMap((named) =>
      unhandledBy(
        named,
        ready.filter(({ id }) => foldId(id) === foldId(named.plugin)),
        loaded,
      ),
    );
  return [...unknown, ...noGates, ...unhandled];
}

function namedHandlers({ entries = {}, hooks = {} }: NonNullable<HostConfig["plugins"]>): readonly NamedHandler[] {
  const own = Object.entries(entries).flatMap(([plugin, entry]) =>
    Object.keys(entry.hooks ?? {}).map((hook) => {
      return { plugin, hook, pointer: joinPointer("/plugins/entries", plugin, "hooks", hook), consequence: "" };
    }),
  );
  const gates = Object.entries(hooks).flatMap(([hook, rules]) =>
    (["required", "waive"] as const).flatMap((key) =>
      (rules[key] ?? []).map((plugin, index) => {
        const consequence = key === "required" ? ` Whatever asks ${hook} is refused.` : "";
        return { plugin, hook, pointer: joinPointer("/plugins/hooks", hook, key, index), consequence };
      }),
    ),
  );
  return [...own, ...gates];
}

/** Some formats cannot declare hooks: of their plugins it is known only once they were loaded. */
function unhandledBy(
  { plugin, hook, pointer, consequence }: NamedHandler,
  candidates: readonly { readonly manifest: PluginManifest }[],
  loaded: LoadedConfig,
): readonly Diagnostic[] {
  const mayHandle = (manifest: PluginManifest) =>
    manifest.declarations === "lenient" || manifest.undeclarable.includes(hooksKey) || handled(manifest).includes(hook);
  if (candidates.length === 0 || candidates.some(({ manifest }) => mayHandle(manifest))) return [];
  const known = [...new Set(candidates.flatMap(({ manifest }) => handled(manifest)))].toSorted();
  const parameters = {
    id: plugin,
    hook,
    consequence,
    suggestion: didYouMean(hook, known),
    known: known.join(", ") || "none",
  };
  return [diagnose("CONFIG_HOOK_UNHANDLED", parameters, { plugin, ...loaded.place(pointer) })];
}

function handled(manifest: PluginManifest): readonly string[] {
  return providedIds(manifest, hooksKey);
}
