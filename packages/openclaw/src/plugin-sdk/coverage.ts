import { implementations } from "./implementations.js";
import { otherSubpaths } from "./other-subpaths.js";
import { referenceExports } from "./reference-exports.js";

/** How much of a subpath of OpenClaw's plugin SDK there is. */
export interface SubpathCoverage {
  /** As in `openclaw/plugin-sdk/<subpath>`. */
  readonly subpath: string;
  /** `full`: all that OpenClaw exports; `partial`: some; `stub`: nothing, so that importing works and using does not. */
  readonly status: "full" | "partial" | "stub";
  /** What there is. */
  readonly exports: readonly string[];
  /** What OpenClaw exports besides; not listed of a `stub`. */
  readonly missing: readonly string[];
}

/** Names of other versions of OpenClaw than the one that subpaths are compared with; they are there all the same. */
export const olderExports: readonly string[] = [
  "DEFAULT_AGENT_ID",
  "failedTextResult",
  "imageResult",
  "logWarn",
  "readSnakeCaseParamRaw",
  "setTopLevelChannelEnabledInConfigSection",
  "z",
];

/**
 * How much there is of each subpath of OpenClaw's plugin SDK, by name. What there is comes from the functions themselves.
 * The SDK's root, and the package's, have all of it: earlier versions did.
 */
export function pluginSdkCoverage(): readonly SubpathCoverage[] {
  const known = implementations();
  const compared = Object.entries(referenceExports).map(([subpath, names]): SubpathCoverage => {
    const all = names.split(" ");
    const exports = all.filter((name) => known.has(name));
    const missing = all.filter((name) => !known.has(name));
    return {
      subpath,
      status: missing.length === 0 ? "full" : exports.length === 0 ? "stub" : "partial",
      exports,
      missing,
    };
  });
  const stubs = otherSubpaths
    .split(/\s+/)
    .filter((subpath) => subpath !== "")
    .map((subpath): SubpathCoverage => ({ subpath, status: "stub", exports: [], missing: [] }));
  return [...compared, ...stubs].toSorted((a, b) => a.subpath.localeCompare(b.subpath));
}
