import type { ElevenLabsClient } from "@elevenlabs/elevenlabs-js";
import { defaults, type Config } from "./config.js";
import { toCapabilityError } from "./errors.js";

/**
 * Calls the vendor and passes the signal on. Throws `CapabilityError` only. The client is imported by the first call, so
 * that loading the plugin costs nothing.
 */
type Call = <Result>(
  signal: AbortSignal,
  work: (client: ElevenLabsClient, options: { readonly abortSignal: AbortSignal }) => Promise<Result>,
) => Promise<Result>;

/** Connects to the vendor, lazily. */
export function connect(config: Config): Call {
  let client: Promise<ElevenLabsClient> | undefined;
  return async (signal, work) => {
    try {
      signal.throwIfAborted();
      client ??= createClient(config);
      return await unlessAborted(work(await client, { abortSignal: signal }), signal);
    } catch (thrown) {
      throw toCapabilityError(thrown, signal, config.apiKey);
    }
  };
}

async function createClient(config: Config): Promise<ElevenLabsClient> {
  const { ElevenLabsClient } = await import("@elevenlabs/elevenlabs-js");
  return new ElevenLabsClient({
    apiKey: config.apiKey,
    baseUrl: config.baseUrl ?? defaults.baseUrl,
    timeoutInSeconds: (config.timeoutMs ?? defaults.timeoutMs) / 1000,
    maxRetries: config.maxRetries ?? defaults.maxRetries,
  });
}

/** The client does not look at the signal while it waits to try again. */
function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
