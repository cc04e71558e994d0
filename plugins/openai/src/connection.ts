import type { CapabilityError } from "@mortise/sdk";
import type OpenAI from "openai";
import { defaults, type Config } from "./config.js";
import { retryAfterMs, toCapabilityError } from "./errors.js";

/** The vendor's client as the plugin's providers share it. */
export interface Connection {
  /**
   * Calls the vendor and passes the signal on. Throws `CapabilityError` only. The client is imported by the first call,
   * so that loading the plugin costs nothing.
   */
  call<Result>(
    signal: AbortSignal,
    work: (client: OpenAI, options: { readonly signal: AbortSignal }) => Promise<Result>,
  ): Promise<Result>;
  /** What went wrong outside of `call`, while a stream is read. */
  failure(thrown: unknown, signal: AbortSignal): CapabilityError;
}

/** Connects to the vendor, lazily. */
export function connect(config: Config): Connection {
  let client: Promise<OpenAI> | undefined;
  const failure: Connection["failure"] = (thrown, signal) => toCapabilityError(thrown, signal, config.apiKey);
  return {
    failure,
    async call(signal, work) {
      try {
        signal.throwIfAborted();
        client ??= createClient(config);
        return await unlessAborted(work(await client, { signal }), signal);
      } catch (thrown) {
        throw failure(thrown, signal);
      }
    },
  };
}

async function createClient(config: Config): Promise<OpenAI> {
  const { OpenAI } = await import("openai");
  return new OpenAI({
    apiKey: config.apiKey,
    baseURL: config.baseUrl ?? defaults.baseUrl,
    timeout: config.timeoutMs ?? defaults.timeoutMs,
    maxRetries: config.maxRetries ?? defaults.maxRetries,
    // Left out, these would come from the environment, past the operator's config.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    logLevel: "off",
    fetch: fetchWithBoundedWait,
  });
}

/** The longest `retry-after` that is waited out, in milliseconds; past it the caller is better served by the error. */
const longestWaitMs = 20_000;

/** The client waits as long as `retry-after` says, even an hour; this header is its own way to be told not to. */
async function fetchWithBoundedWait(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if ((retryAfterMs(response.headers) ?? 0) <= longestWaitMs) return response;
  const headers = new Headers(response.headers);
  headers.set("x-should-retry", "false");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** The client does not look at the signal while it waits to try again. */
function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
