/** A request as traces know it. */
export interface TracedRequest {
  /** The parent of every call that is made for the request is found by it. */
  readonly requestId: string;
  /** What the trace calls it until it is known better; few different ones. */
  readonly name: string;
  readonly attributes: Attributes;
  /** May say which trace the request is part of, as the application's propagator reads it. */
  readonly headers?: Headers;
}

/** What is said of a request or a call besides its name. */
export type Attributes = Readonly<Record<string, string | number | readonly string[]>>;

/** How a request was answered. */
export interface TracedAnswer {
  readonly name?: string;
  readonly attributes?: Attributes;
  /** Why it failed, where that is the gateway's or a plugin's fault. */
  readonly error?: unknown;
}

/** Where requests, and the calls of plugins that they bring about, are traced. */
export interface Telemetry {
  /** A request begins; what it gives is to be called when the whole answer has been sent. Nothing where nobody traces. */
  begin(request: TracedRequest): ((answer: TracedAnswer) => void) | undefined;
  /** Traces nothing any more. */
  close(): void;
}
