import { readBytesSync, readTextSync } from "../config/disk.js";
import type { PluginEntry, ReadyCandidate } from "./candidate.js";

/** What was on disk when a plugin was loaded: SHA-256, hex. What a cache or a record claims counts for nothing. */
export interface Integrity {
  readonly manifest?: string;
  readonly entry: string;
}

/** Hashes a plugin's manifest and entry as they are on disk now. Throws where one cannot be read. */
export function measureIntegrity(candidate: ReadyCandidate, entry: PluginEntry): Integrity {
  return { ...measureManifest(candidate), entry: readHashed(entry.file).hash };
}

/** The part of the manifest alone, for whoever reads the entry in any case. Throws where it cannot be read. */
export function measureManifest({ manifestPath }: Pick<ReadyCandidate, "manifestPath">): Pick<Integrity, "manifest"> {
  return manifestPath === undefined ? {} : { manifest: readHashed(manifestPath).hash };
}

/** A file's text, and the SHA-256, hex, of its bytes. Throws where it cannot be read. */
export function readHashed(file: string): { readonly text: string; readonly hash: string } {
  // Node reads text in one step and bytes in four. What was no UTF-8 has lost its bytes in the text.
  const text = readTextSync(file);
  if (!text.includes("\uFFFD")) return { text, hash: sha256(text) };
  const bytes = readBytesSync(file);
  return { text: bytes.toString(), hash: sha256(bytes) };
}

/** Node's own crypto takes long to load, and a list of plugins needs none. */
function sha256(content: string | Uint8Array): string {
  return process.getBuiltinModule("node:crypto").hash("sha256", content);
}
