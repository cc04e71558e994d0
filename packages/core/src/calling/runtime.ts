import { CapabilityError, type CallOptions, type Contract, type ContractMap, type Runtime } from "@mortise/sdk";
import { messageOf } from "../diagnostics/error.js";
import { abortError, DeadlineError } from "./call-errors.js";
import type { Invoke } from "./invoke.js";
import { operationOf, type ReadyProvider, type ResolveProvider } from "./provider.js";
import { waitAtMost } from "./wait.js";

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
  readonly invoke: Invoke;
  /** How long one attempt may take, in milliseconds. */
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
    const [group, member] = name.split(".") as [string, string?];
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
  const clock = startClock(call.deadlineMs);
  const attempts: CallAttempt[] = [];
  // In a list, for `undefined` may be thrown too.
  let last: readonly unknown[] = [];
  for (const id of ids) {
    // Nothing is loaded for a caller who has gone away, or for whom it is too late.
    if (call.signal?.aborted || clock.left() <= 0) break;
    const provider = await load(id, asked, clock, options);
    if (!provider || typeof operationOf(provider.value, name).run !== "function") {
      attempts.push(unfit(id, provider));
      continue;
    }
    try {
      return await options.invoke(provider, name, request, call, Math.min(clock.left(), options.deadlineMs));
    } catch (error) {
      attempts.push({ provider: id, plugin: provider.plugin, outcome: "failed", error: messageOf(error) });
      last = [error];
      if (!mayFallBack(error)) break;
    }
  }
  const [error] = last.length > 0 ? last : [whyNobody(asked, clock, attempts)];
  throw withAttempts(error, attempts);
}

/** Why not one was asked. */
function whyNobody(asked: CapabilityCall, clock: CallClock, attempts: readonly CallAttempt[]): CapabilityError {
  const { contract, name, call } = asked;
  const what = `${name} of ${contract.kind}`;
  if (call.signal?.aborted) return abortError(what, call.signal.reason);
  if (clock.left() <= 0) return new DeadlineError(what, call.deadlineMs as number);
  return nobody(asked, attempts);
}

/** What is left of the caller's time. */
interface CallClock {
  /** In milliseconds; `Infinity` where the caller has all the time there is. */
  left(): number;
}

const endless: CallClock = { left: () => Infinity };

function startClock(deadlineMs: number | undefined): CallClock {
  if (deadlineMs === undefined) return endless;
  const until = performance.now() + deadlineMs;
  return { left: () => until - performance.now() };
}

/** The provider, its owner loaded; the caller does not wait for that any longer than for an answer. */
function load(
  id: string,
  { contract, name, call }: CapabilityCall,
  clock: CallClock,
  { resolve }: RuntimeOptions,
): Promise<ReadyProvider | undefined> {
  const provider = resolve(contract, id);
  const left = clock.left();
  if (left === Infinity && call.signal === undefined) return provider;
  return waitAtMost(provider, left, call.signal, `${name} of the ${contract.kind} provider "${id}"`);
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

/** An error without a code is a fault of the provider. */
function mayFallBack(error: unknown): boolean {
  return error instanceof CapabilityError ? tryElsewhere.has(error.code) : true;
}

function nobody({ contract: { kind }, name, call }: CapabilityCall, attempts: readonly CallAttempt[]): CapabilityError {
  const which = call.provider === undefined ? `no ${kind} provider` : `no ${kind} provider "${call.provider}"`;
  const isThere = attempts.some(({ outcome }) => outcome === "lacks-operation");
  return new CapabilityError(`there is ${which} that can ${name}`, { code: isThere ? "unsupported" : "not-found" });
}

/** The error as it was thrown, with the record of all attempts where it can take one. */
function withAttempts(error: unknown, attempts: readonly CallAttempt[]): unknown {
  try {
    Reflect.defineProperty(error as object, "attempts", { value: attempts, configurable: true });
  } catch {
    // What was thrown is no object, or cannot be looked at; then it goes on as it is.
  }
  return error;
}
