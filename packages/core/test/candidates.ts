import type { Candidate, ReadyCandidate } from "../src/catalog/candidate.js";
import { completeManifest, type PluginManifest } from "../src/catalog/manifest.js";
import type { Origin } from "../src/catalog/roots.js";

/** What a candidate of a test is like; everything else is plain. */
export type Traits = Partial<PluginManifest> & {
  readonly origin?: Origin;
  readonly root?: string;
};

/** A sound candidate. Its folder is named after its origin and id unless told otherwise. */
export function ready(
  id: string,
  { origin = "bundled", root = `/${origin}/${id}`, ...manifest }: Traits = {},
): ReadyCandidate {
  return {
    id,
    root,
    origin,
    format: "mortise",
    manifestPath: `${root}/mortise.plugin.json`,
    status: "ready",
    manifest: completeManifest({ id, ...manifest }),
    entry: { file: `${root}/index.js`, language: "javascript" },
    diagnostics: [],
  };
}

/** A candidate that did not get as far. */
export function stopped(id: string, status: "blocked" | "invalid", traits: Traits = {}): Candidate {
  const { manifest: _, entry: __, ...rest } = ready(id, traits);
  return { ...rest, status };
}
