import { defineHook, type HookDefinition, type HookKind, type HookMerge } from "@mortise/sdk";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { PluginManifest, ProvidedMetadata } from "./manifest.js";

/** The key under which a manifest declares hooks of its plugin's own. */
export const customHooksKey = "customHooks";

/** Whether a name is that of a plugin's own hook: `plugin-id:name`. */
export function isCustomHook(name: string): boolean {
  return name.includes(":");
}

const kinds: readonly string[] = ["modify", "claim", "gate", "observe"] satisfies readonly HookKind[];
const merges: readonly string[] = ["first", "chain", "concat"] satisfies readonly HookMerge[];

function isOneOf(words: readonly string[], written: unknown): boolean {
  return typeof written === "string" && words.includes(written);
}

/** What is wrong with the declaration of a plugin's own hook. */
export function customHookProblem(plugin: string, name: string, metadata: ProvidedMetadata): Diagnostic | undefined {
  const refuse = (reason: string) => diagnose("MANIFEST_CUSTOM_HOOK_INVALID", { hook: name, reason });
  const { kind = "observe", merge = "first", deadlineMs } = metadata;
  if (!name.toLowerCase().startsWith(`${plugin.toLowerCase()}:`))
    return refuse(`its name does not begin with ${plugin}:`);
  if (!isOneOf(kinds, kind)) return refuse(`its kind is none of ${kinds.join(", ")}`);
  if (!isOneOf(merges, merge)) return refuse(`its merge is none of ${merges.join(", ")}`);
  if (deadlineMs !== undefined && !(typeof deadlineMs === "number" && deadlineMs > 0)) {
    return refuse("its deadlineMs is no number of milliseconds");
  }
  return undefined;
}

/** The hooks that plugins declare as their own, by name. */
export function customHooksOf(
  plugins: Iterable<{ readonly manifest: PluginManifest }>,
): ReadonlyMap<string, HookDefinition> {
  const hooks = new Map<string, HookDefinition>();
  for (const {
    manifest: { provides },
  } of plugins) {
    for (const [name, metadata] of Object.entries(provides[customHooksKey] ?? {}))
      hooks.set(name, toHook(name, metadata));
  }
  return hooks;
}

/** Checked by `customHookProblem` when the manifest was read. */
function toHook(name: string, { kind = "observe", merge, deadlineMs, summary = "" }: ProvidedMetadata): HookDefinition {
  return defineHook<unknown, unknown>()({
    name,
    kind: kind as HookKind,
    ...(kind === "modify" && { merge: (merge ?? "first") as never }),
    ...(typeof deadlineMs === "number" && { deadlineMs }),
    summary: typeof summary === "string" ? summary : "",
    calledAt: "when its plugin calls it",
  });
}
