import { isPromiseLike } from "../diagnostics/given-value.js";
import { tracingChannel } from "node:diagnostics_channel";
import type { Recorder } from "./recorder.js";

/** What subscribers of the tracing channel `mortise:call` are given; the same object for every event of one call. */
export interface CallTrace {
  readonly plugin: string;
  /** `hook`, or the kind of what was registered. */
  readonly kind: string;
  /** The hook's name, or the registration's id. */
  readonly id: string;
  /** The operation; of a hook, its kind. */
  readonly operation: string;
  readonly requestId: string | undefined;
  /** What it gave, once it has. */
  result?: unknown;
  /** Why it failed, once it has. */
  error?: unknown;
}

const channel = tracingChannel<unknown, CallTrace>("mortise:call");
const { start, end, asyncStart, asyncEnd, error: failed } = channel;

/**
 * Whether anybody counts, times or traces calls: asked once for each call or emission. Who traces listens to the start, to
 * the end of what is waited for, or to errors; to ask for the rest too would cost each emission more than a handler does.
 */
export function isWatched(recorder: Recorder): boolean {
  return recorder.isOn || start.hasSubscribers || asyncEnd.hasSubscribers || failed.hasSubscribers;
}

/** Calls a plugin's function, counts and times it, and tells subscribers of it. */
export function watched(trace: CallTrace, recorder: Recorder, run: () => unknown): unknown {
  const counters = recorder.isOn ? recorder.of(trace.plugin) : undefined;
  const begun = performance.now();
  if (counters) counters.calls += 1;
  // With the stores that subscribers bound to the channel, so that spans nest.
  return start.runStores(trace, () => {
    try {
      const result = run();
      if (isPromiseLike(result)) watchPromise(trace, recorder, result);
      else trace.result = result;
      return result;
    } catch (error) {
      trace.error = error;
      failed.publish(trace);
      if (counters) counters.failures += 1;
      throw error;
    } finally {
      if (counters) counters.selfMs += performance.now() - begun;
      end.publish(trace);
    }
  });
}

function watchPromise(trace: CallTrace, recorder: Recorder, promise: PromiseLike<unknown>): void {
  const waiting = performance.now();
  const settle = (told: () => void) => {
    const counters = recorder.isOn ? recorder.of(trace.plugin) : undefined;
    if (counters) counters.awaitedMs += performance.now() - waiting;
    told();
    asyncStart.publish(trace);
    asyncEnd.publish(trace);
    return counters;
  };
  promise.then(
    (result) => void settle(() => (trace.result = result)),
    (error: unknown) => {
      const counters = settle(() => {
        trace.error = error;
        failed.publish(trace);
      });
      if (counters) counters.failures += 1;
    },
  );
}
