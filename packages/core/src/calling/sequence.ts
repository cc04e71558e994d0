import { isPromiseLike } from "../diagnostics/given-value.js";
import { CapabilityError } from "@mortise/sdk";
import type { BreakerState } from "../loading/instance-use.js";
import { AbortableCall } from "./abortable-call.js";
import { recordAbort, recordSuccess } from "./breakers.js";
import { abortError, DeadlineError, rejection } from "./call-errors.js";
import { Context, type HookBounds } from "./context.js";
import { enter, leave, restart } from "./deadlines.js";
import { callStep, passBreaker, recordFault, refusePromise, WrongResult } from "./handler-call.js";
import type { HookPlan, Step } from "./plan.js";
import { takeSafely, type SequenceKind, type SequenceState } from "./sequence-kind.js";
import { isWatched } from "./tracing.js";

/**
 * One emission whose handlers are called one after the other. Synchronous as long as they are; from the first promise on
 * it is an active call, and a loop waits for what is a promise. Where a handler takes too long, that loop is left to it
 * and another goes on behind it.
 */
export class Sequence extends AbortableCall implements SequenceState {
  readonly kind: SequenceKind;
  readonly plan: HookPlan;
  readonly event: unknown;
  readonly isWatched: boolean;
  /** What the next handler is given. */
  given: unknown;
  /** What was found so far, and what results are for beside the event: the kind's own. */
  found: unknown;
  private index = 0;
  /** Counts the loops: one that finds another number here has been left. */
  private epoch = 0;
  /** A loop waits for a handler; otherwise one is being called. */
  private isAwaiting = false;
  private context: Context | undefined = undefined;
  private controller: AbortController | undefined = undefined;
  private probe: BreakerState | undefined = undefined;
  private resolve: ((outcome: unknown) => void) | undefined = undefined;

  constructor(kind: SequenceKind, plan: HookPlan, event: unknown, bounds: HookBounds, found: unknown) {
    super(bounds);
    this.kind = kind;
    this.plan = plan;
    this.event = event;
    this.isWatched = isWatched(plan.recorder);
    this.given = event;
    this.found = found;
  }

  /** Calls the handlers. A promise only where one of them gave one. */
  run(): unknown {
    const pending = this.advance(0);
    if (pending !== undefined) return new Promise((resolve) => this.wait(pending, resolve));
    this.letGo();
    return this.kind.outcome(this);
  }

  get plugin(): string {
    return this.step.plugin;
  }

  get what(): string {
    return `handler of ${this.plan.definition.name}`;
  }

  openController(): AbortController {
    return (this.controller ??= this.followingController());
  }

  /** The handler that was called last. */
  private get step(): Step {
    return this.plan.steps[this.index] as Step;
  }

  /** Calls handlers from an index on until one gives a promise; nothing where no further one is to be called. */
  private advance(from: number): PromiseLike<unknown> | undefined {
    const { steps, definition } = this.plan;
    const { signal } = this.bounds;
    for (let index = from; index < steps.length; index += 1) {
      const step = steps[index] as Step;
      this.index = index;
      if (signal !== undefined && signal.aborted) return this.giveUp(step, signal.reason);
      if (step.matches !== undefined && !step.matches(this.given)) continue;
      if (step.use.isFailing && this.isRefused(step)) {
        if (definition.failure === "closed") return undefined;
        continue;
      }
      const context = new Context(this, step);
      let result: unknown;
      try {
        const { run } = step;
        const isPlain = !this.isWatched && !step.hasUserConfig;
        result = isPlain ? run(this.given, context) : callStep(step, this.given, context, this);
      } catch (error) {
        if (this.fail(step, error)) return undefined;
        continue;
      }
      if (result === undefined && !step.use.isFailing) continue;
      if (isPromiseLike(result)) {
        if (!definition.sync) {
          this.context = context;
          return result;
        }
        result = refusePromise(result);
      }
      if (this.take(step, result)) return undefined;
    }
    return undefined;
  }

  /** Whether a handler's breaker keeps it from being called. */
  private isRefused(step: Step): boolean {
    const passed = passBreaker(step, this.plan);
    const isRefused = passed instanceof CapabilityError;
    if (!isRefused) this.probe = passed;
    else if (this.plan.definition.failure === "closed") this.kind.refuse(this, step, passed);
    return isRefused;
  }

  /** True: no further handler is called. */
  private take(step: Step, result: unknown): boolean {
    let isOver: boolean | WrongResult = false;
    if (result instanceof WrongResult) isOver = result;
    else if (result !== undefined && result !== null) isOver = takeSafely(this.kind, this, step, result);
    if (isOver instanceof WrongResult) return this.fail(step, isOver);
    if (step.use.isFailing) {
      recordSuccess(step.use, this.plan.operation, this.takeProbe(), this.plan.calling.report);
    }
    return isOver;
  }

  /** True: no further handler is called. */
  private fail(step: Step, error: unknown): boolean {
    const { signal } = this.bounds;
    // When the caller goes away, the handler is not to blame.
    if (signal?.aborted) return this.giveUp(step, signal.reason) ?? true;
    recordFault(step, error, this.takeProbe(), this);
    if (this.plan.definition.failure !== "closed") return false;
    this.kind.refuse(this, step, error);
    return true;
  }

  /** The caller went away before or while a handler was called. */
  private giveUp(step: Step, reason: unknown): undefined {
    const probe = this.takeProbe();
    if (probe) recordAbort(step.use, this.plan.operation, probe, this.plan.calling.policy.breakerFor(step.plugin));
    const error = abortError(`the emission of ${this.plan.definition.name}`, reason);
    if (this.plan.definition.failure === "closed") this.kind.refuse(this, step, error);
  }

  private takeProbe(): BreakerState | undefined {
    const { probe } = this;
    this.probe = undefined;
    return probe;
  }

  /** From here on it is an active call, and no instance that it may still call is disposed. */
  private wait(pending: PromiseLike<unknown>, resolve: (outcome: unknown) => void): void {
    this.resolve = resolve;
    for (const use of this.plan.uses) use.calls += 1;
    enter(this, this.step.deadlineMs);
    this.listen();
    void this.follow(pending);
  }

  private async follow(first: PromiseLike<unknown>): Promise<void> {
    const { epoch, plan } = this;
    const { signal } = this.bounds;
    let pending: PromiseLike<unknown> | undefined = first;
    try {
      while (pending !== undefined) {
        const step = plan.steps[this.index] as Step;
        const { context } = this;
        let result: unknown;
        let hasFailed = false;
        this.isAwaiting = true;
        // The handler itself may have brought the abort about.
        if (signal !== undefined && signal.aborted) queueMicrotask(() => this.abandon(signal.reason));
        try {
          result = await pending;
        } catch (error) {
          result = error;
          hasFailed = true;
        }
        if (this.epoch !== epoch) return this.endLate(step, context);
        this.isAwaiting = false;
        if (hasFailed) {
          if (this.fail(step, result)) break;
        } else if (result !== undefined || step.use.isFailing) {
          if (this.take(step, result)) break;
        }
        pending = this.advance(this.index + 1);
        if (pending !== undefined) restart(this, (plan.steps[this.index] as Step).deadlineMs);
      }
    } catch (error) {
      return this.settle(error);
    }
    this.settle();
  }

  /** A handler that was given up has ended. */
  private endLate(step: Step, context: Context | undefined): void {
    if (context?.signal.reason instanceof DeadlineError) this.plan.calling.recorder.of(step.plugin).late += 1;
    step.use.leave();
  }

  /** Leaves the loop to the handler that hangs; its instance stays in use until that ends. */
  private leaveLoop(reason: unknown): Step {
    const step = this.step;
    this.epoch += 1;
    this.isAwaiting = false;
    step.use.calls += 1;
    if (this.context !== undefined) Context.abort(this.context, reason);
    this.controller = undefined;
    return step;
  }

  expire(): void {
    const error = new DeadlineError(`${this.plugin}'s ${this.what}`, this.deadlineMs);
    const step = this.leaveLoop(error);
    try {
      const pending = this.fail(step, error) ? undefined : this.advance(this.index + 1);
      if (pending === undefined) return this.settle();
      restart(this, this.step.deadlineMs);
      void this.follow(pending);
    } catch (fault) {
      this.settle(fault);
    }
  }

  protected override abandon(reason: unknown): void {
    this.controller?.abort(reason);
    if (!this.isAwaiting) return;
    this.giveUp(this.leaveLoop(reason), reason);
    this.settle();
  }

  private settle(fault?: unknown): void {
    leave(this);
    this.letGo();
    try {
      this.resolve?.(fault === undefined ? this.kind.outcome(this) : rejection(fault));
    } catch (error) {
      this.resolve?.(rejection(error));
    }
    // After the outcome: one that is a stream may have to keep them longer.
    for (const use of this.plan.uses) use.leave();
  }
}
