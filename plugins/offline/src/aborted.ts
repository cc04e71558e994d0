import { CapabilityError } from "@mortise/sdk";

/** What a call throws whose signal has aborted: `timeout` when a deadline passed, else `aborted`. */
export function abortedError(signal: AbortSignal): CapabilityError {
  const isDeadline = signal.reason instanceof Error && signal.reason.name === "TimeoutError";
  return new CapabilityError(
    isDeadline ? "The deadline passed before the answer was there." : "The caller went away.",
    {
      code: isDeadline ? "timeout" : "aborted",
      cause: signal.reason,
    },
  );
}

/** Throws `aborted` or `timeout` when the signal has aborted. */
export function refuseAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortedError(signal);
}

/** The outcome of `work`, or an error as soon as the signal aborts; `work` itself goes on. */
export function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(abortedError(signal));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
