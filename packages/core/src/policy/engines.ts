import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import type { PluginManifest } from "../catalog/manifest.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** The versions that `engines` is held against. */
export interface EngineVersions {
  /** The SDK's API version. */
  readonly mortise: string;
  readonly node: string;
}

/** The first engine whose range is not met, or is no range. */
export function checkEngines(manifest: PluginManifest, versions: EngineVersions): Diagnostic | undefined {
  for (const engine of ["mortise", "node"] as const) {
    const wanted = manifest.engines[engine];
    if (wanted === undefined) continue;
    if (validRange(wanted) === null) return diagnose("PLUGIN_ENGINE_INVALID", { engine, wanted });
    const actual = versions[engine];
    if (!satisfies(actual, wanted, { includePrerelease: true })) {
      return diagnose("PLUGIN_ENGINE_UNMET", { engine, wanted, actual });
    }
  }
  return undefined;
}
