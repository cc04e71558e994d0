import { foldId, isReady, type ReadyCandidate } from "../catalog/candidate.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import type { Decision, DecisionReason } from "../policy/decision.js";
import type { SlotHolders } from "../policy/slots.js";
import { reasonsFor, type PlanReason } from "./reasons.js";
import type { Trigger } from "./trigger.js";

/** A plugin that must be loaded, and why. */
export interface PlanEntry {
  readonly plugin: string;
  readonly reasons: readonly PlanReason[];
}

/** A plugin that is not in the plan, and why. */
export interface PlanOmission {
  readonly plugin: string;
  /** `not-concerned`: it may run, and the trigger does not need it, or it has no code to load. */
  readonly why: DecisionReason | "not-concerned";
  /** The trigger would need it if it could run. */
  readonly isConcerned: boolean;
}

/** What must be loaded for a trigger, in load order, and what is left out. */
export interface ActivationPlan {
  readonly trigger: Trigger;
  readonly entries: readonly PlanEntry[];
  readonly omitted: readonly PlanOmission[];
}

/** What planning looks at. */
export interface PlanInput {
  readonly decisions: readonly Decision[];
  /** The plugins that may run, in load order. */
  readonly order: readonly ReadyCandidate[];
  readonly vocabulary: Vocabulary;
  /** Who holds which slot. */
  readonly slots?: SlotHolders;
}

/** Plans what a trigger needs. Works from manifests alone. */
export function plan(trigger: Trigger, input: PlanInput): ActivationPlan {
  const { order } = input;
  const reasons = new Map<string, PlanReason[]>();
  const loadable = order.filter(({ isCodeless }) => isCodeless !== true);
  for (const { id, manifest } of loadable) {
    const found = reasonsFor(manifest, trigger, input);
    if (found.length > 0) reasons.set(foldId(id), [...found]);
  }
  addRequirements(reasons, loadable);
  const entries = order.flatMap(({ id }) => {
    const found = reasons.get(foldId(id));
    return found ? [{ plugin: id, reasons: found }] : [];
  });
  return { trigger, entries, omitted: omissions(trigger, reasons, input) };
}

/** What planned plugins require is planned too, and what that requires, and so on. */
function addRequirements(reasons: Map<string, PlanReason[]>, order: readonly ReadyCandidate[]): void {
  const byId = new Map(order.map((candidate) => [foldId(candidate.id), candidate]));
  const open = order.filter(({ id }) => reasons.has(foldId(id)));
  for (const { id, manifest } of open) {
    for (const required of Object.keys(manifest.requires).map(foldId)) {
      const candidate = byId.get(required);
      if (!candidate || required === foldId(id)) continue;
      const known = reasons.get(required);
      // Grows while it is walked: each plugin comes in once.
      if (!known) open.push(candidate);
      reasons.set(required, [...(known ?? []), { source: "requirement", label: `required-by-${id}` }]);
    }
  }
}

function omissions(
  trigger: Trigger,
  planned: ReadonlyMap<string, readonly PlanReason[]>,
  input: PlanInput,
): readonly PlanOmission[] {
  return input.decisions.flatMap(({ candidate, enabled, reason }): readonly PlanOmission[] => {
    const plugin = candidate.id;
    if (enabled) return planned.has(foldId(plugin)) ? [] : [{ plugin, why: "not-concerned", isConcerned: false }];
    const mayLoad = isReady(candidate) && candidate.isCodeless !== true;
    const isConcerned = mayLoad && reasonsFor(candidate.manifest, trigger, input).length > 0;
    return [{ plugin, why: reason, isConcerned }];
  });
}
