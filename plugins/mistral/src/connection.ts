import { setTimeout as sleep } from "node:timers/promises";
import { CapabilityError } from "@mortise/sdk";
import type { Mistral } from "@mistralai/mistralai";
import { defaults, type Config } from "./config.js";
import { toCapabilityError } from "./errors.js";

/** One call of the vendor, which may be tried several times, each with a client of its own. */
type VendorCall<Result> = (client: Mistral) => Promise<Result>;

/** The way to the vendor. */
export interface Connection {
  /**
   * Calls the vendor, and again where it makes sense. Throws `CapabilityError` only. The client's package is imported by
   * the first call, so that loading the plugin costs nothing.
   */
  call<Result>(signal: AbortSignal, work: VendorCall<Result>): Promise<Result>;
  /** What went wrong outside of `call`, while a stream is read. */
  failure(thrown: unknown, signal: AbortSignal): CapabilityError;
}

/** Connects to the vendor, lazily. */
export function connect(config: Config): Connection {
  const maxRetries = config.maxRetries ?? defaults.maxRetries;
  const failure: Connection["failure"] = (thrown, signal) => toCapabilityError(thrown, signal, config.apiKey);
  return {
    failure,
    async call(signal, work) {
      for (let retries = 0; ; retries++) {
        try {
          return await attempt(config, signal, work);
        } catch (thrown) {
          const error = failure(thrown, signal);
          const wait = retries < maxRetries ? waitBeforeRetry(error, retries) : undefined;
          if (wait === undefined) throw error;
          await sleep(wait, undefined, { signal }).catch((aborted: unknown) =>
            Promise.reject(failure(aborted, signal)),
          );
        }
      }
    },
  };
}

async function attempt<Result>(config: Config, signal: AbortSignal, work: VendorCall<Result>): Promise<Result> {
  signal.throwIfAborted();
  const vendor = await import("@mistralai/mistralai");
  const late = new CapabilityError("Mistral did not answer in time.", { code: "timeout" });
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(late), config.timeoutMs ?? defaults.timeoutMs);
  try {
    return await work(createClient(vendor, config, AbortSignal.any([signal, timeout.signal])));
  } catch (thrown) {
    throw timeout.signal.aborted ? late : thrown;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A client for one attempt; making one takes microseconds. The signal is given to `fetch` itself: handed to the client it
 * goes through copies of a `Request` that hold it weakly, and after a garbage collection an abort no longer arrives.
 */
function createClient(vendor: typeof import("@mistralai/mistralai"), config: Config, signal: AbortSignal): Mistral {
  return new vendor.Mistral({
    apiKey: config.apiKey,
    serverURL: config.baseUrl ?? defaults.baseUrl,
    httpClient: new vendor.HTTPClient({ fetcher: (input, init) => fetch(input, { ...init, signal }) }),
  });
}

/** The longest `retry-after` that is waited out, in milliseconds; past it the caller is better served by the error. */
const longestWaitMs = 20_000;

/** In milliseconds; nothing where another try is of no use. The client itself cannot count how often it tries. */
function waitBeforeRetry({ code, retryAfterMs }: CapabilityError, retries: number): number | undefined {
  if (code !== "rate-limited" && code !== "unavailable") return undefined;
  const wait = retryAfterMs ?? 500 * 2 ** retries;
  return wait <= longestWaitMs ? wait : undefined;
}
