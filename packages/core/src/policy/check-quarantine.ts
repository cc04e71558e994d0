import { isReady } from "../catalog/candidate.js";
import type { HostConfig } from "../config/schema.js";
import { refuse, type Decision } from "./decision.js";
import { quarantineDiagnostic, type Quarantine } from "./quarantine.js";
import { writtenEntry } from "./written-entry.js";

/**
 * Keeps a plugin out that failed to load, has not changed since, and whose `onFailure` is `quarantine`. The disk is looked
 * at only for plugins of which the operator says so.
 */
export function checkQuarantine(decision: Decision, config: HostConfig, quarantine: Quarantine): Decision {
  const { candidate, enabled } = decision;
  if (!enabled || !isReady(candidate)) return decision;
  const isWanted = writtenEntry(config, candidate.id)?.entry.onFailure === "quarantine";
  const record = isWanted ? quarantine.find(candidate) : undefined;
  if (!record) return decision;
  const detail = `${record.reason} (mortise plugins release ${candidate.id} tries it again)`;
  return refuse(decision, "quarantine", "quarantined", [quarantineDiagnostic(candidate, record)], detail);
}
