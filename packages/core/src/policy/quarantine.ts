import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { measureIntegrity, type Integrity } from "../catalog/integrity.js";
import { readTextFile, readingProblem } from "../config/text-file.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** Why a plugin is in quarantine. */
export interface QuarantineRecord {
  readonly plugin: string;
  /** What failed; anything else on the disk is tried. */
  readonly integrity: Integrity;
  /** What the failure said, secrets taken out. */
  readonly reason: string;
  /** When, in ISO 8601. */
  readonly at: string;
}

/**
 * The plugins that failed to load and are not tried again as they are. Each has a file of its own in the state folder
 * (mode 0600, written by rename), so that two processes need not wait for one another: whoever writes last is right too.
 */
export interface Quarantine {
  /** The record of a plugin that is on disk as it was when it failed; nothing for one that changed, or never failed. */
  find(candidate: ReadyCandidate): QuarantineRecord | undefined;
  /**
   * Puts a plugin in. Gives a diagnostic where that cannot be written; nothing else depends on it.
   *
   * @param integrity what was tried; what is on disk now, unless given
   */
  add(
    candidate: ReadyCandidate,
    failure: readonly Diagnostic[],
    integrity?: Integrity,
  ): Promise<Diagnostic | undefined>;
  /** Takes a plugin out; tells whether it was in. Throws what the file system throws where its file cannot be removed. */
  release(plugin: string): boolean;
}

/** More than any record of ours has. */
const mostBytes = 64 * 1024;

/** Of what a failure said, in characters. */
const longestReason = 4000;

/** Opens the quarantine of a state folder. Nothing is made on the disk before the first plugin is put in. */
export function openQuarantine(state: string): Quarantine {
  const read = (plugin: string) => readRecord(recordFile(state, plugin), plugin);
  return {
    find(candidate) {
      const record = read(candidate.id);
      return record && isSame(record.integrity, measure(candidate)) ? record : undefined;
    },
    async add(candidate, failure, integrity = measure(candidate)) {
      const path = recordFile(state, candidate.id);
      if (!integrity) return undefined;
      const reason = failure
        .map(({ message }) => message)
        .join(" ")
        .slice(0, longestReason);
      const record: QuarantineRecord = { plugin: candidate.id, integrity, reason, at: new Date().toISOString() };
      try {
        await write(path, record);
        return undefined;
      } catch (error) {
        const parameters = { file: path, reason: readingProblem(error) };
        return diagnose("QUARANTINE_UNWRITABLE", parameters, { plugin: candidate.id, path });
      }
    },
    release(plugin) {
      const wasIn = read(plugin) !== undefined;
      rmSync(recordFile(state, plugin), { force: true });
      return wasIn;
    },
  };
}

/** Whether a failure is the plugin's own: what its config, or another plugin, is to blame for is not held against it. */
export function isOwnFailure(failure: readonly Diagnostic[]): boolean {
  return failure.some(({ code }) => /^(?:LOAD|REGISTER|ON_LOAD)_/.test(code) && code !== "LOAD_REQUIREMENT_FAILED");
}

/** What is said of a plugin in quarantine. */
export function quarantineDiagnostic({ id, root, manifestPath }: ReadyCandidate, record: QuarantineRecord): Diagnostic {
  const { at, reason } = record;
  return diagnose("PLUGIN_QUARANTINED", { id, at, reason }, { plugin: id, path: manifestPath ?? root });
}

/** The name begins as the id does, for people, and ends with a hash, because file names cannot have all that ids can. */
function recordFile(state: string, plugin: string): string {
  const id = foldId(plugin);
  const hash = process.getBuiltinModule("node:crypto").createHash("sha256").update(id).digest("hex");
  return join(state, "quarantine", `${id.replaceAll(/[^a-z0-9]+/g, "-").slice(0, 40)}-${hash.slice(0, 32)}.json`);
}

/** Nothing where it cannot be read: then loading it says why. */
function measure(candidate: ReadyCandidate): Integrity | undefined {
  try {
    return candidate.entry && measureIntegrity(candidate, candidate.entry);
  } catch {
    return undefined;
  }
}

function isSame(one: Integrity, other: Integrity | undefined): boolean {
  return one.entry === other?.entry && one.manifest === other.manifest;
}

/** A record that is whole and ours; nothing else is believed, and the plugin is tried. */
function readRecord(path: string, plugin: string): QuarantineRecord | undefined {
  try {
    const { text, stats, isCut } = readTextFile(path, mostBytes);
    const othersMayWrite =
      process.platform !== "win32" && ((stats.mode & 0o022) !== 0 || stats.uid !== process.getuid?.());
    if (isCut || othersMayWrite) return undefined;
    const record = JSON.parse(text) as Partial<QuarantineRecord> | null;
    const isWhole = [record?.integrity?.entry, record?.reason, record?.at].every((each) => typeof each === "string");
    return isWhole && foldId(String(record?.plugin)) === foldId(plugin) ? (record as QuarantineRecord) : undefined;
  } catch {
    return undefined;
  }
}

async function write(path: string, record: QuarantineRecord): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Else the new file would be given to whoever owned the old one.
  const chown = process.getuid && process.getgid ? { uid: process.getuid(), gid: process.getgid() } : undefined;
  const { default: writeFileAtomic } = await import("write-file-atomic");
  await writeFileAtomic(path, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, ...(chown && { chown }) });
}
