import type { MissingHandler } from "./calling/gate.js";
import { foldId, isReady, type ReadyCandidate } from "./catalog/candidate.js";
import { providedIds } from "./catalog/manifest.js";
import { hooksKey } from "./catalog/vocabulary.js";
import type { CallPolicy } from "./config/call-policy.js";
import type { ControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { reasonTextOf } from "./policy/decision.js";

const none: readonly MissingHandler[] = Object.freeze([]);

/**
 * The plugins whose handler must guard a gate and does not: those that may run, declare it and failed, now or at an
 * earlier start, and those that the operator requires there, whatever keeps them out. The operator can waive each by name.
 */
export function missingHandlers(
  hook: string,
  controlPlane: ControlPlane,
  policy: CallPolicy,
  failures: ReadonlyMap<string, readonly Diagnostic[]>,
): readonly MissingHandler[] {
  const required = policy.requiredAt(hook);
  const fallen = fallenIn(controlPlane);
  if (failures.size === 0 && required.length === 0 && fallen.length === 0) return none;
  const waived = policy.waivedAt(hook);
  const failed = [...controlPlane.order.filter(({ id }) => failures.has(foldId(id))), ...fallen].filter(
    ({ manifest }) => providedIds(manifest, hooksKey).includes(hook),
  );
  const wanted = new Set([...failed.map(({ id }) => foldId(id)), ...required]);
  return [...wanted].flatMap((id): readonly MissingHandler[] => {
    if (waived.has(id) || !policy.isHandlerOn(id, hook)) return [];
    const reason = absence(id, hook, controlPlane, failures);
    return reason === undefined ? [] : [{ plugin: id, reason }];
  });
}

const fallenByPlane = new WeakMap<ControlPlane, readonly ReadyCandidate[]>();

/** Plugins in quarantine, and those kept out because they require one: an earlier start found that they fail. */
function fallenIn(controlPlane: ControlPlane): readonly ReadyCandidate[] {
  const known = fallenByPlane.get(controlPlane) ?? findFallen(controlPlane);
  fallenByPlane.set(controlPlane, known);
  return known;
}

function findFallen({ plugins }: ControlPlane): readonly ReadyCandidate[] {
  const kept = plugins.flatMap(({ decision: { candidate, reason } }) =>
    isReady(candidate) && (reason === "quarantined" || reason === "requirement-missing") ? [{ candidate, reason }] : [],
  );
  const fallen = new Set(kept.flatMap(({ candidate, reason }) => (reason === "quarantined" ? [candidate] : [])));
  // Grows while it is walked.
  for (const { id } of fallen) {
    for (const { candidate } of kept) {
      if (Object.keys(candidate.manifest.requires).some((required) => foldId(required) === foldId(id))) {
        fallen.add(candidate);
      }
    }
  }
  return [...fallen];
}

/** Why a plugin's handler of a hook is not there; nothing where it is, or would be once it is loaded. */
function absence(
  id: string,
  hook: string,
  { plugins }: ControlPlane,
  failures: ReadonlyMap<string, readonly Diagnostic[]>,
): string | undefined {
  const [failure] = failures.get(id) ?? [];
  if (failure) return failure.message;
  const states = plugins.filter(({ decision }) => foldId(decision.candidate.id) === id);
  const running = states.find(({ decision }) => decision.enabled)?.decision.candidate;
  if (running?.manifest) {
    const isDeclared = providedIds(running.manifest, hooksKey).includes(hook);
    return isDeclared ? undefined : "its manifest does not declare the hook";
  }
  return states[0] ? reasonTextOf(states[0].decision) : "there is no such plugin";
}
