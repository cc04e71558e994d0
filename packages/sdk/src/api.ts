import type { CallContext, CallOptions } from "./context.js";
import type { Contract, ContractMap, RegistrationOf } from "./contract.js";
import type { GatewayContracts } from "./gateway-contracts.js";
import type { ApiClient, ApiMethods } from "./surfaces/published-api.js";
import type { PluginStorage } from "./storage.js";
import type { GatewayHooks } from "./gateway-hooks.js";
import type { OperationName } from "./operation.js";
import type { HookHandler, HookMap, HookOptions } from "./hook.js";

/** Ends something that was begun. Calling it again does nothing. */
export interface Handle {
  dispose(): void;
}

/** One registration: it can be taken back, and left out for a while. Each is a change that callers see at once, whole. */
export interface RegistrationHandle extends Handle {
  /** Nobody is given it until it is enabled again; what owns its id stays owned. */
  disable(): void;
  enable(): void;
}

/** A plugin's own log; every line carries the plugin's id and passes the redactor. */
export interface PluginLogger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Text;

type WithCallOptions<Operation> = Operation extends (request: infer Request, context: CallContext) => infer Result
  ? (request: Request, options?: CallOptions) => Result
  : never;

type Callable<Value> = {
  readonly [
    Name in keyof Value as Exclude<Value[Name], undefined> extends (...args: never[]) => unknown ? Name : never
  ]-?: WithCallOptions<Exclude<Value[Name], undefined>>;
};

/**
 * A capability's operations as a consumer calls them; which provider answers is the host's business. Functions of a
 * member stand under it: `runtime.channel.outbound.send(message)`.
 */
export type CapabilityRuntime<Value> = Callable<Value> & {
  readonly [
    Name in keyof Value as OperationName<Value> extends infer Operation
      ? Operation extends `${Name & string}.${string}`
        ? Name
        : never
      : never
  ]-?: Callable<Exclude<Value[Name], undefined>>;
};

/** Every capability by its kind in camel case: `runtime.speech.synthesize(request)`. Consumers never touch a vendor. */
export type Runtime<Contracts extends ContractMap = GatewayContracts> = {
  readonly [
    Method in keyof Contracts as Contracts[Method] extends Contract<infer Kind>
      ? Contracts[Method]["category"] extends "surface"
        ? never
        : CamelCase<Kind>
      : never
  ]: CapabilityRuntime<RegistrationOf<Contracts[Method]>>;
};

/** One `registerX` for each contract of the list; keeps the doc comments and definitions of the list's entries. */
export type RegisterMethods<Contracts extends ContractMap> = {
  readonly [Method in keyof Contracts]: (registration: RegistrationOf<Contracts[Method]>) => RegistrationHandle;
};

/** The members of `api` that do not depend on the list of contracts. Each is an own property and needs no `this`. */
export interface PluginApiBase<Config, Contracts extends ContractMap, Hooks extends HookMap> {
  /** The plugin's id, from its manifest. */
  readonly id: string;
  /** The plugin's config: validated, defaults in place, secrets resolved, frozen. */
  readonly config: Config;
  readonly logger: PluginLogger;
  /** The other plugins' capabilities, by contract. Nothing is loaded until one is called. */
  readonly runtime: Runtime<Contracts>;
  /** The plugin's own key-value space: durable, and safe for several processes. */
  readonly storage: PluginStorage;
  /** Aborted when the plugin is unloaded, or when loading it fails. */
  readonly signal: AbortSignal;
  /** Runs when the plugin is unloaded, last registered first. */
  onDispose(dispose: () => void | Promise<void>): void;
  /** A timeout that unloading clears. */
  setTimeout(run: () => void, milliseconds: number): Handle;
  /** An interval that unloading clears. */
  setInterval(run: () => void, milliseconds: number): Handle;
  /** An absolute path within the plugin's folder; throws when the path leads out of it. */
  resolvePath(path: string): string;
  /**
   * Registers more while the plugin runs: `change` is called at once with what registers, and all that it registers is
   * there for callers together, or, where it throws, nothing of it. Throws what `change` throws, and with a code where
   * something is malformed or the plugin is not loaded any more.
   */
  update(change: (draft: Registering<Config, Contracts, Hooks>) => void): void;
  /** Registers under any contract, the application's own included. */
  provide<Value>(contract: Contract<string, Value>, registration: Value): RegistrationHandle;
  /**
   * Another plugin's API by `name@range`, for example `orders@^1.2`. Nothing is loaded until a method is called, and the
   * owner may come and go: `state()` says whether it is there.
   */
  use<Methods extends ApiMethods = ApiMethods>(reference: string): ApiClient<Methods>;
  /**
   * Calls a hook of the plugin's own, which its manifest declares under `customHooks`; resolves to what the handlers
   * made of it. Throws where the plugin declares no such hook.
   */
  emit(hook: `${string}:${string}`, event: unknown): Promise<unknown>;
  /** Listens to a hook that another plugin declares, `plugin-id:name`. */
  on(
    hook: `${string}:${string}`,
    handler: (event: unknown, context: CallContext<Config>) => unknown,
    options?: HookOptions,
  ): RegistrationHandle;
  /** Listens to a hook. */
  on<Name extends keyof Hooks & string>(
    hook: Name,
    handler: HookHandler<Hooks[Name], Config>,
    options?: HookOptions,
  ): RegistrationHandle;
}

/** The members of `api` that register something. */
export type Registering<Config, Contracts extends ContractMap, Hooks extends HookMap> = Pick<
  PluginApiBase<Config, Contracts, Hooks>,
  "provide" | "on"
> &
  RegisterMethods<Contracts>;

/**
 * What `register(api)` is given. Derived from the list of contracts: `registerSpeechProvider` exists, typed, because
 * `speech` is in the list.
 */
export type PluginApi<
  Config = Readonly<Record<string, unknown>>,
  Contracts extends ContractMap = GatewayContracts,
  Hooks extends HookMap = GatewayHooks,
> = PluginApiBase<Config, Contracts, Hooks> & RegisterMethods<Contracts>;
