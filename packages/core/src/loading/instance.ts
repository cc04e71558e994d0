import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { PluginEntry, ReadyCandidate } from "../catalog/candidate.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { HookRegistration, Registration } from "./registration.js";

/** What was on disk when a plugin was loaded: SHA-256, hex. What a cache or a record claims counts for nothing. */
export interface Integrity {
  readonly manifest?: string;
  readonly entry: string;
}

/** A plugin that was loaded and has registered. Plain data but for its registrations and how it ends. */
export interface PluginInstance {
  readonly id: string;
  readonly candidate: ReadyCandidate;
  readonly registrations: ReadonlySet<Registration>;
  readonly hooks: ReadonlySet<HookRegistration>;
  readonly integrity: Integrity;
  /** In milliseconds. */
  readonly timing: { readonly importMs: number; readonly registerMs: number };
  /** What came up while it registered. */
  readonly diagnostics: readonly Diagnostic[];
  /** Calls `onUnload`, then undoes what went through `api`. Never rejects. */
  dispose(): Promise<void>;
}

/** Hashes a plugin's manifest and entry as they are on disk now. Throws where one cannot be read. */
export function measureIntegrity({ manifestPath }: ReadyCandidate, entry: PluginEntry): Integrity {
  const hash = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
  return { ...(manifestPath !== undefined && { manifest: hash(manifestPath) }), entry: hash(entry.file) };
}
