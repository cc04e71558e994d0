import type { Contract } from "@mortise/sdk";
import type { ReadyCandidate } from "../catalog/candidate.js";
import { foldContributionId } from "../catalog/contribution-id.js";
import { isCustomHook } from "../catalog/custom-hooks.js";
import { providedIds } from "../catalog/manifest.js";
import { hooksKey } from "../catalog/vocabulary.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { refuseLate, spoil, type DraftState } from "./draft-state.js";
import { declaredFilters, handlerOptions, malformedHandler } from "./handler-options.js";
import { checkRegistration, type HookRegistration, type Registration } from "./registration.js";

interface Handle {
  dispose(): void;
  enable(): void;
  disable(): void;
}

const nothingToDispose: Handle = { dispose: () => {}, enable: () => {}, disable: () => {} };

/** Enters a registration. Throws when it is malformed or too late; one that is refused leaves a diagnostic. */
export function enterRegistration(draft: DraftState, method: string, contract: Contract, value: unknown): Handle {
  refuseLate(draft, method);
  const malformed = checkRegistration(`api.${method}`, contract, value);
  if (malformed) spoil(draft, malformed);
  const { candidate } = draft.options;
  const members = value as Readonly<Record<string, unknown>>;
  const id = members[contract.idField] as string;
  const name = nameOf(contract, id);
  const isDeclared = declares(candidate, contract, id);
  const unlisted = isDeclared ? undefined : undeclared(candidate, contract, id);
  const taken = namesTaken(draft);
  const problem = taken.has(name) ? twice(candidate, contract, id) : unlisted;
  if (problem) draft.diagnostics.push(problem);
  if (problem?.level === "error") return nothingToDispose;
  taken.add(name);
  const own = { plugin: candidate.id, use: draft.use, isDisabled: false };
  return keep(draft, { ...own, contract, id, value: members, isDeclared }, "registrations");
}

/** Enters a registration under a contract that may come from the plugin's own copy of the SDK. */
export function enterUnder(draft: DraftState, contract: unknown, value: unknown): Handle {
  refuseLate(draft, "provide");
  const kind = String((contract as Contract | undefined)?.kind);
  const { byKind } = draft.options.vocabulary;
  const known = byKind.get(kind);
  if (known) return enterRegistration(draft, "provide", known, value);
  const parameters = { kind, suggestion: didYouMean(kind, byKind.keys()), known: [...byKind.keys()].join(", ") };
  return spoil(draft, diagnose("REGISTER_UNKNOWN_KIND", parameters));
}

/** Enters a hook's handler. Throws when there is no such hook, when something is malformed, or too late. */
export function enterHandler(draft: DraftState, named: unknown, handler: unknown, given: unknown): Handle {
  refuseLate(draft, "on");
  const { candidate, vocabulary } = draft.options;
  const hook = String(named);
  if (!vocabulary.hooks.has(hook) && !isCustomHook(hook)) {
    const suggestion = didYouMean(hook, vocabulary.hooks.keys());
    spoil(draft, diagnose("REGISTER_UNKNOWN_HOOK", { hook, suggestion }));
  }
  if (typeof handler !== "function") spoil(draft, malformedHandler(hook, "a function", handler));
  const options = handlerOptions(draft, given);
  const isDeclared = providedIds(candidate.manifest, hooksKey).includes(hook);
  const problem = isDeclared ? undefined : undeclared(candidate, { kind: "hook", key: hooksKey }, hook);
  if (problem) draft.diagnostics.push(problem);
  if (problem?.level === "error") return nothingToDispose;
  const call = handler as HookRegistration["handler"];
  const own = { plugin: candidate.id, use: draft.use, isDisabled: false };
  const filters = [...declaredFilters(candidate, hook), ...options.filters];
  return keep(draft, { ...own, hook, handler: call, ...options, filters }, "hooks");
}

type Entered = { readonly registrations: Registration; readonly hooks: HookRegistration };

function keep<Place extends keyof Entered>(draft: DraftState, kept: Entered[Place], place: Place): Handle {
  (draft[place] as Set<Entered[Place]>).add(kept);
  const main = draft.main ?? draft;
  const changed = () => {
    if (!main.isOpen && !draft.isOpen) draft.options.changed();
  };
  const turn = (isDisabled: boolean) => {
    if (kept.isDisabled === isDisabled) return;
    kept.isDisabled = isDisabled;
    changed();
  };
  return {
    enable: () => turn(false),
    disable: () => turn(true),
    dispose() {
      // What `update` was given has entered here first, and in the plugin's own draft when it returned.
      const wasHere = [draft, main].map((each) => (each[place] as Set<Entered[Place]>).delete(kept)).includes(true);
      if (!wasHere) return;
      if ("contract" in kept) for (const { taken } of [draft, main]) taken?.delete(nameOf(kept.contract, kept.id));
      changed();
    },
  };
}

/** Those of the plugin itself among them, where the draft is one that is to be added. */
function namesTaken(draft: DraftState): Set<string> {
  if (draft.taken) return draft.taken;
  const entered = [...(draft.main?.registrations ?? []), ...draft.registrations];
  return (draft.taken = new Set(entered.map(({ contract, id }) => nameOf(contract, id))));
}

function nameOf(contract: Contract, id: string): string {
  return `${contract.kind} ${foldContributionId(contract, id)}`;
}

function declares({ manifest }: ReadyCandidate, contract: Contract, id: string): boolean {
  const provided = manifest.provides[contract.key];
  if (provided === undefined) return false;
  if (Object.hasOwn(provided, id)) return true;
  const folded = foldContributionId(contract, id);
  return Object.keys(provided).some((declared) => foldContributionId(contract, declared) === folded);
}

function twice({ id: plugin }: ReadyCandidate, { kind }: Contract, id: string): Diagnostic {
  return diagnose("REGISTER_TWICE", { kind, id }, { plugin });
}

function undeclared(
  { id: plugin, manifest, manifestPath }: ReadyCandidate,
  { kind, key }: Pick<Contract, "kind" | "key">,
  id: string,
): Diagnostic | undefined {
  if (manifest.undeclarable.includes(key)) return undefined;
  const isStrict = manifest.declarations === "strict";
  const place = { plugin, ...(manifestPath !== undefined && { path: manifestPath }), pointer: "/provides" };
  const parameters = { kind, id, key, outcome: isStrict ? "refused" : "kept" };
  return diagnose("REGISTER_UNDECLARED", parameters, { ...place, level: isStrict ? "error" : "warning" });
}
