import type { Static, TSchema } from "typebox";
import type { PluginApi } from "./api.js";
import type { Contract, ContractMap } from "./contract.js";
import { gatewayContracts, type GatewayContracts } from "./gateway-contracts.js";
import { gatewayResources } from "./gateway-resources.js";
import { gatewayHooks, type GatewayHooks } from "./gateway-hooks.js";
import type { HookMap } from "./hook.js";

/**
 * The version of the API that this package describes: what a manifest's `engines.mortise` is held against. It changes
 * with the contract between plugins and core, not with packages.
 */
export const apiVersion = "1.0.0";

/** What a plugin module exports as its default. */
export interface Plugin<
  Config = Readonly<Record<string, unknown>>,
  Contracts extends ContractMap = GatewayContracts,
  Hooks extends HookMap = GatewayHooks,
> {
  /** The same id as in the manifest. */
  readonly id: string;
  /** The TypeBox schema that the manifest's `configSchema` is written from. */
  readonly config?: TSchema;
  /** The TypeBox schema that the manifest's `userConfigSchema` is written from. */
  readonly userConfig?: TSchema;
  /**
   * Registers everything the plugin brings. Synchronous, and run once per load: a throw or a promise fails the plugin,
   * and nothing of it stays.
   */
  register(api: PluginApi<Config, Contracts, Hooks>): void;
  /**
   * Called after `register` and before anybody is given what was registered; a throw, a rejection, or more than the load
   * deadline, fails the plugin. What takes time before a plugin can answer belongs here: a connection, a first fetch.
   */
  onLoad?(api: PluginApi<Config, Contracts, Hooks>): void | Promise<void>;
  /** Called when the plugin is unloaded, before what it registered is disposed; `api` still works. */
  onUnload?(api: PluginApi<Config, Contracts, Hooks>): void | Promise<void>;
  /**
   * Called when config changed while the plugin is loaded: its own (`self`), or a scope of the application's that the
   * manifest names in `configSubscriptions`. A plugin without it, or one that throws or gives false, is loaded anew
   * instead. `version` counts changes from 1.
   */
  onConfigUpdate?(scope: string, config: unknown, version: number): void | boolean | Promise<void | boolean>;
}

/** What a plugin may do besides registering. */
type Lifecycle<Config, Contracts extends ContractMap, Hooks extends HookMap> = Pick<
  Plugin<Config, Contracts, Hooks>,
  "onLoad" | "onUnload" | "onConfigUpdate"
>;

/** Makes a plugin; infers the type of `api.config` from `config`. */
export interface DefinePlugin<Contracts extends ContractMap, Hooks extends HookMap> {
  <const Schema extends TSchema, Config = Static<Schema>>(
    definition: {
      readonly id: string;
      readonly config: Schema;
      readonly userConfig?: TSchema;
      register(api: PluginApi<Config, Contracts, Hooks>): void;
    } & Lifecycle<Config, Contracts, Hooks>,
  ): Plugin<Config, Contracts, Hooks>;
  (
    definition: Plugin<Readonly<Record<string, unknown>>, Contracts, Hooks>,
  ): Plugin<Readonly<Record<string, unknown>>, Contracts, Hooks>;
}

/** What a host and its plugins agree on: the contracts and the hooks. */
export interface Sdk<Contracts extends ContractMap = ContractMap, Hooks extends HookMap = HookMap> {
  readonly contracts: Contracts;
  readonly hooks: Hooks;
  /** What manifests bring without code. */
  readonly resources: readonly Contract[];
  readonly definePlugin: DefinePlugin<Contracts, Hooks>;
}

/**
 * Makes an SDK of an application's own list of contracts and hooks:
 *
 * ```ts
 * export const sdk = defineSdk({ ...gatewayContracts, registerOcrProvider: ocr });
 * export const { definePlugin } = sdk;
 * ```
 */
export function defineSdk<const Contracts extends ContractMap, const Hooks extends HookMap = GatewayHooks>(
  contracts: Contracts,
  hooks?: Hooks,
  resources: readonly Contract[] = gatewayResources,
): Sdk<Contracts, Hooks> {
  const define = (definition: unknown): unknown => definition;
  return {
    contracts,
    hooks: hooks ?? (gatewayHooks as HookMap as Hooks),
    resources,
    definePlugin: define as DefinePlugin<Contracts, Hooks>,
  };
}

/** The reference gateway's contracts and hooks. */
export const gatewaySdk: Sdk<GatewayContracts, GatewayHooks> = defineSdk(gatewayContracts, gatewayHooks);

/** Makes a plugin for the reference gateway's contracts. */
export const definePlugin: DefinePlugin<GatewayContracts, GatewayHooks> = gatewaySdk.definePlugin;
