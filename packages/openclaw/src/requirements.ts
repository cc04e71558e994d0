import { isDangerousName, type PluginManifest } from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "./diagnostics.js";
import type { Fields } from "./fields/known.js";
import type { Subject } from "./subject.js";

/**
 * What `requiresPlugins` asks for. OpenClaw warns where one is missing and loads the plugin all the same, and published
 * plugins rely on that: read leniently they only go after the others.
 */
export function readRequirements(
  { compat, report, at }: Subject,
  { requiresPlugins = [] }: Fields,
): Pick<PluginManifest, "requires" | "after"> {
  const plugins = [...new Set(requiresPlugins)].filter((id) => !isDangerousName(id));
  if (compat === "strict") return { requires: Object.fromEntries(plugins.map((id) => [id, "*"])), after: [] };
  if (plugins.length > 0) {
    const named = plugins.map((id) => `"${id}"`).join(", ");
    report(diagnoseOpenclaw("OPENCLAW_REQUIREMENT_LENIENT", { plugins: named }, at("/requiresPlugins")));
  }
  return { requires: {}, after: plugins };
}
