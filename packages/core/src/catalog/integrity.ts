import { readBytesSync } from "../config/disk.js";
import type { PluginEntry, ReadyCandidate } from "./candidate.js";

/** What was on disk when a plugin was loaded: SHA-256, hex. What a cache or a record claims counts for nothing. */
export interface Integrity {
  readonly manifest?: string;
  readonly entry: string;
}

/** Hashes a plugin's manifest and entry as they are on disk now. Throws where one cannot be read. */
export function measureIntegrity(candidate: ReadyCandidate, entry: PluginEntry): Integrity {
  return { ...measureManifest(candidate), entry: hash(entry.file) };
}

/** The part of the manifest alone, for whoever reads the entry in any case. Throws where it cannot be read. */
export function measureManifest({ manifestPath }: Pick<ReadyCandidate, "manifestPath">): Pick<Integrity, "manifest"> {
  return manifestPath === undefined ? {} : { manifest: hash(manifestPath) };
}

/** Node's own crypto takes long to load, and a list of plugins needs none. */
function hash(file: string): string {
  return process.getBuiltinModule("node:crypto").hash("sha256", readBytesSync(file));
}
