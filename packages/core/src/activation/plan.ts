import { foldId, isReady, type ReadyCandidate } from "../catalog/candidate.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import type { Decision, DecisionReason } from "../policy/decision.js";
import type { SlotHolders } from "../policy/slots.js";
import { reasonsFor, type AskReasons, type PlanReason } from "./reasons.js";
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
  const { order, decisions } = input;
  const askReasons = reasonsFor(trigger, input);
  const reasons: Reasons = new Map();
  for (const candidate of order) {
    if (candidate.isCodeless === true) continue;
    const found = askReasons(candidate.manifest);
    if (found.length > 0) reasons.set(foldId(candidate.id), { candidate, reasons: [...found] });
  }
  addRequirements(reasons, order);
  return { trigger, entries: entriesOf(reasons, order), omitted: omissions(askReasons, reasons, decisions) };
}

/** What is planned, and why, by folded id; in load order, but for what is there only because others require it. */
type Reasons = Map<string, { readonly candidate: ReadyCandidate; readonly reasons: PlanReason[] }>;

/** What planned plugins require is planned too, and what that requires, and so on. */
function addRequirements(planned: Reasons, order: readonly ReadyCandidate[]): void {
  let loadable: ReadonlyMap<string, ReadyCandidate> | undefined;
  // Grows while it is walked: each plugin comes in once.
  for (const [id, { candidate: asking }] of planned) {
    const required = Object.keys(asking.manifest.requires);
    if (required.length === 0) continue;
    loadable ??= new Map(order.flatMap((one) => (one.isCodeless === true ? [] : [[foldId(one.id), one] as const])));
    for (const other of required.map(foldId)) {
      const candidate = loadable.get(other);
      if (!candidate || other === id) continue;
      const known = planned.get(other) ?? { candidate, reasons: [] };
      known.reasons.push({ source: "requirement", label: `required-by-${asking.id}` });
      planned.set(other, known);
    }
  }
}

function entriesOf(planned: Reasons, order: readonly ReadyCandidate[]): readonly PlanEntry[] {
  if (planned.size === 0) return [];
  return order.flatMap(({ id: plugin }) => {
    const reasons = planned.get(foldId(plugin))?.reasons;
    return reasons ? [{ plugin, reasons }] : [];
  });
}

function omissions(askReasons: AskReasons, planned: Reasons, decisions: readonly Decision[]): readonly PlanOmission[] {
  const omitted: PlanOmission[] = [];
  for (const { candidate, enabled, reason } of decisions) {
    const plugin = candidate.id;
    if (enabled) {
      if (!planned.has(foldId(plugin))) omitted.push({ plugin, why: "not-concerned", isConcerned: false });
      continue;
    }
    const mayLoad = isReady(candidate) && candidate.isCodeless !== true;
    omitted.push({ plugin, why: reason, isConcerned: mayLoad && askReasons(candidate.manifest).length > 0 });
  }
  return omitted;
}
