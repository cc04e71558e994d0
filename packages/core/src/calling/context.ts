import {
  CapabilityError,
  type CallContext,
  type CallFile,
  type CallOptions,
  type CallQuestion,
  type CallRequest,
  type CallSession,
  type CallUser,
  type JsonValue,
} from "@mortise/sdk";
import type { InstanceUse } from "../loading/instance-use.js";
import { abortError } from "./call-errors.js";

/** How one call of a plugin's function is bounded, and what it is about. */
export type CallBounds = Omit<CallOptions, "provider">;

/** Bounds of one emission; each handler has its own deadline. */
export type HookBounds = Omit<CallBounds, "deadlineMs">;

/** Whoever makes a call and gives the function its context. */
export interface ContextOwner {
  readonly bounds: HookBounds;
  /** The controller of a context whose signal is read for the first time. */
  openController(): AbortController;
}

/** What is called: whose it is, and how long it may take. */
export interface ContextTarget {
  readonly use: InstanceUse;
  /** In milliseconds; 0: for ever. */
  readonly deadlineMs: number;
}

// Not `-?`: in the eyes of an importer without exactOptionalPropertyTypes it would take `undefined` out again.
type Members = { readonly [Name in keyof Required<CallContext>]: CallContext[Name] | undefined };
type Config = Readonly<Record<string, unknown>>;

const noConfig: Config = Object.freeze({});
const ignore = (): void => {};

const owner: unique symbol = Symbol("owner");
const target: unique symbol = Symbol("target");

// Symbols instead of private members, because those cost an emission of ten handlers an eighth of its time.
const rest: unique symbol = Symbol("rest");

/** What few contexts have: one is made for each handler of each emission, so it must be small. */
interface Rest {
  controller?: AbortController;
  userConfig?: Config;
}

/**
 * What a plugin's function is given. Every member is made when it is read, since most functions read few, and needs no
 * `this`.
 */
export class Context implements Members {
  private readonly [owner]: ContextOwner;
  private readonly [target]: ContextTarget;
  private [rest]: Rest | undefined;

  constructor(given: ContextOwner, called: ContextTarget) {
    this[owner] = given;
    this[target] = called;
    this[rest] = undefined;
  }

  /** Ends what the function began; its signal is aborted also when it reads that later. */
  static abort(context: Context, reason: unknown): void {
    const more = (context[rest] ??= {});
    (more.controller ??= new AbortController()).abort(reason);
  }

  static setUserConfig(context: Context, config: unknown): void {
    (context[rest] ??= {}).userConfig = (config ?? noConfig) as Config;
  }

  get signal(): AbortSignal {
    const more = (this[rest] ??= {});
    return (more.controller ??= this[owner].openController()).signal;
  }

  get deadlineMs(): number | undefined {
    const { deadlineMs } = this[target];
    return deadlineMs === 0 ? undefined : deadlineMs;
  }

  get config(): Config {
    return this[target].use.config;
  }

  get userConfig(): Config {
    return this[rest]?.userConfig ?? noConfig;
  }

  get requestId(): string | undefined {
    return this[owner].bounds.requestId;
  }

  get user(): CallUser | undefined {
    return this[owner].bounds.user;
  }

  get session(): CallSession | undefined {
    return this[owner].bounds.session;
  }

  get request(): CallRequest | undefined {
    return this[owner].bounds.request;
  }

  get files(): readonly CallFile[] | undefined {
    return this[owner].bounds.files;
  }

  get emit(): CallContext["emit"] {
    return this[owner].bounds.emit ?? ignore;
  }

  get ask(): CallContext["ask"] {
    return (question) => askUser(question, this[owner].bounds.ask, this);
  }
}

async function askUser(
  question: CallQuestion,
  ask: CallBounds["ask"],
  { signal }: { readonly signal: AbortSignal },
): Promise<JsonValue> {
  if (ask === undefined) throw new CapabilityError("there is nobody who can be asked", { code: "unsupported" });
  let stop = ignore;
  const gone = new Promise<never>((_, reject) => {
    stop = () => reject(abortError("the question", signal.reason));
  });
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([gone, signal.aborted ? gone : ask(question, signal)]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
