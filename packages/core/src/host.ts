import { gatewaySdk, type Contract, type ContractMap, type GatewayContracts, type GatewayHooks, type HookMap, type Runtime, type Sdk } from "@mortise/sdk";
import { startup, type Trigger } from "./activation/trigger.js";
import type { ActivationPlan } from "./activation/plan.js";
import type { CallBounds } from "./calling/context.js";
import { createHookRunner, type HookRunner } from "./calling/hooks.js";
import { createRuntime, invokeOperation, type ReadyProvider } from "./calling/runtime.js";
import { createServiceRunner } from "./calling/services.js";
import { foldId } from "./catalog/candidate.js";
import { readControlPlane, type ControlPlane, type ControlPlaneOptions } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { createDiagnosticStream, type DiagnosticStream } from "./diagnostics/stream.js";
import { createLoads } from "./loads.js";
import type { LogSink } from "./logger.js";
import type { Registry } from "./registry/registry.js";
import { assertRequired, startupReport, type StartupReport } from "./startup.js";

/** What a host is told. Everything has a default. */
export interface HostOptions<Contracts extends ContractMap = ContractMap, Hooks extends HookMap = HookMap>
  extends Omit<ControlPlaneOptions, "sdk"> {
  /** The contracts and hooks of this application; the reference gateway's unless given. */
  readonly sdk?: Sdk<Contracts, Hooks>;
  /** Takes the log lines of plugins; they are dropped without it. */
  readonly log?: LogSink;
  /** How long a provider's operation may take unless the caller says otherwise, in milliseconds; two minutes. */
  readonly callDeadlineMs?: number;
}

/** A host: the registry of who provides what, and the way to call it. */
export interface Host<Contracts extends ContractMap = GatewayContracts, Hooks extends HookMap = GatewayHooks> extends AsyncDisposable {
  /** What was found out without running anything. */
  readonly controlPlane: ControlPlane;
  /** The current generation. */
  readonly registry: Registry;
  /** Every diagnostic so far, and the way to hear of further ones. */
  readonly diagnostics: DiagnosticStream;
  /** Every capability's operations; the owner is loaded when it is first called. */
  readonly runtime: Runtime<Contracts>;
  /** The runners of hooks. `prepareHook` loads a hook's owners first. */
  readonly hooks: HookRunner<Hooks>;
  /** Ids of the services that run. */
  readonly services: readonly string[];
  /** Loads what must run from the start. Throws `PLUGIN_REQUIRED` where a required plugin does not run. */
  start(): Promise<StartupReport>;
  /** Loads what a trigger needs and gives the plan; a plugin that is loaded or failed already is left alone. */
  ensure(trigger: Trigger | string): Promise<ActivationPlan>;
  /** Loads a hook's owners; to be awaited before the hook is run for the first time. */
  prepareHook(hook: keyof Hooks & string): Promise<void>;
  /** What is registered under a contract and id, its owner loaded when it was not; nothing where there is none. */
  resolve<Value>(contract: Contract<string, Value>, id: string): Promise<ResolvedProvider<Value> | undefined>;
  /** Calls one operation of something registered: a tool, a command, a route. Throws what it throws. */
  call<Value, Operation extends keyof Value & string>(
    provider: ResolvedProvider<Value>,
    operation: Operation,
    request: unknown,
    bounds?: CallBounds,
  ): Promise<Value[Operation] extends ((...args: never[]) => infer Result) | undefined ? Awaited<Result> : never>;
  /** Why a plugin failed; nothing where it did not. */
  failureOf(plugin: string): readonly Diagnostic[] | undefined;
  /** Stops services and unloads every plugin, last loaded first. A second call waits for the first. */
  close(): Promise<void>;
}

/** Something registered, ready to be called. */
export interface ResolvedProvider<Value> {
  readonly id: string;
  readonly plugin: string;
  readonly value: Value;
}

const defaultCallDeadlineMs = 120_000;

/** Reads the config and the plugins and makes a host; nothing is loaded before `start`, `ensure` or a call. */
export async function createHost<Contracts extends ContractMap = GatewayContracts, Hooks extends HookMap = GatewayHooks>(
  options: HostOptions<Contracts, Hooks> = {},
): Promise<Host<Contracts, Hooks>> {
  const sdk = options.sdk ?? (gatewaySdk as unknown as Sdk<Contracts, Hooks>);
  const controlPlane = await readControlPlane({ ...options, sdk });
  const { vocabulary, checks, loaded } = controlPlane;
  const diagnostics = createDiagnosticStream(checks.redactor.diagnostic);
  const { report } = diagnostics;
  controlPlane.diagnostics.forEach(report);

  const services = createServiceRunner(report);
  const loads = createLoads({ controlPlane, services, report, log: options.log ?? (() => {}), runtime: () => runtime });
  const prepared = new Map<string, Promise<void>>();
  let closing: Promise<void> | undefined;

  const ensure = async (trigger: Trigger | string): Promise<ActivationPlan> => {
    const planned = loads.planFor(trigger);
    await loads.load(planned.entries.map(({ plugin }) => plugin));
    return planned;
  };
  const resolve = async (contract: Contract, id: string): Promise<ReadyProvider | undefined> => {
    // A plugin that fails leaves the id to the next in line, so the question is asked anew until it is settled.
    for (;;) {
      const found = loads.registry.get(contract, id);
      if (!found || found.status === "failed") return undefined;
      if (found.status === "active") return { id, plugin: found.plugin, value: found.value as ReadyProvider["value"] };
      await loads.load([found.plugin]);
    }
  };
  const entries = new Map(Object.entries(loaded.config.plugins?.entries ?? {}).map(([id, entry]) => [foldId(id), entry]));
  const runtime: Runtime<Contracts> = createRuntime(sdk.contracts, {
    providerIds: (contract) => providerOrder(contract, loads.registry, loaded.config.plugins?.order ?? {}),
    resolve,
    deadlineMs: options.callDeadlineMs ?? defaultCallDeadlineMs,
  });
  const host: Host<Contracts, Hooks> = {
    controlPlane,
    diagnostics,
    runtime,
    get registry() {
      return loads.registry;
    },
    get services() {
      return services.running;
    },
    hooks: createHookRunner<Hooks>({
      handlers: (hook) => loads.registry.handlers(hook),
      definition: (hook) => vocabulary.hooks.get(hook) as Hooks[string],
      deadlineOf: (plugin) => entries.get(foldId(plugin))?.deadlineMs,
      report,
    }),
    ensure,
    async start() {
      const start = performance.now();
      await ensure(startup);
      assertRequired(controlPlane, loads.registry, loads.failures);
      return startupReport(controlPlane, loads.registry, loads.failures, performance.now() - start);
    },
    prepareHook(hook) {
      const known = prepared.get(hook) ?? ensure({ kind: "hook", name: hook }).then(() => undefined);
      prepared.set(hook, known);
      return known;
    },
    resolve: resolve as Host<Contracts, Hooks>["resolve"],
    call: async (provider, operation, request, bounds = {}) =>
      (await invokeOperation(provider as ReadyProvider, operation, request, {
        deadlineMs: options.callDeadlineMs ?? defaultCallDeadlineMs,
        ...bounds,
      })) as never,
    failureOf: (plugin) => loads.failures.get(foldId(plugin)),
    close: () => (closing ??= loads.unloadAll()),
    [Symbol.asyncDispose]: () => host.close(),
  };
  return host;
}

/** The configured order, then whatever else there is in plugin order. */
function providerOrder(contract: Contract, registry: Registry, order: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const owned = registry.list(contract).map(({ id }) => id);
  const wanted = (order[contract.kind] ?? []).filter((id) => owned.includes(id));
  return [...wanted, ...owned.filter((id) => !wanted.includes(id))];
}

