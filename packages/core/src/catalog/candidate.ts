import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { PluginManifest } from "./manifest.js";
import type { Origin } from "./roots.js";

/** A plugin's entry file, past every gate. */
export interface PluginEntry {
  /** Absolute path. */
  readonly file: string;
  readonly language: "javascript" | "typescript";
}

/** A folder (or file) that is, or wants to be, a plugin. */
export interface Candidate {
  /** The plugin's id; the folder's name where the manifest gives none. */
  readonly id: string;
  /** The plugin's folder, all links resolved. */
  readonly root: string;
  readonly origin: Origin;
  /** Name of the manifest's format. */
  readonly format: string;
  /** Absolute path of the manifest; absent for a single file, and for a layout that has none. */
  readonly manifestPath?: string;
  /**
   * - `ready`: may be considered by policy
   * - `blocked`: a safety gate stopped it
   * - `invalid`: its manifest cannot be used
   */
  readonly status: "ready" | "blocked" | "invalid";
  /** Present when `ready`. */
  readonly manifest?: PluginManifest;
  /** Absent when there is nothing that could be loaded; `diagnostics` says why, unless it is meant to have no code. */
  readonly entry?: PluginEntry;
  /** It is its manifest alone, as a bundle is: it has no code, and is never loaded. */
  readonly isCodeless?: boolean;
  /** All that was found out about it while it was read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A candidate that policy may consider. */
export type ReadyCandidate = Candidate & { readonly status: "ready"; readonly manifest: PluginManifest };

/** Whether policy may consider it. */
export function isReady(candidate: Candidate): candidate is ReadyCandidate {
  return candidate.status === "ready";
}

/** Ids that differ only in case are the same id. */
export function foldId(id: string): string {
  return id.toLowerCase();
}

/** Where a plugin's own files are: its folder, or the one file that it consists of. */
export function placeOf({ root, manifestPath, entry }: Candidate): string {
  return manifestPath === undefined && entry !== undefined ? entry.file : root;
}
