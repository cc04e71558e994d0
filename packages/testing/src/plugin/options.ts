import type { PluginShape } from "@mortise/core";
import type { ContractMap, GatewayContracts, GatewayHooks, HookMap, RegistrationOf } from "@mortise/sdk";
import type { ConformanceOptions } from "../conformance/checks.js";
import type { TestHostOptions } from "../test-host.js";

/** By kind of capability: how its providers are tried, or, as text, why they are not. */
export type PluginConformance<Contracts extends ContractMap = GatewayContracts> = {
  readonly [Each in Contracts[keyof Contracts] as Each["kind"]]?: ConformanceOptions<RegistrationOf<Each>> | string;
};

/** What a plugin is loaded with, and what is known of it. An application with contracts of its own gives its `sdk`. */
export interface PluginTestOptions<
  Contracts extends ContractMap = GatewayContracts,
  Hooks extends HookMap = GatewayHooks,
> extends Pick<TestHostOptions<Contracts, Hooks>, "sdk" | "env" | "formats" | "development"> {
  /** The plugin's config, such as a key and the address of a server of the test. */
  readonly config?: object;
  /** Folders of other plugins that it requires, as file URLs or paths. */
  readonly beside?: readonly (string | URL)[];
  /** Config of those, by id. */
  readonly besideConfig?: Readonly<Record<string, object>>;
  /** What it declares and does not register with this config, as `kind:id`. */
  readonly absent?: readonly string[];
  /** The shape that it is to have; what follows from its manifest unless given. */
  readonly shape?: PluginShape;
  /**
   * How its providers are tried, by kind. One of a plugin that takes a secret is not tried without it: its calls could
   * reach the vendor.
   */
  readonly conformance?: PluginConformance<Contracts>;
  /** How long something that ends slowly at unload is waited for, in milliseconds; 2 seconds unless given. */
  readonly waitMs?: number;
}

/** The options of a plugin's suite, whatever the contracts are. */
export type AnyPluginTestOptions = PluginTestOptions<ContractMap, HookMap>;
