import type { Candidate } from "../catalog/candidate.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** Why a plugin may run, or may not. A closed list: each has its sentence in `reasonTexts`. */
export type DecisionReason =
  | "blocked"
  | "manifest-invalid"
  | "plugins-disabled"
  | "denied"
  | "disabled-while-running"
  | "disabled-in-config"
  | "shadowed"
  | "engine-unmet"
  | "quarantined"
  | "slot-selected"
  | "slot-taken"
  | "channel-disabled"
  | "conflict"
  | "owner-conflict"
  | "config-mentions"
  | "not-allowed"
  | "enabled-while-running"
  | "enabled-in-config"
  | "allowed"
  | "configured-path"
  | "bundled-default"
  | "bundled-off"
  | "workspace-off"
  | "global-off"
  | "config-missing"
  | "config-invalid"
  | "schema-invalid"
  | "secret-unavailable"
  | "requirement-missing";

/** Each reason as a person reads it. */
export const reasonTexts: Readonly<Record<DecisionReason, string>> = {
  blocked: "a safety gate blocked it",
  "manifest-invalid": "its manifest cannot be used",
  "plugins-disabled": "plugins.enabled is false",
  denied: "plugins.deny names it",
  "disabled-while-running": "it was turned off while the host ran",
  "disabled-in-config": "plugins.entries turns it off",
  shadowed: "another plugin with the same id goes first",
  "engine-unmet": "an engine it needs is not there",
  quarantined: "it failed to load and has not changed since",
  "slot-selected": "plugins.slots selects it",
  "slot-taken": "its slot is given to another plugin",
  "channel-disabled": "every channel that it owns is turned off",
  conflict: "it conflicts with a plugin that goes first",
  "owner-conflict": 'another plugin owns an id that it wants, and plugins.conflicts is "fail"',
  "config-mentions": "the config mentions something that it owns",
  "not-allowed": "plugins.allow does not name it",
  "enabled-while-running": "it was turned on while the host ran",
  "enabled-in-config": "plugins.entries turns it on",
  allowed: "plugins.allow names it",
  "configured-path": "plugins.load.paths names it",
  "bundled-default": "it comes with the application and is on by default",
  "bundled-off": "it comes with the application and is off until config enables it",
  "workspace-off": "workspace plugins are off until enabled or allowed",
  "global-off": "global plugins are off until enabled or allowed",
  "config-missing": "required config is missing",
  "config-invalid": "its config is not valid",
  "schema-invalid": "its configSchema is itself wrong",
  "secret-unavailable": "a secret that its config refers to is not there",
  "requirement-missing": "a plugin that it requires does not run",
};

/** One question that was asked, and the answer: the last that is not `pass` decided. */
export interface DecisionStep {
  readonly rule: string;
  readonly outcome: "pass" | "enable" | "refuse";
  readonly reason?: DecisionReason;
  /** What exactly it was, and where: `provider:openai at /models/default`. */
  readonly detail?: string;
}

/** Whether a plugin may run, why, and every question on the way. */
export interface Decision {
  readonly candidate: Candidate;
  readonly enabled: boolean;
  readonly reason: DecisionReason;
  readonly trace: readonly DecisionStep[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether a plugin is refused for the sake of others, so that it may run when those do, or do not. */
export function dependsOnOthers({ reason }: Pick<Decision, "reason">): boolean {
  return reason === "requirement-missing" || reason === "owner-conflict";
}

/** Why, in words, with what exactly it was. */
export function reasonTextOf({ reason, trace }: Pick<Decision, "reason" | "trace">): string {
  const detail = trace.findLast((step) => step.reason === reason)?.detail;
  return detail === undefined ? reasonTexts[reason] : `${reasonTexts[reason]}: ${detail}`;
}

/** The decision turned into a refusal, with the question that did it. */
export function refuse(
  decision: Decision,
  rule: string,
  reason: DecisionReason,
  found: readonly Diagnostic[],
  detail?: string,
): Decision {
  const step: DecisionStep = { rule, outcome: "refuse", reason, ...(detail !== undefined && { detail }) };
  return {
    ...decision,
    enabled: false,
    reason,
    trace: [...decision.trace, step],
    diagnostics: [...decision.diagnostics, ...found],
  };
}
