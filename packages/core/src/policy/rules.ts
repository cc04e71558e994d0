import { foldId, type Candidate } from "../catalog/candidate.js";
import type { HostConfig, PluginEntryConfig } from "../config/schema.js";
import type { DecisionReason } from "./decision.js";

/** The operator's word, prepared for look-ups. */
export interface PolicyConfig {
  readonly enabled: boolean;
  readonly deny: ReadonlySet<string>;
  /** Absent: not set, so everything may run. */
  readonly allow?: ReadonlySet<string>;
  readonly entries: ReadonlyMap<string, PluginEntryConfig>;
  /** Slot to the plugin that fills it; null for none. */
  readonly slots: ReadonlyMap<string, string | null>;
}

/** What a rule looks at. */
export interface RuleContext {
  readonly candidate: Candidate;
  readonly policy: PolicyConfig;
  /** Another candidate of the same id that goes first. */
  readonly shadowedBy?: Candidate;
}

/** A rule's answer; nothing: the rule has nothing to say, the next is asked. */
export type Verdict = { readonly outcome: "enable" | "refuse"; readonly reason: DecisionReason } | undefined;

/** One question, under the name that the trace shows. */
export interface Rule {
  readonly name: string;
  readonly ask: (context: RuleContext) => Verdict;
}

const enable = (reason: DecisionReason): Verdict => ({ outcome: "enable", reason });
const refuse = (reason: DecisionReason): Verdict => ({ outcome: "refuse", reason });

/** The config as rules look it up: ids folded. */
export function policyConfig({ plugins = {} }: HostConfig): PolicyConfig {
  const fold = (ids: readonly string[] = []) => new Set(ids.map(foldId));
  return {
    enabled: plugins.enabled ?? true,
    deny: fold(plugins.deny),
    ...(plugins.allow && { allow: fold(plugins.allow) }),
    entries: new Map(Object.entries(plugins.entries ?? {}).map(([id, entry]) => [foldId(id), entry])),
    slots: new Map(Object.entries(plugins.slots ?? {}).map(([slot, id]) => [slot, id === null ? null : foldId(id)])),
  };
}

function slotVerdict({ candidate, policy }: RuleContext): Verdict {
  const id = foldId(candidate.id);
  if ([...policy.slots.values()].includes(id)) return enable("slot-selected");
  const wanted = candidate.manifest?.slots ?? [];
  const isTaken = wanted.length > 0 && wanted.every((slot) => policy.slots.has(slot));
  return isTaken ? refuse("slot-taken") : undefined;
}

function originVerdict({ candidate }: RuleContext): Verdict {
  const { origin, manifest } = candidate;
  if (origin === "config") return enable("configured-path");
  if (origin === "workspace") return refuse("workspace-off");
  if (origin === "global") return refuse("global-off");
  return manifest?.enabledByDefault ? enable("bundled-default") : refuse("bundled-off");
}

/** The questions in order; the first answer counts. */
export const rules: readonly Rule[] = [
  { name: "safety gates", ask: ({ candidate }) => (candidate.status === "blocked" ? refuse("blocked") : undefined) },
  {
    name: "manifest",
    ask: ({ candidate }) => (candidate.status === "invalid" ? refuse("manifest-invalid") : undefined),
  },
  { name: "plugins.enabled", ask: ({ policy }) => (policy.enabled ? undefined : refuse("plugins-disabled")) },
  {
    name: "plugins.deny",
    ask: ({ policy, candidate }) => (policy.deny.has(foldId(candidate.id)) ? refuse("denied") : undefined),
  },
  {
    name: "plugins.entries.enabled is false",
    ask: ({ policy, candidate }) =>
      policy.entries.get(foldId(candidate.id))?.enabled === false ? refuse("disabled-in-config") : undefined,
  },
  { name: "one plugin per id", ask: ({ shadowedBy }) => (shadowedBy ? refuse("shadowed") : undefined) },
  {
    name: "plugins.allow",
    ask: ({ policy, candidate }) =>
      policy.allow && !policy.allow.has(foldId(candidate.id)) ? refuse("not-allowed") : undefined,
  },
  { name: "plugins.slots", ask: slotVerdict },
  {
    name: "plugins.entries.enabled is true",
    ask: ({ policy, candidate }) =>
      policy.entries.get(foldId(candidate.id))?.enabled === true ? enable("enabled-in-config") : undefined,
  },
  { name: "plugins.allow names it", ask: ({ policy }) => (policy.allow ? enable("allowed") : undefined) },
  { name: "origin", ask: originVerdict },
];
