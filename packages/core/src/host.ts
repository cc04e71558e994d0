import {
  gatewaySdk,
  publishedApi,
  type AnswerOf,
  type OperationName,
  type Contract,
  type ContractMap,
  type GatewayContracts,
  type GatewayHooks,
  type HookMap,
  type Runtime,
  type Sdk,
} from "@mortise/sdk";
import { startup, type Trigger } from "./activation/trigger.js";
import type { ActivationPlan } from "./activation/plan.js";
import type { CallBounds } from "./calling/context.js";
import { createApiClient, type ApiClientOptions } from "./calling/api-client.js";
import { createHookRunner, type HookRunner } from "./calling/hooks.js";
import { createResolver, invokeOperation, providerOrder, type ReadyProvider } from "./calling/provider.js";
import { createRuntime } from "./calling/runtime.js";
import { createServiceRunner, idleServices } from "./calling/services.js";
import { foldId } from "./catalog/candidate.js";
import { createEmitter } from "./calling/own-hooks.js";
import { customHooksOf } from "./catalog/custom-hooks.js";
import { readControlPlane, type ControlPlane, type ControlPlaneOptions } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { createDiagnosticStream, type DiagnosticStream } from "./diagnostics/stream.js";
import { createLoads, type Loads } from "./loads.js";
import type { LogSink } from "./logger.js";
import { holderFor } from "./registry/slots.js";
import type { Registry } from "./registry/registry.js";
import { assertRequired, requiredPlugins, startupReport, type StartupReport } from "./startup.js";

type Report = (diagnostic: Diagnostic) => void;

/** What a host is told. Everything has a default. */
export interface HostOptions<Contracts extends ContractMap = ContractMap, Hooks extends HookMap = HookMap> extends Omit<
  ControlPlaneOptions,
  "sdk"
> {
  /** The contracts and hooks of this application; the reference gateway's unless given. */
  readonly sdk?: Sdk<Contracts, Hooks>;
  /** Takes the log lines of plugins; they are dropped without it. */
  readonly log?: LogSink;
  /** How long a provider's operation may take unless the caller says otherwise, in milliseconds; two minutes. */
  readonly callDeadlineMs?: number;
  /** How long a plugin's module may take to load, in milliseconds; one minute. */
  readonly loadDeadlineMs?: number;
  /** `leave`: services are registered and never started, for looking at plugins beside a host that runs them. */
  readonly services?: "start" | "leave";
}

/** A host: the registry of who provides what, and the way to call it. */
export interface Host<
  Contracts extends ContractMap = GatewayContracts,
  Hooks extends HookMap = GatewayHooks,
> extends AsyncDisposable {
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
  /**
   * Loads what must run from the start, and the plugins that the operator marked required. Rejects with `PLUGIN_REQUIRED`
   * where one of those does not run; what was loaded by then stays until `close`.
   */
  start(): Promise<StartupReport>;
  /**
   * Loads what a trigger needs and gives the plan; a plugin that is loaded or failed already is left alone. Resolves when
   * the services of what was loaded have started, or failed to. Rejects with `TRIGGER_INVALID`, `HOST_CLOSED`.
   */
  ensure(trigger: Trigger | string): Promise<ActivationPlan>;
  /**
   * Loads plugins by id, and what they require, whatever would trigger them; one that may not run, is loaded or failed
   * already is left alone. Services that come with them may still be starting. Rejects with `HOST_CLOSED`.
   */
  load(plugins: readonly string[]): Promise<void>;
  /** Loads a hook's owners; to be awaited before the hook is run for the first time. */
  prepareHook(hook: keyof Hooks & string): Promise<void>;
  /**
   * Calls a hook that a plugin declares as its own, `plugin-id:name`, its listeners loaded first; resolves to what they
   * made of it, as the hook's kind says. Nothing happens where no plugin that may run declares it.
   */
  emit(hook: string, event: unknown): Promise<unknown>;
  /** What is registered under a contract and id, its owner loaded when it was not; nothing where there is none. Rejects with `HOST_CLOSED`. */
  resolve<Value>(contract: Contract<string, Value>, id: string): Promise<ResolvedProvider<Value> | undefined>;
  /**
   * Calls one operation of something registered: a tool, a command, a route. Rejects with what it throws, and with
   * `CapabilityError`: `timeout`, `aborted`, or `unsupported` where there is no such operation. A stream that it gives
   * stays bound to `bounds.signal` until it ends.
   */
  call<Value, Operation extends OperationName<Value>>(
    provider: ResolvedProvider<Value>,
    operation: Operation,
    request: unknown,
    bounds?: CallBounds,
  ): Promise<AnswerOf<Value, Operation>>;
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
const defaultLoadDeadlineMs = 60_000;

/** Reads the config and the plugins and makes a host; nothing is loaded before `start`, `ensure` or a call. */
export async function createHost<
  Contracts extends ContractMap = GatewayContracts,
  Hooks extends HookMap = GatewayHooks,
>(options: HostOptions<Contracts, Hooks> = {}): Promise<Host<Contracts, Hooks>> {
  const sdk = options.sdk ?? (gatewaySdk as unknown as Sdk<Contracts, Hooks>);
  const { callDeadlineMs = defaultCallDeadlineMs, loadDeadlineMs = defaultLoadDeadlineMs, log = () => {} } = options;
  const controlPlane = await readControlPlane({ ...options, sdk });
  const diagnostics = createDiagnosticStream(controlPlane.checks.redactor.diagnostic);
  const { report } = diagnostics;
  controlPlane.diagnostics.forEach(report);

  const services = options.services === "leave" ? idleServices : createServiceRunner(report);
  const loads: Loads = createLoads({
    controlPlane,
    services,
    report,
    log,
    loadDeadlineMs,
    runtime: () => runtime,
    use: (consumer, reference) => createApiClient(consumer, reference, apis),
    emit: (hook, event) => emit(hook, event),
  });
  const resolve = createResolver({ registry: () => loads.registry, load: loads.load });
  const apis: ApiClientOptions = {
    contract: controlPlane.vocabulary.byKind.get(publishedApi.kind),
    registry: () => loads.registry,
    resolve,
    decisions: controlPlane.plugins.map(({ decision }) => decision),
    failures: () => loads.failures,
    deadlineMs: callDeadlineMs,
  };
  const order = controlPlane.loaded.config.plugins?.order ?? {};
  const runtime: Runtime<Contracts> = createRuntime(sdk.contracts, {
    providerIds(contract, operation) {
      const holder = holderFor(contract, operation, controlPlane.slots);
      const owned = loads.registry.list(contract);
      const fit = holder === undefined ? owned : owned.filter(({ plugin }) => foldId(plugin) === holder);
      return providerOrder(contract, fit, order);
    },
    resolve,
    deadlineMs: callDeadlineMs,
  });
  const ownHooks = customHooksOf(controlPlane.order);
  const hooks = hookRunner<Hooks>(controlPlane, ownHooks, loads, report);
  const prepareHook = hookPreparer(loads);
  const emit = createEmitter(ownHooks, hooks, prepareHook);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= loads.unloadAll());
  return {
    controlPlane,
    diagnostics,
    runtime,
    get registry() {
      return loads.registry;
    },
    get services() {
      return services.running;
    },
    hooks,
    start: () => startHost(controlPlane, loads),
    ensure: (trigger) => loads.ensure(trigger),
    load: loads.load,
    prepareHook,
    emit,
    resolve: resolve as Host["resolve"],
    async call(provider, operation, request, bounds = {}) {
      const within = { ...bounds, deadlineMs: bounds.deadlineMs ?? callDeadlineMs };
      return (await invokeOperation(provider as ReadyProvider, operation, request, within)) as never;
    },
    failureOf: (plugin) => loads.failures.get(foldId(plugin)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function hookRunner<Hooks extends HookMap>(
  { vocabulary, loaded, order }: ControlPlane,
  ownHooks: ReturnType<typeof customHooksOf>,
  loads: Loads,
  report: Report,
): HookRunner<Hooks> {
  const entries = new Map(
    Object.entries(loaded.config.plugins?.entries ?? {}).map(([id, entry]) => [foldId(id), entry]),
  );
  const deadlines = new Map(order.map(({ id }) => [id, entries.get(foldId(id))?.deadlineMs]));
  return createHookRunner<Hooks>({
    handlers: (hook) => loads.registry.handlers(hook),
    definition: (hook) => (vocabulary.hooks.get(hook) ?? ownHooks.get(hook)) as Hooks[string],
    deadlineOf: (plugin) => deadlines.get(plugin),
    report,
  });
}

/** Loads the owners of each hook once; asking again costs a lookup. */
function hookPreparer(loads: Loads): (hook: string) => Promise<void> {
  const prepared = new Map<string, Promise<void>>();
  return (name) => {
    const known = prepared.get(name) ?? loads.ensure({ kind: "hook", name }).then(() => undefined);
    prepared.set(name, known);
    return known;
  };
}

async function startHost(controlPlane: ControlPlane, loads: Loads): Promise<StartupReport> {
  const start = performance.now();
  await loads.ensure(startup, requiredPlugins(controlPlane));
  assertRequired(controlPlane, loads.registry, loads.failures);
  return startupReport(controlPlane, loads.registry, loads.failures, performance.now() - start);
}
