import { resolve } from "node:path";
import { isReady, readControlPlane, type Candidate, type Diagnostic, type ReadyCandidate } from "@mortise/core/catalog";

/** A plugin whose manifest can be written. */
export type BuiltCandidate = ReadyCandidate & { readonly manifestPath: string };

/** What a place on disk holds, and the folder for what can be thrown away. */
export interface FoundPlugins {
  readonly candidates: readonly Candidate[];
  /** Why there are none, in words; without meaning where there are. */
  readonly reason: string;
  readonly cacheFolder: string;
}

/**
 * Finds plugins with a native manifest as a host in development does, past the same gates; runs nothing.
 *
 * @param target a plugin's folder, a folder of them, or a glob; relative to the current folder
 */
export async function findPlugins(target: string): Promise<FoundPlugins> {
  const options = {
    config: { plugins: { load: { paths: [target] } } },
    roots: { workspace: [], global: [] },
    development: true,
  };
  const { catalog, folders } = await readControlPlane(options, "recall");
  // A single file, without a manifest, has another format.
  const candidates = catalog.candidates.filter(({ format }) => format === "mortise");
  return { candidates, reason: reasonIn(catalog.diagnostics), cacheFolder: folders.cache };
}

function reasonIn(found: readonly Diagnostic[]): string {
  if (found.some(({ code }) => code === "PATH_NOT_FOUND")) return "there is nothing there";
  const unreadable = found.find(({ code }) => code === "PATH_UNREADABLE");
  return unreadable?.message.replace(/\.$/, "") ?? "neither it nor a folder in it has a mortise.plugin.json";
}

/** The plugin of a folder. Throws where there is none: whoever asks has seen it there. */
export async function readPlugin(root: string): Promise<{ candidate: BuiltCandidate; cacheFolder: string }> {
  const { candidates, cacheFolder } = await findPlugins(root);
  const candidate = candidates.find((found) => resolve(found.root) === resolve(root));
  if (!candidate || !isBuilt(candidate)) throw new Error(`The plugin at ${root} changed while it was being built`);
  return { candidate, cacheFolder };
}

/** Whether a candidate is one whose manifest can be written. */
export function isBuilt(candidate: Candidate): candidate is BuiltCandidate {
  return isReady(candidate) && candidate.manifestPath !== undefined;
}
