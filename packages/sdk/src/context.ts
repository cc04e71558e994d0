/** What a plugin's function is given with each call. */
export interface CallContext {
  /** Aborted when the caller goes away or the deadline passes. Hand it on to whatever waits. */
  readonly signal: AbortSignal;
  /** How long the call may take from its start, in milliseconds; absent where nothing bounds it. */
  readonly deadlineMs?: number;
  /** Names the request this call belongs to, where there is one; the same in every log line of it. */
  readonly requestId?: string;
}

/** Options of a call through `api.runtime` or `host.runtime`. */
export interface CallOptions {
  /** Ask this provider and no other. Without it: the configured order, then the catalogue's. */
  readonly provider?: string;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
  /** How long each attempt may take, in milliseconds. */
  readonly deadlineMs?: number;
  /** Names the request this call belongs to. */
  readonly requestId?: string;
}

/** A value that JSON can carry. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** How much a call used, where the vendor reports it; counts of tokens. */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}
