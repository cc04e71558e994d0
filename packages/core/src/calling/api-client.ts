import maxSatisfying from "semver/ranges/max-satisfying.js";
import validRange from "semver/ranges/valid.js";
import { CapabilityError, type ApiClient, type ApiState, type CallOptions, type Contract } from "@mortise/sdk";
import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { providedIds } from "../catalog/manifest.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { MortiseError } from "../diagnostics/error.js";
import { reasonTexts, type Decision } from "../policy/decision.js";
import type { Registry } from "../registry/registry.js";
import type { Invoke } from "./invoke.js";
import type { ResolveProvider } from "./provider.js";

/** What clients of APIs need of the host. */
export interface ApiClientOptions {
  /** The contract under which APIs are registered; absent: this host has none. */
  readonly contract: Contract | undefined;
  registry(): Registry;
  readonly resolve: ResolveProvider;
  /** Every plugin there is and whether it may run, to say why an API is not there. */
  readonly decisions: readonly Decision[];
  /** Why plugins failed, by folded id. */
  readonly failures: () => ReadonlyMap<string, readonly Diagnostic[]>;
  readonly invoke: Invoke;
}

/** An API by name and the versions that will do, and whoever asks for it. */
interface Wanted {
  readonly name: string;
  readonly range: string;
  readonly consumer: ReadyCandidate;
}

/** What is asked of a host that has APIs. */
interface Source {
  readonly contract: Contract;
  readonly options: ApiClientOptions;
}

/** The client of the API that `reference` names, for a plugin. Throws `API_REFERENCE_INVALID`. */
export function createApiClient(consumer: ReadyCandidate, reference: unknown, options: ApiClientOptions): ApiClient {
  const wanted = parse(consumer, reference);
  const { contract } = options;
  if (!contract) return clientOfNothing(wanted);
  const source = { contract, options };
  return {
    state: () => stateOf(wanted, source),
    call: ((method: string, request: unknown, given: CallOptions = {}) =>
      callApi({ wanted, method, request, given }, source)) as ApiClient["call"],
  };
}

function parse(consumer: ReadyCandidate, reference: unknown): Wanted {
  const [, name, range = "*"] = /^([^@]+)(?:@(.+))?$/.exec(String(reference)) ?? [];
  if (typeof reference === "string" && name !== undefined && validRange(range) !== null) {
    return { name, range, consumer };
  }
  const place = { plugin: consumer.id };
  throw new MortiseError(diagnose("API_REFERENCE_INVALID", { reference: String(reference) }, place));
}

function clientOfNothing(wanted: Wanted): ApiClient {
  const reason = "this host has no APIs of plugins";
  return { state: () => ({ isAvailable: false, reason }), call: () => Promise.reject(unavailable(wanted, reason)) };
}

function unavailable({ name, range }: Wanted, reason: string): CapabilityError {
  return new CapabilityError(`the API ${name}@${range} cannot be called: ${reason}`, { code: "unavailable" });
}

interface ApiCall {
  readonly wanted: Wanted;
  readonly method: string;
  readonly request: unknown;
  readonly given: CallOptions;
}

async function callApi({ wanted, method, request, given }: ApiCall, source: Source) {
  const state = stateOf(wanted, source);
  if (!state.isAvailable) throw unavailable(wanted, state.reason);
  const found = await source.options.resolve(source.contract, state.id);
  if (!found) throw unavailable(wanted, whyGone(wanted, source));
  if (!mayCall(wanted, found.plugin, found.value)) throw unavailable(wanted, notPublic(found.plugin, wanted));
  return source.options.invoke(found, `methods.${method}`, request, given);
}

function stateOf(wanted: Wanted, source: Source): ApiState {
  const { contract, options } = source;
  const owned = ownedUnder(wanted, source);
  const version = maxSatisfying(
    owned.map(({ id }) => versionOf(id)),
    wanted.range,
  );
  const best = owned.find(({ id }) => versionOf(id) === version);
  if (!best) return { isAvailable: false, reason: whyGone(wanted, source) };
  const found = options.registry().get(contract, best.id);
  if (found?.status === "active" && !mayCall(wanted, best.plugin, found.value as { readonly isPublic?: unknown })) {
    return { isAvailable: false, reason: notPublic(best.plugin, wanted) };
  }
  return { isAvailable: true, plugin: best.plugin, id: best.id };
}

/** What there is of that name, of whatever version. */
function ownedUnder(wanted: Wanted, { contract, options }: Source) {
  return options
    .registry()
    .list(contract)
    .filter(({ id }) => isNamed(wanted, id));
}

function isNamed({ name }: Wanted, id: string): boolean {
  return id.slice(0, id.indexOf("@")).toLowerCase() === name.toLowerCase();
}

function versionOf(id: string): string {
  return id.slice(id.indexOf("@") + 1);
}

function mayCall({ consumer }: Wanted, owner: string, { isPublic }: { readonly isPublic?: unknown }): boolean {
  const isOwner = (other: string) => foldId(other) === foldId(owner);
  return isPublic === true || isOwner(consumer.id) || Object.keys(consumer.manifest.requires).some(isOwner);
}

function notPublic(owner: string, { consumer }: Wanted): string {
  return `it is not public; ${consumer.id} must name ${owner} under requires in its manifest`;
}

/** Why nobody answers for an API: who would, and what became of it. */
function whyGone(wanted: Wanted, source: Source): string {
  const { contract, options } = source;
  const versions = ownedUnder(wanted, source).map(({ id }) => id);
  if (versions.length > 0) return `there is ${versions.join(", ")}, and ${wanted.range} is wanted`;
  for (const { candidate, enabled, reason } of options.decisions) {
    const offers =
      candidate.manifest && providedIds(candidate.manifest, contract.key).some((id) => isNamed(wanted, id));
    if (!offers) continue;
    if (!enabled) return `the plugin ${candidate.id} offers it and does not run: ${reasonTexts[reason]}`;
    const [failure] = options.failures().get(foldId(candidate.id)) ?? [];
    if (failure) return `the plugin ${candidate.id} offers it and failed: ${failure.message}`;
    return `the plugin ${candidate.id} has taken it back`;
  }
  return "no plugin offers it";
}
