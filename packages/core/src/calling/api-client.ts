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

/** An API by name and the versions that will do. */
interface Reference {
  readonly name: string;
  readonly range: string;
}

/** The client of the API that `reference` names, for a plugin. Throws `API_REFERENCE_INVALID`. */
export function createApiClient(consumer: ReadyCandidate, reference: unknown, options: ApiClientOptions): ApiClient {
  const wanted = parse(consumer, reference);
  return {
    state: () => stateOf(wanted, consumer, options),
    call: ((method: string, request: unknown, given: CallOptions = {}) =>
      callApi({ wanted, consumer, method, request, given }, options)) as ApiClient["call"],
  };
}

function parse({ id: plugin }: ReadyCandidate, reference: unknown): Reference {
  const [, name, range = "*"] = /^([^@]+)(?:@(.+))?$/.exec(String(reference)) ?? [];
  if (typeof reference === "string" && name !== undefined && validRange(range) !== null) return { name, range };
  throw new MortiseError(diagnose("API_REFERENCE_INVALID", { reference: String(reference) }, { plugin }));
}

interface ApiCall {
  readonly wanted: Reference;
  readonly consumer: ReadyCandidate;
  readonly method: string;
  readonly request: unknown;
  readonly given: CallOptions;
}

async function callApi({ wanted, consumer, method, request, given }: ApiCall, options: ApiClientOptions) {
  const state = stateOf(wanted, consumer, options);
  const unavailable = (reason: string) =>
    new CapabilityError(`the API ${wanted.name}@${wanted.range} cannot be called: ${reason}`, { code: "unavailable" });
  if (!state.isAvailable) throw unavailable(state.reason);
  const found = options.contract && (await options.resolve(options.contract, state.id));
  if (!found) throw unavailable(whyGone(wanted, options));
  if (!mayCall(consumer, found.plugin, found.value)) throw unavailable(notPublic(found.plugin, consumer));
  return options.invoke(found, `methods.${method}`, request, given);
}

function stateOf(wanted: Reference, consumer: ReadyCandidate, options: ApiClientOptions): ApiState {
  const { contract } = options;
  if (!contract) return { isAvailable: false, reason: "this host has no APIs of plugins" };
  const registry = options.registry();
  const owned = registry.list(contract).filter(({ id }) => nameOf(id) === wanted.name.toLowerCase());
  const version = maxSatisfying(
    owned.map(({ id }) => versionOf(id)),
    wanted.range,
  );
  const best = owned.find(({ id }) => versionOf(id) === version);
  if (!best) return { isAvailable: false, reason: whyGone(wanted, options) };
  const found = registry.get(contract, best.id);
  if (found?.status === "active" && !mayCall(consumer, best.plugin, found.value as { readonly isPublic?: unknown })) {
    return { isAvailable: false, reason: notPublic(best.plugin, consumer) };
  }
  return { isAvailable: true, plugin: best.plugin, id: best.id };
}

function nameOf(id: string): string {
  return id.slice(0, id.indexOf("@")).toLowerCase();
}

function versionOf(id: string): string {
  return id.slice(id.indexOf("@") + 1);
}

function mayCall(
  { id, manifest }: ReadyCandidate,
  owner: string,
  { isPublic }: { readonly isPublic?: unknown },
): boolean {
  const isOwner = (other: string) => foldId(other) === foldId(owner);
  return isPublic === true || isOwner(id) || Object.keys(manifest.requires).some(isOwner);
}

function notPublic(owner: string, { id }: ReadyCandidate): string {
  return `it is not public; ${id} must name ${owner} under requires in its manifest`;
}

/** Why nobody answers for an API: who would, and what became of it. */
function whyGone({ name, range }: Reference, { contract, registry, decisions, failures }: ApiClientOptions): string {
  const key = contract?.key ?? "";
  const versions = (contract ? registry().list(contract) : []).filter(({ id }) => nameOf(id) === name.toLowerCase());
  if (versions.length > 0) return `there is ${versions.map(({ id }) => id).join(", ")}, and ${range} is wanted`;
  for (const { candidate, enabled, reason } of decisions) {
    const offers =
      candidate.manifest && providedIds(candidate.manifest, key).some((id) => nameOf(id) === name.toLowerCase());
    if (!offers) continue;
    if (!enabled) return `the plugin ${candidate.id} offers it and does not run: ${reasonTexts[reason]}`;
    const [failure] = failures().get(foldId(candidate.id)) ?? [];
    if (failure) return `the plugin ${candidate.id} offers it and failed: ${failure.message}`;
    return `the plugin ${candidate.id} has taken it back`;
  }
  return "no plugin offers it";
}
