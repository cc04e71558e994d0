import { AbortableCall } from "./abortable-call.js";
import { DeadlineError, rejection } from "./call-errors.js";
import { Context, type HookBounds } from "./context.js";
import { enter, leave, restart } from "./deadlines.js";
import { Listener, type Waiting } from "./listener.js";
import type { HookPlan, Step } from "./plan.js";

/** A sequence of handlers, as seen by whoever waits for one of them. */
export interface AwaitedSequence {
  readonly plan: HookPlan;
  readonly bounds: HookBounds;
  /** The handler that was called last. */
  readonly step: Step;
  /** What the handler was given that is waited for. */
  readonly context: Context;
  /**
   * Takes what that handler came to and calls the next ones until one gives a promise; nothing where no further one is to
   * be called. Throws what the application's own functions throw.
   */
  goOn(outcome: unknown, hasFailed: boolean): PromiseLike<unknown> | undefined;
  /** The caller went away while that handler was waited for. */
  giveUp(step: Step, reason: unknown): void;
  /** What came of it all. Throws where the hook refuses by that. */
  outcome(): unknown;
}

const nobodyWaits = (): void => {};

/**
 * The wait for the promises of one sequence's handlers: an active call. Where a handler takes too long, its listener is
 * left to it, and another hears of those behind it.
 */
export class SequenceWait extends AbortableCall implements Waiting {
  declare private readonly sequence: AwaitedSequence;
  declare private listener: Listener;
  /** A handler is waited for; otherwise one is being called. */
  declare private isWaiting: boolean;
  declare private controller: AbortController | undefined;
  declare private resolve: (outcome: unknown) => void;

  constructor(sequence: AwaitedSequence) {
    super(sequence.bounds);
    this.sequence = sequence;
    this.listener = new Listener(this);
    this.isWaiting = false;
    this.controller = undefined;
    this.resolve = nobodyWaits;
  }

  get plugin(): string {
    return this.sequence.step.plugin;
  }

  get what(): string {
    return `handler of ${this.sequence.plan.definition.name}`;
  }

  /** One controller for all handlers, until one of them is given up. */
  override openController(): AbortController {
    return (this.controller ??= super.openController());
  }

  /** From here on no instance that may still be called is disposed. Resolves to the outcome of the sequence. */
  begin(pending: PromiseLike<unknown>): Promise<unknown> {
    const { plan, step } = this.sequence;
    for (const use of plan.uses) use.calls += 1;
    enter(this, step.deadlineMs);
    this.listen();
    return new Promise((resolve) => {
      this.resolve = resolve;
      this.waitFor(pending);
    });
  }

  private waitFor(pending: PromiseLike<unknown>): void {
    const { signal } = this.bounds;
    this.isWaiting = true;
    // The handler itself may have brought the abort about.
    if (signal !== undefined && signal.aborted) queueMicrotask(() => this.abandon(signal.reason));
    this.listener.listen(pending);
  }

  heard(outcome: unknown, hasFailed: boolean): void {
    this.isWaiting = false;
    let pending: PromiseLike<unknown> | undefined;
    try {
      pending = this.sequence.goOn(outcome, hasFailed);
    } catch (fault) {
      return this.settle(rejection(fault));
    }
    if (pending === undefined) return this.settle();
    restart(this, this.sequence.step.deadlineMs);
    this.waitFor(pending);
  }

  expire(): void {
    const error = new DeadlineError(`${this.plugin}'s ${this.what}`, this.deadlineMs);
    this.leaveListener(error);
    this.heard(error, true);
  }

  protected override abandon(reason: unknown): void {
    this.controller?.abort(reason);
    if (!this.isWaiting) return;
    this.leaveListener(reason);
    this.sequence.giveUp(this.sequence.step, reason);
    this.settle();
  }

  /** Leaves the listener to the handler that hangs; its instance stays in use until that ends. */
  private leaveListener(reason: unknown): void {
    const { step, context } = this.sequence;
    step.use.calls += 1;
    this.isWaiting = false;
    this.controller = undefined;
    this.listener.to = { heard: () => this.endLate(step, context) };
    this.listener = new Listener(this);
    Context.abort(context, reason);
  }

  /** A handler that was given up has ended. */
  private endLate(step: Step, context: Context): void {
    const { calling } = this.sequence.plan;
    if (context.signal.reason instanceof DeadlineError) calling.recorder.of(step.plugin).late += 1;
    step.use.leave();
  }

  private settle(refused?: Promise<never>): void {
    leave(this);
    this.letGo();
    try {
      this.resolve(refused ?? this.sequence.outcome());
    } catch (error) {
      this.resolve(rejection(error));
    }
    // After the outcome: one that is a stream may have to keep them longer.
    for (const use of this.sequence.plan.uses) use.leave();
  }
}
