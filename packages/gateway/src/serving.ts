import type { ChannelScope } from "@mortise/sdk";
import type { Host, LogSink } from "@mortise/core";
import type { ConfiguredChannels } from "./channels/configure.js";
import type { GatewaySettings } from "./config/settings.js";
import type { TokenCheck } from "./config/token.js";
import type { Emissions } from "./emissions.js";

/** What serving a request needs. */
export interface Serving {
  readonly host: Host;
  readonly settings: GatewaySettings;
  readonly token: TokenCheck;
  readonly emissions: Emissions;
  readonly log: LogSink;
  readonly channels: ConfiguredChannels;
  /** When the gateway was made, in seconds since 1970: what OpenAI's format calls `created` of a model. */
  readonly madeAt: number;
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
