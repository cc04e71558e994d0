import {
  type AnswerOf,
  type CallUser,
  type Contract,
  type ContractMap,
  type HookDefinition,
  type HookMap,
  type OperationName,
  type Runtime,
  type Sdk,
} from "@mortise/sdk";
import type { Calling } from "./calling/calling.js";
import type { CallBounds } from "./calling/context.js";
import type { MissingHandler } from "./calling/gate.js";
import { createHookRunner, type HookRunner } from "./calling/hooks.js";
import { createEmitter } from "./calling/own-hooks.js";
import { createInvoker, type Invoke } from "./calling/invoke.js";
import { createResolver, providerOrder, type ReadyProvider, type ResolveProvider } from "./calling/provider.js";
import type { Recorder } from "./calling/recorder.js";
import { createRuntime } from "./calling/runtime.js";
import { foldId } from "./catalog/candidate.js";
import { customHooksOf } from "./catalog/custom-hooks.js";
import { callPolicy, type CallPolicy } from "./config/call-policy.js";
import type { ControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { InstanceUse } from "./loading/instance-use.js";
import type { OnLoadRun } from "./loading/load-batch.js";
import type { HookRegistration, Registration } from "./loading/registration.js";
import { missingHandlers } from "./missing-handlers.js";
import { createUse, type PluginCalls } from "./plugin-calls.js";
import type { Registry } from "./registry/registry.js";
import { holderFor } from "./registry/slots.js";

/** Something registered, ready to be called. */
export interface ResolvedProvider<Value> {
  readonly id: string;
  readonly plugin: string;
  readonly value: Value;
  readonly registration: Registration;
}

/** The ways to call what plugins registered. */
export interface Calls<Contracts extends ContractMap, Hooks extends HookMap> {
  /** Who owns what. */
  readonly registry: Registry;
  /** Every capability's operations; the owner is loaded when it is first called. */
  readonly runtime: Runtime<Contracts>;
  /** The runners of hooks. `prepareHook` loads a hook's owners first. */
  readonly hooks: HookRunner<Hooks>;
  /**
   * Loads a hook's owners; to be awaited before the hook is run. With the event, those whose manifest says that they do
   * not want such a one are left alone (`provides.hooks`, `filter`).
   */
  prepareHook(hook: keyof Hooks & string, event?: unknown): Promise<void>;
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
}

/** Where calls find what is registered. */
export interface CallSource {
  /** The generation that is called. */
  registry(): Registry;
  /** Where that generation stands. */
  readonly now: { readonly registry: Registry };
  /** Loads plugins by id. Rejects when the host is closed, and where `asker`, the `onLoad` that asks, would wait for itself. */
  load(plugins: readonly string[], asker?: OnLoadRun): Promise<void>;
  /** Loads a hook's owners. Rejects as `load` does. */
  prepareHook(hook: string, event?: unknown, asker?: OnLoadRun): Promise<void>;
}

/** What calls need of the host, whichever generation they see. */
export interface CallSetting<Contracts extends ContractMap, Hooks extends HookMap> {
  readonly sdk: Sdk<Contracts, Hooks>;
  controlPlane(): ControlPlane;
  failures(): ReadonlyMap<string, readonly Diagnostic[]>;
  readonly report: (diagnostic: Diagnostic) => void;
  readonly recorder: Recorder;
  userConfigOf(use: InstanceUse, user: CallUser): unknown;
  /** How long an operation may take unless the caller says otherwise, in milliseconds. */
  readonly deadlineMs: number;
}

/** What follows from a control plane for calls; worked out once for each. */
interface Prepared {
  readonly ownHooks: ReturnType<typeof customHooksOf>;
  readonly policy: CallPolicy;
}

const prepared = new WeakMap<ControlPlane, Prepared>();

function preparedFor(controlPlane: ControlPlane): Prepared {
  const known = prepared.get(controlPlane);
  if (known) return known;
  const made = { ownHooks: customHooksOf(controlPlane.order), policy: callPolicy(controlPlane.loaded.config) };
  prepared.set(controlPlane, made);
  return made;
}

/** What came of making calls. */
export interface MadeCalls<Contracts extends ContractMap, Hooks extends HookMap> {
  readonly calls: Calls<Contracts, Hooks>;
  readonly invoke: Invoke;
  /** How a plugin calls others; `onLoad`: its own, so that what is asked there does not wait for itself. */
  callsOf(onLoad: OnLoadRun | undefined): PluginCalls;
}

/** Makes the ways to call what a source has. */
export function createCalls<Contracts extends ContractMap, Hooks extends HookMap>(
  source: CallSource,
  setting: CallSetting<Contracts, Hooks>,
): MadeCalls<Contracts, Hooks> {
  const { sdk, deadlineMs, report, recorder, userConfigOf } = setting;
  let last: ControlPlane | undefined;
  let lastPrepared: Prepared | undefined;
  const now = (): Prepared => {
    const controlPlane = setting.controlPlane();
    if (controlPlane === last && lastPrepared !== undefined) return lastPrepared;
    last = controlPlane;
    return (lastPrepared = preparedFor(controlPlane));
  };
  const resolve = createResolver(source);
  const calling: Calling = {
    report,
    recorder,
    userConfigOf,
    get policy() {
      return now().policy;
    },
  };
  const invoke = createInvoker(withMembers(calling, { deadlineMs }));
  const hooks = createHookRunner<Hooks>(
    withMembers(calling, {
      handlers: handlersOf(source),
      definition: (hook: string): HookDefinition =>
        (setting.controlPlane().vocabulary.hooks.get(hook) ?? now().ownHooks.get(hook)) as HookDefinition,
      missingAt: (hook: string): readonly MissingHandler[] =>
        missingHandlers(hook, setting.controlPlane(), now().policy, setting.failures()),
    }),
  );
  const prepareHook = (hook: string, event?: unknown) => source.prepareHook(hook, event);
  const runtimeOver = (resolve: ResolveProvider): Runtime<Contracts> =>
    createRuntime(sdk.contracts, {
      providerIds: (contract, operation) => providerIds(contract, operation, source.registry(), setting.controlPlane()),
      resolve,
      invoke,
      deadlineMs,
    });
  const emitOver =
    (prepare: typeof prepareHook): PluginCalls["emit"] =>
    (hook, event) =>
      createEmitter(now().ownHooks, hooks, prepare)(hook, event);
  let made: Runtime<Contracts> | undefined;
  const { registry } = source;
  const { controlPlane, failures } = setting;
  const use = createUse({ controlPlane, failures, registry, resolve, invoke });
  const calls: Calls<Contracts, Hooks> = {
    get registry() {
      return source.registry();
    },
    get runtime() {
      return (made ??= runtimeOver(resolve));
    },
    hooks,
    prepareHook,
    emit: emitOver(prepareHook),
    resolve: resolve as Calls<Contracts, Hooks>["resolve"],
    async call(provider, operation, request, bounds = {}) {
      const { id, registration } = provider as ReadyProvider;
      // Whoever found it long ago means what is there now.
      const found = registration.use.isOver ? await resolve(registration.contract, id) : undefined;
      return (await invoke(found ?? (provider as ReadyProvider), operation, request, bounds)) as never;
    },
  };
  return {
    calls,
    invoke,
    callsOf(onLoad) {
      if (!onLoad) return { runtime: calls.runtime, use, emit: calls.emit };
      const asking = createResolver({ registry: source.registry, load: (plugins) => source.load(plugins, onLoad) });
      const emit = emitOver((hook, event) => source.prepareHook(hook, event, onLoad));
      return {
        runtime: runtimeOver(asking),
        use: createUse({ controlPlane, failures, registry, resolve: asking, invoke }),
        emit,
      };
    },
  };
}

/** The handlers of a hook, looked up once for each generation: most emissions are of hooks that nobody listens to. */
function handlersOf({ now: place }: CallSource): (hook: string) => readonly HookRegistration[] {
  let seen = place.registry;
  let known = new Map<string, readonly HookRegistration[]>();
  return (hook) => {
    const now = place.registry;
    if (now !== seen) {
      seen = now;
      known = new Map();
    }
    const found = known.get(hook);
    if (found !== undefined) return found;
    const handlers = now.handlers(hook);
    known.set(hook, handlers);
    return handlers;
  };
}

/** The same object with further members; what is read anew each time stays so. */
export function withMembers<Base extends object, More extends object>(base: Base, more: More): Base & More {
  const all = { ...Object.getOwnPropertyDescriptors(base), ...Object.getOwnPropertyDescriptors(more) };
  return Object.defineProperties({}, all) as Base & More;
}

function providerIds(
  contract: Contract,
  operation: string,
  registry: Registry,
  { slots, loaded }: ControlPlane,
): readonly string[] {
  const holder = holderFor(contract, operation, slots);
  const owned = registry.list(contract);
  const fit = holder === undefined ? owned : owned.filter(({ plugin }) => foldId(plugin) === holder);
  return providerOrder(contract, fit, loaded.config.plugins?.order ?? {});
}
