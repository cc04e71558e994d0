import { CapabilityError, type CallOptions, type Contract, type ContractMap, type Runtime } from "@mortise/sdk";
import { messageOf } from "../diagnostics/error.js";
import { invokeOperation, operationOf, type ReadyProvider, type ResolveProvider } from "./provider.js";

/** One attempt of a call: which provider, and what came of it. */
export interface CallAttempt {
  readonly provider: string;
  readonly plugin?: string;
  readonly outcome: "failed" | "unavailable" | "lacks-operation";
  readonly error?: string;
}

/** What the runtime needs of the host. */
export interface RuntimeOptions {
  /** The providers of a capability in the order in which they are asked. */
  providerIds(contract: Contract, operation: string): readonly string[];
  readonly resolve: ResolveProvider;
  /** How long a provider's operation may take unless the caller says otherwise, in milliseconds. */
  readonly deadlineMs: number;
}

/** Every capability by its kind in camel case, each operation a function. Nothing is loaded until one is called. */
export function createRuntime<Contracts extends ContractMap>(
  contracts: Contracts,
  options: RuntimeOptions,
): Runtime<Contracts> {
  const capabilities = Object.values(contracts).filter(({ category }) => category === "capability");
  const runtime = capabilities.map((contract) => [camelCase(contract.kind), operationsOf(contract, options)]);
  return Object.freeze(Object.fromEntries(runtime)) as Runtime<Contracts>;
}

function operationsOf(contract: Contract, options: RuntimeOptions): Readonly<Record<string, unknown>> {
  const operations: Record<string, unknown> = {};
  const groups: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(contract.operations)) {
    const call = (request: unknown, given: CallOptions = {}) =>
      callCapability({ contract, name, request, call: given }, options);
    const [group = "", member] = name.split(".");
    if (member === undefined) operations[name] = call;
    else (groups[group] ??= {})[member] = call;
  }
  for (const [name, members] of Object.entries(groups)) operations[name] = Object.freeze(members);
  return Object.freeze(operations);
}

function camelCase(kind: string): string {
  return kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

interface CapabilityCall {
  readonly contract: Contract;
  /** Of the operation. */
  readonly name: string;
  readonly request: unknown;
  readonly call: CallOptions;
}

/** Asks one provider after the other until one answers. A caller's mistake or abort is not tried elsewhere. */
async function callCapability(asked: CapabilityCall, options: RuntimeOptions): Promise<unknown> {
  const { contract, name, request, call } = asked;
  const ids = call.provider === undefined ? options.providerIds(contract, name) : [call.provider];
  const bounds = { ...call, deadlineMs: call.deadlineMs ?? options.deadlineMs };
  const attempts: CallAttempt[] = [];
  let last: unknown;
  for (const id of ids) {
    // Nothing is loaded for a caller who has gone away.
    if (call.signal?.aborted) break;
    const provider = await options.resolve(contract, id);
    if (!provider || typeof operationOf(provider.value, name).run !== "function") {
      attempts.push(unfit(id, provider));
      continue;
    }
    try {
      return await invokeOperation(provider, name, request, bounds);
    } catch (error) {
      attempts.push({ provider: id, plugin: provider.plugin, outcome: "failed", error: messageOf(error) });
      last = error;
      if (!mayFallBack(error, call)) break;
    }
  }
  throw withAttempts(last ?? (call.signal?.aborted ? gone(asked) : nobody(asked, attempts)), attempts);
}

function unfit(id: string, provider: ReadyProvider | undefined): CallAttempt {
  return provider
    ? { provider: id, plugin: provider.plugin, outcome: "lacks-operation" }
    : { provider: id, outcome: "unavailable" };
}

/** Errors after which another provider may do better. */
const tryElsewhere: ReadonlySet<string> = new Set([
  "unsupported",
  "authentication",
  "permission",
  "rate-limited",
  "unavailable",
  "timeout",
]);

/** An error without a code is a fault of the provider, unless the caller has gone away. */
function mayFallBack(error: unknown, { signal }: CallOptions): boolean {
  if (signal?.aborted) return false;
  return error instanceof CapabilityError ? tryElsewhere.has(error.code) : true;
}

function gone({ contract: { kind }, name, call }: CapabilityCall): CapabilityError {
  return new CapabilityError(`${name} of ${kind} was aborted by its caller`, {
    code: "aborted",
    cause: call.signal?.reason,
  });
}

function nobody({ contract: { kind }, name, call }: CapabilityCall, attempts: readonly CallAttempt[]): CapabilityError {
  const which = call.provider === undefined ? `no ${kind} provider` : `no ${kind} provider "${call.provider}"`;
  const isThere = attempts.some(({ outcome }) => outcome === "lacks-operation");
  return new CapabilityError(`there is ${which} that can ${name}`, { code: isThere ? "unsupported" : "not-found" });
}

/** The error as it was thrown, with the record of all attempts where it can take one. */
function withAttempts(error: unknown, attempts: readonly CallAttempt[]): unknown {
  if (error instanceof Error) Reflect.defineProperty(error, "attempts", { value: attempts, configurable: true });
  return error;
}
