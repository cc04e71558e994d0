import { CapabilityError, type CallOptions, type Contract, type ContractMap, type Runtime } from "@mortise/sdk";
import { messageOf } from "../diagnostics/error.js";
import { callBounded } from "./bounded.js";
import type { CallBounds, OpenContext } from "./context.js";

/** A provider that can be called now. */
export interface ReadyProvider {
  readonly id: string;
  readonly plugin: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** One attempt of a call: which provider, and what came of it. */
export interface CallAttempt {
  readonly provider: string;
  readonly plugin?: string;
  readonly outcome: "answered" | "failed" | "unavailable" | "lacks-operation";
  readonly error?: string;
}

/** What the runtime needs of the host. */
export interface RuntimeOptions {
  /** The providers of a capability in the order in which they are asked. */
  providerIds(contract: Contract): readonly string[];
  /** The provider, its owner loaded when it was not; nothing where there is none. */
  resolve(contract: Contract, id: string): Promise<ReadyProvider | undefined>;
  /** How long a provider's operation may take unless the caller says otherwise, in milliseconds. */
  readonly deadlineMs: number;
}

/** Errors after which another provider may do better. */
const mayFallBack: ReadonlySet<string> = new Set(["unsupported", "authentication", "permission", "rate-limited", "unavailable", "timeout"]);

/** Every capability by its kind in camel case, each operation a function. Nothing is loaded until one is called. */
export function createRuntime<Contracts extends ContractMap>(contracts: Contracts, options: RuntimeOptions): Runtime<Contracts> {
  const capabilities = Object.values(contracts).filter(({ category }) => category === "capability");
  const runtime = capabilities.map((contract) => [camelCase(contract.kind), operationsOf(contract, options)]);
  return Object.freeze(Object.fromEntries(runtime)) as Runtime<Contracts>;
}

function operationsOf(contract: Contract, options: RuntimeOptions): Readonly<Record<string, unknown>> {
  const operations = Object.keys(contract.operations).map((name) => [
    name,
    (request: unknown, call: CallOptions = {}) => callCapability(contract, name, request, call, options),
  ]);
  return Object.freeze(Object.fromEntries(operations) as Record<string, unknown>);
}

function camelCase(kind: string): string {
  return kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Asks one provider after the other until one answers. A caller's mistake or abort is not tried elsewhere. */
async function callCapability(
  contract: Contract,
  operation: string,
  request: unknown,
  call: CallOptions,
  options: RuntimeOptions,
): Promise<unknown> {
  const ids = call.provider === undefined ? options.providerIds(contract) : [call.provider];
  const attempts: CallAttempt[] = [];
  let last: unknown;
  for (const id of ids) {
    const provider = await options.resolve(contract, id);
    if (!provider || typeof provider.value[operation] !== "function") {
      attempts.push({ provider: id, outcome: provider ? "lacks-operation" : "unavailable", ...(provider && { plugin: provider.plugin }) });
      continue;
    }
    try {
      return await invokeOperation(provider, operation, request, { ...call, deadlineMs: call.deadlineMs ?? options.deadlineMs });
    } catch (error) {
      attempts.push({ provider: id, plugin: provider.plugin, outcome: "failed", error: messageOf(error) });
      last = error;
      if (!(error instanceof CapabilityError) || !mayFallBack.has(error.code)) break;
    }
  }
  throw withAttempts(last ?? nobody(contract, operation, call), attempts);
}

/** Calls one operation of something that a plugin registered, bounded. */
export function invokeOperation(
  { id, plugin, value }: ReadyProvider,
  operation: string,
  request: unknown,
  bounds: CallBounds,
): Promise<unknown> | unknown {
  const run = value[operation] as (request: unknown, context: OpenContext) => unknown;
  const what = `${operation} of ${id} (${plugin})`;
  return callBounded(what, (context) => Reflect.apply(run, value, [request, context]), bounds);
}

function nobody({ kind }: Contract, operation: string, { provider }: CallOptions): CapabilityError {
  const message =
    provider === undefined
      ? `there is no ${kind} provider that can ${operation}`
      : `there is no ${kind} provider "${provider}" that can ${operation}`;
  return new CapabilityError(message, { code: "not-found" });
}

/** The error as it was thrown, with the record of all attempts. */
function withAttempts(error: unknown, attempts: readonly CallAttempt[]): unknown {
  if (error instanceof Error) Object.defineProperty(error, "attempts", { value: attempts, configurable: true });
  return error;
}
