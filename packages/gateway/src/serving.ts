import type { CallOptions, CallScope, ChannelScope } from "@mortise/sdk";
import type { Host, LogSink } from "@mortise/core";
import type { Changes } from "./changes/changes.js";
import type { ConfiguredChannels } from "./channels/configure.js";
import type { GatewaySettings } from "./config/settings.js";
import type { TokenCheck } from "./config/token.js";
import type { Emissions } from "./emissions.js";
import type { Telemetry } from "./telemetry/telemetry.js";

/** What serving needs of a host: to look at plugins and to call them, not to change what runs. */
export type ServingHost = Pick<
  Host,
  | "controlPlane"
  | "diagnostics"
  | "services"
  | "registry"
  | "runtime"
  | "hooks"
  | "prepareHook"
  | "resolve"
  | "call"
  | "ensure"
  | "failureOf"
  | "breakersOf"
  | "counters"
> & {
  /** Loads plugins by id. */
  load(plugins: readonly string[]): Promise<unknown>;
};

/** What serving a request needs. */
export interface Serving {
  readonly host: ServingHost;
  /** As they are now. */
  readonly settings: GatewaySettings;
  readonly token: TokenCheck;
  readonly emissions: Emissions;
  readonly telemetry: Telemetry;
  readonly log: LogSink;
  readonly channels: ConfiguredChannels;
  /** Changes what runs. */
  readonly changes: Changes;
  /** When the gateway was made, in seconds since 1970: what OpenAI's format calls `created` of a model. */
  readonly madeAt: number;
}

/** What every call of a plugin's function is told of the request that it is made for. */
export type RequestScope = CallScope & Pick<CallOptions, "emit" | "ask">;

/** What serving one request needs: its host keeps to one generation, and tells plugins of the request. */
export interface RequestServing extends Serving {
  /** The same, with more to tell. */
  about(scope: RequestScope): RequestServing;
}

/** One request on its way. */
export interface Exchange {
  /** In every log line and hook of this request, and in the header `x-request-id`. */
  readonly requestId: string;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** Where the message came from, as the gateway knows it; absent over HTTP. */
  readonly scope?: ChannelScope;
}
