import type { Host, LogSink } from "@mortise/core";
import type { GatewaySettings } from "./config/settings.js";
import type { Emissions } from "./emissions.js";

/** What serving a request needs. */
export interface Serving {
  readonly host: Host;
  readonly settings: GatewaySettings;
  readonly emissions: Emissions;
  readonly log: LogSink;
  /** When the gateway was made, in seconds since 1970: what OpenAI's format calls `created` of a model. */
  readonly madeAt: number;
}

/** One request on its way. */
export interface Exchange {
  /** In every log line and hook of this request, and in the header `x-request-id`. */
  readonly requestId: string;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
}
