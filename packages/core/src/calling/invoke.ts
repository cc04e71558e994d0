import { hear, isPromiseLike } from "../diagnostics/given-value.js";
import { CapabilityError } from "@mortise/sdk";
import type { BreakerState, InstanceUse } from "../loading/instance-use.js";
import { AbortableCall } from "./abortable-call.js";
import { beginProbe, recordAbort, recordFailure, recordSuccess, refusalOf } from "./breakers.js";
import { abortError, DeadlineError } from "./call-errors.js";
import type { Calling } from "./calling.js";
import { Context, type CallBounds, type ContextTarget } from "./context.js";
import { boundOf, enter, leave } from "./deadlines.js";
import { cancelUnread, isResponse, isStream } from "./given-stream.js";
import { operationOf, type ReadyProvider } from "./provider.js";
import { isWatched, watched } from "./tracing.js";
import { hasUserConfig, withUserConfig } from "./user-config.js";
import { watchEnd } from "./watch-end.js";

/** What calling operations needs. */
export interface InvokerOptions extends Calling {
  /** How long an operation may take unless its caller says otherwise, in milliseconds. */
  readonly deadlineMs: number;
}

/**
 * Calls one operation of something that a plugin registered: the one way in. What is no promise comes back at once.
 * `deadlineMs`, else that of the bounds, else the host's, and the operator's for the plugin bound the wait, as the
 * caller's signal does: past any, the function's signal is aborted and what it answers later is dropped. A stream, or a
 * response with a body, keeps the plugin's instance in use until it ends.
 *
 * Throws and rejects with what the function does, the error itself, and with `CapabilityError`: `unsupported` where there
 * is no such operation, `timeout`, `aborted`, and `unavailable` where it failed so often that it is not called now.
 */
export type Invoke = (
  provider: ReadyProvider,
  operation: string,
  request: unknown,
  bounds: CallBounds,
  deadlineMs?: number,
) => unknown;

/** Makes the one way in for the calls of a host. */
export function createInvoker(options: InvokerOptions): Invoke {
  return (provider, operation, request, bounds, deadlineMs = bounds.deadlineMs ?? options.deadlineMs) => {
    const { run, self } = operationOf(provider.value, operation);
    if (typeof run !== "function") {
      const message = `${provider.id} (${provider.plugin}) has no operation ${operation}`;
      throw new CapabilityError(message, { code: "unsupported" });
    }
    const operators = options.policy.deadlineFor(provider.plugin);
    const atMost = operators === undefined ? deadlineMs : Math.min(operators, deadlineMs);
    return new Invocation(provider, operation, bounds, atMost, options).start(run as Operation, self, request);
  };
}

type Operation = (this: unknown, request: unknown, context: unknown) => unknown;

type Reject = (error: unknown) => void;

/** One call of one operation. */
class Invocation extends AbortableCall implements ContextTarget {
  readonly use: InstanceUse;
  private readonly provider: ReadyProvider;
  private readonly operation: string;
  private readonly options: InvokerOptions;
  private readonly context: Context;
  private probe: BreakerState | undefined;
  private isPinned: boolean;
  /** Set while somebody waits for the promise. */
  private reject: Reject | undefined;

  constructor(
    provider: ReadyProvider,
    operation: string,
    bounds: CallBounds,
    deadlineMs: number,
    options: InvokerOptions,
  ) {
    super(bounds);
    this.deadlineMs = boundOf(deadlineMs);
    this.use = provider.registration.use;
    this.provider = provider;
    this.operation = operation;
    this.options = options;
    this.context = new Context(this, this);
    this.probe = undefined;
    this.isPinned = false;
    this.reject = undefined;
  }

  get plugin(): string {
    return this.provider.plugin;
  }

  get what(): string {
    return `${this.operation} of ${this.provider.id}`;
  }

  start(run: Operation, self: unknown, request: unknown): unknown {
    const { signal } = this.bounds;
    if (signal?.aborted) throw abortError(this.fullName, signal.reason);
    if (this.use.isFailing) this.passBreaker();
    let result: unknown;
    try {
      result = this.call(run, self, request);
    } catch (error) {
      this.letGo();
      this.recordFailure(error);
      throw error;
    }
    return isPromiseLike(result) ? this.wait(result) : this.answered(result);
  }

  private call(run: Operation, self: unknown, request: unknown): unknown {
    const { context, use, options } = this;
    const isObserved = isWatched(options.recorder);
    if (!isObserved && use.candidate.manifest.userConfigSchema === undefined) return run.call(self, request, context);
    const plain = () => run.call(self, request, context);
    const call = isObserved ? () => watched(this.trace, options.recorder, plain) : plain;
    return hasUserConfig(use) ? withUserConfig(use, context, this.bounds, options, call) : call();
  }

  private get trace() {
    const { plugin, id, registration } = this.provider;
    const { requestId } = this.bounds;
    return { plugin, kind: registration.contract.kind, id, operation: this.operation, requestId };
  }

  /** The operation among those of its plugin. */
  private get key(): string {
    const { registration, id } = this.provider;
    return `${registration.contract.kind}:${id} ${this.operation}`;
  }

  private get fullName(): string {
    return `${this.what} (${this.plugin})`;
  }

  private passBreaker(): void {
    const error = refusalOf(this.use, this.key);
    if (error === undefined) {
      this.probe = beginProbe(this.use, this.key, this.options.policy.breakerFor(this.plugin));
      return;
    }
    const { recorder } = this.options;
    if (recorder.isOn) recorder.of(this.plugin).failures += 1;
    throw error;
  }

  private wait(promise: PromiseLike<unknown>): Promise<unknown> {
    this.pin();
    enter(this, this.deadlineMs);
    this.listen();
    return new Promise((resolve, reject) => {
      this.reject = reject;
      hear(
        promise,
        (value) => (this.reject === undefined ? this.endLate(value) : resolve(this.end(value))),
        (error: unknown) => (this.reject === undefined ? this.endLate() : this.fail(error)),
      );
      // The function itself may have brought the abort about.
      if (this.bounds.signal?.aborted) this.abandon(this.bounds.signal.reason);
    });
  }

  private end(value: unknown): unknown {
    this.reject = undefined;
    leave(this);
    return this.answered(value);
  }

  private fail(error: unknown): void {
    const reject = this.reject as Reject;
    this.reject = undefined;
    leave(this);
    this.release();
    this.recordFailure(error);
    reject(error);
  }

  /** What was given up has ended. */
  private endLate(value?: unknown): void {
    cancelUnread(value);
    if (this.context.signal.reason instanceof DeadlineError) this.options.recorder.of(this.plugin).late += 1;
    this.release();
  }

  expire(): void {
    const error = new DeadlineError(this.fullName, this.deadlineMs);
    this.options.recorder.of(this.plugin).timeouts += 1;
    this.giveUp(error, error);
  }

  protected override abandon(reason: unknown): void {
    if (this.reject === undefined) Context.abort(this.context, reason);
    else this.giveUp(abortError(this.fullName, reason), reason);
  }

  /** Nobody waits any more; the instance stays in use until the function has ended. */
  private giveUp(error: CapabilityError, reason: unknown): void {
    const reject = this.reject as Reject;
    this.reject = undefined;
    leave(this);
    this.letGo();
    this.recordFailure(error);
    Context.abort(this.context, reason);
    reject(error);
  }

  /** What came back: a stream still runs, and keeps the instance in use and the caller's signal heard until it ends. */
  private answered(value: unknown): unknown {
    if (this.use.isFailing) recordSuccess(this.use, this.key, this.probe, this.options.report);
    if (isStream(value) && !value.locked) return this.untilEnd(value);
    if (isResponse(value) && value.body && !value.bodyUsed && !value.body.locked) {
      return new Response(this.untilEnd(value.body), value);
    }
    this.release();
    return value;
  }

  private untilEnd<Chunk>(stream: ReadableStream<Chunk>): ReadableStream<Chunk> {
    this.pin();
    return watchEnd(stream, () => this.release());
  }

  private recordFailure(error: unknown): void {
    const { use, probe, key, plugin, options } = this;
    const policy = options.policy.breakerFor(plugin);
    // When the caller goes away, the plugin is not to blame.
    if (!this.bounds.signal?.aborted) recordFailure(use, key, probe, error, { policy, report: options.report });
    else if (probe) recordAbort(use, key, probe, policy);
  }

  private pin(): void {
    if (!this.isPinned) this.use.calls += 1;
    this.isPinned = true;
  }

  private release(): void {
    this.letGo();
    if (this.isPinned) this.use.leave();
    this.isPinned = false;
  }
}
