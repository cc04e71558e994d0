import { isPromiseLike } from "../diagnostics/given-value.js";
import { CapabilityError } from "@mortise/sdk";
import type { BreakerState } from "../loading/instance-use.js";
import { recordAbort, recordSuccess } from "./breakers.js";
import { abortError } from "./call-errors.js";
import { Context, type ContextOwner, type HookBounds } from "./context.js";
import { callStep, passBreaker, recordFault, refusePromise, WrongResult } from "./handler-call.js";
import type { HookPlan, Step } from "./plan.js";
import { takeSafely, type SequenceKind, type SequenceState } from "./sequence-kind.js";
import { SequenceWait, type AwaitedSequence } from "./sequence-wait.js";
import { isWatched } from "./tracing.js";

/**
 * One emission whose handlers are called one after the other. Synchronous as long as they are; from the first promise on
 * it is waited for.
 */
export class Sequence implements SequenceState, AwaitedSequence, ContextOwner {
  readonly kind: SequenceKind;
  readonly plan: HookPlan;
  readonly event: unknown;
  readonly bounds: HookBounds;
  readonly isWatched: boolean;
  /** What the next handler is given. */
  given: unknown;
  /** What was found so far, and what results are for beside the event: the kind's own. */
  found: unknown;
  private called: Context | undefined = undefined;
  private index = 0;
  private probe: BreakerState | undefined = undefined;
  /** Made when there is something to wait for, or an abort to be heard of. */
  private wait: SequenceWait | undefined = undefined;
  /** It has ended before there was anything to wait for. */
  private isOver = false;

  constructor(kind: SequenceKind, plan: HookPlan, event: unknown, bounds: HookBounds, found: unknown) {
    this.kind = kind;
    this.plan = plan;
    this.event = event;
    this.bounds = bounds;
    this.isWatched = isWatched(plan.recorder);
    this.given = event;
    this.found = found;
  }

  /** Calls the handlers. A promise only where one of them gave one. */
  run(): unknown {
    let pending: PromiseLike<unknown> | undefined;
    try {
      pending = this.advance(0);
    } finally {
      if (pending === undefined) this.letGo();
    }
    return pending === undefined ? this.outcome() : this.waiting().begin(pending);
  }

  outcome(): unknown {
    return this.kind.outcome(this);
  }

  openController(): AbortController {
    const wait = this.waiting();
    // What is read only now must leave nothing on the caller's signal.
    if (this.isOver) wait.letGo();
    return wait.openController();
  }

  /** The handler that was called last. */
  get step(): Step {
    return this.plan.steps[this.index] as Step;
  }

  /** What that handler was given, once it gave a promise. */
  get context(): Context {
    return this.called as Context;
  }

  goOn(outcome: unknown, hasFailed: boolean): PromiseLike<unknown> | undefined {
    const { step } = this;
    if (hasFailed) {
      if (this.fail(step, outcome)) return undefined;
    } else if (outcome !== undefined || step.use.isFailing) {
      if (this.take(step, outcome)) return undefined;
    }
    return this.advance(this.index + 1);
  }

  private letGo(): void {
    this.isOver = true;
    this.wait?.letGo();
  }

  private waiting(): SequenceWait {
    return (this.wait ??= new SequenceWait(this));
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
          this.called = context;
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
  giveUp(step: Step, reason: unknown): undefined {
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
}
