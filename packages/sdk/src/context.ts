/** Who a call is made for, as far as the application knows. */
export interface CallUser {
  readonly id: string;
  readonly name?: string;
  readonly roles?: readonly string[];
}

/** The conversation that a call belongs to. */
export interface CallSession {
  readonly id: string;
  /** Names the conversation across sessions. */
  readonly key?: string;
  readonly agentId?: string;
}

/** The request that brought a call about, without its body. */
export interface CallRequest {
  /** In capitals. */
  readonly method: string;
  readonly url: string;
  /** By lower-case name; those that carry credentials are left out. */
  readonly headers: { readonly [name: string]: string };
}

/** A file that came with a request. */
export interface CallFile {
  readonly name: string;
  /** Such as `image/png`. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Something to tell the caller while a call runs: what it is, and what there is to say. */
export interface CallEvent {
  /** `status`, `message`, `citation`, `notification`, or a plugin's own. */
  readonly type: string;
  readonly data?: JsonValue;
}

/** A question to the person for whom a call is made. */
export interface CallQuestion {
  readonly message: string;
  /** `confirm` is answered with a boolean, `text` with text, `choice` with one of `choices`. */
  readonly kind: "confirm" | "text" | "choice";
  readonly choices?: readonly string[];
}

/** What a call is about: given by whoever makes it, handed to each function that it reaches. */
export interface CallScope {
  /** Names the request this call belongs to, where there is one; the same in every log line of it. */
  readonly requestId?: string;
  readonly user?: CallUser;
  readonly session?: CallSession;
  readonly request?: CallRequest;
  readonly files?: readonly CallFile[];
}

/**
 * What a plugin's function is given with each call. A function that wants its config typed says so:
 * `context: CallContext<Static<typeof config>>`.
 */
export interface CallContext<
  Config = Readonly<Record<string, unknown>>,
  UserConfig = Readonly<Record<string, unknown>>,
> extends CallScope {
  /**
   * Aborted when the caller goes away or the deadline passes. Hand it on to whatever waits. Made when it is first read;
   * handlers of one hook that are called one after the other may share it.
   */
  readonly signal: AbortSignal;
  /** How long the call may take from its start, in milliseconds; absent where nothing bounds it. */
  readonly deadlineMs?: number;
  /** The plugin's config as it is now; `api.config` is what it was at `register`. Frozen. */
  readonly config: Config;
  /** What the user of this call set, as `userConfigSchema` says, defaults in place. Frozen, and this call's alone. */
  readonly userConfig: UserConfig;
  /** Tells the caller something while the call runs; nothing happens where nobody listens. */
  emit(event: CallEvent): void;
  /** Asks the user and waits for the answer. Rejects with `unsupported` where nobody can be asked, with `aborted`. */
  ask(question: CallQuestion): Promise<JsonValue>;
}

/** Options of a call through `api.runtime` or `host.runtime`. */
export interface CallOptions extends CallScope {
  /** Ask this provider and no other. Without it: the configured order, then the catalogue's. */
  readonly provider?: string;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
  /** How long the call may take, loading and all attempts together, in milliseconds. Each attempt has the host's bound too. */
  readonly deadlineMs?: number;
  /** Hears what the functions that are called have to tell. */
  readonly emit?: (event: CallEvent) => void;
  /** Answers what they ask. */
  readonly ask?: (question: CallQuestion, signal: AbortSignal) => Promise<JsonValue>;
}

/** A value that JSON can carry. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * How much a call used, as the vendor counted it; what the vendor did not tell is absent, and nothing is guessed. In
 * streams it stands in the last piece.
 */
export interface Usage {
  /** Tokens that were read. */
  readonly inputTokens?: number;
  /** Tokens that were written. */
  readonly outputTokens?: number;
  /** Characters of text that were spoken or read. */
  readonly characters?: number;
  /** Seconds of audio or video that were heard, watched or made; may be a fraction. */
  readonly seconds?: number;
  /** Images that were made or looked at. */
  readonly images?: number;
  /** Searches, pages or other requests that the vendor counts one by one. */
  readonly requests?: number;
  /** Units of the vendor's own that it took from the account; may be a fraction. */
  readonly credits?: number;
  /** What the vendor charged, in US dollars. */
  readonly costUsd?: number;
}
