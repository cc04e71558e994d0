import { isPromiseLike } from "../diagnostics/given-value.js";
import { CapabilityError } from "@mortise/sdk";
import type { BreakerState } from "../loading/instance-use.js";
import { AbortableCall } from "./abortable-call.js";
import { recordAbort, recordSuccess } from "./breakers.js";
import { abortError, DeadlineError } from "./call-errors.js";
import { Context, type HookBounds } from "./context.js";
import { ActiveCall, enter, leave } from "./deadlines.js";
import {
  callStep,
  passBreaker,
  recordFault,
  refusal,
  refusePromise,
  WrongResult,
  type Emission,
} from "./handler-call.js";
import type { HookPlan, Step } from "./plan.js";
import { isWatched } from "./tracing.js";

/** What one handler of an `observe` hook gave, or why it gave nothing. */
export type Collected<Result> =
  | { readonly plugin: string; readonly result: Result | undefined }
  | { readonly plugin: string; readonly error: unknown };

/** One handler in one emission. */
interface Turn {
  readonly step: Step;
  /** Among the handlers that are called. */
  readonly place: number;
  readonly probe: BreakerState | undefined;
}

/** One emission whose handlers are called together. Each that gives a promise is an active call of its own. */
export class Observation extends AbortableCall implements Emission {
  readonly plan: HookPlan;
  readonly isWatched: boolean;
  readonly plugin = "";
  readonly what = "";
  private readonly event: unknown;
  /** By place; only where somebody collects them. */
  private readonly collected: Collected<unknown>[] | undefined;
  /** Those that are waited for, first to last in the order in which they were called. */
  private pending: PendingHandler[] | undefined;
  private opened: AbortController[] | undefined;
  private waitedFor: number;
  private fault: Error | undefined;
  private finish: (() => void) | undefined;

  constructor(plan: HookPlan, event: unknown, bounds: HookBounds, isCollecting: boolean) {
    super(bounds);
    this.plan = plan;
    this.isWatched = isWatched(plan.recorder);
    this.event = event;
    this.collected = isCollecting ? [] : undefined;
    this.pending = undefined;
    this.opened = undefined;
    this.waitedFor = 0;
    this.fault = undefined;
    this.finish = undefined;
  }

  /** Calls the handlers. A promise only where one of them gave one. */
  run(): unknown {
    const { steps } = this.plan;
    let place = 0;
    for (const step of steps) {
      if (step.matches !== undefined && !step.matches(this.event)) continue;
      this.call(step, place);
      place += 1;
    }
    if (this.waitedFor > 0) return this.wait();
    this.letGo();
    if (this.fault !== undefined) throw this.fault;
    return this.collected;
  }

  /** Each handler that reads its signal has its own: each may be given up alone. */
  override openController(): AbortController {
    const controller = super.openController();
    (this.opened ??= []).push(controller);
    return controller;
  }

  /** Nobody waits for the whole: its handlers do. */
  expire(): void {}

  protected override abandon(reason: unknown): void {
    this.pending?.forEach((call) => call.abandon(reason));
    // Those who answered at once may go on, and the one that is being called hears of it too.
    this.opened?.forEach((controller) => controller.abort(reason));
  }

  private call(step: Step, place: number): void {
    const { signal } = this.bounds;
    if (signal !== undefined && signal.aborted) {
      return this.keepError(step, place, abortError(`the emission of ${this.plan.definition.name}`, signal.reason));
    }
    const probe = step.use.isFailing ? passBreaker(step, this.plan) : undefined;
    if (probe instanceof CapabilityError) return this.keepError(step, place, probe);
    const context = new Context(this, step);
    let result: unknown;
    try {
      const { run } = step;
      result =
        this.isWatched || step.hasUserConfig ? callStep(step, this.event, context, this) : run(this.event, context);
    } catch (error) {
      return this.fail({ step, place, probe }, error);
    }
    if (!isPromiseLike(result)) return this.take(step, place, probe, result);
    if (!this.plan.definition.sync) return this.waitFor({ step, place, probe }, context, result);
    this.fail({ step, place, probe }, refusePromise(result));
  }

  private waitFor(turn: Turn, context: Context, promise: PromiseLike<unknown>): void {
    this.waitedFor += 1;
    (this.pending ??= []).push(new PendingHandler(this, turn, context, promise));
  }

  /** A handler has answered. */
  take({ plugin, use }: Step, place: number, probe: BreakerState | undefined, result: unknown): void {
    if (this.collected !== undefined) this.collected[place] = { plugin, result };
    if (use.isFailing) recordSuccess(use, this.plan.operation, probe, this.plan.calling.report);
  }

  /** A handler has failed; it is not to blame where the caller went away. */
  fail({ step, place, probe }: Turn, error: unknown): void {
    const { operation, calling } = this.plan;
    if (this.bounds.signal?.aborted !== true) recordFault(step, error, probe, this);
    else if (probe) recordAbort(step.use, operation, probe, calling.policy.breakerFor(step.plugin));
    this.keepError(step, place, error instanceof WrongResult ? new TypeError(error.reason) : error);
  }

  private keepError(step: Step, place: number, error: unknown): void {
    if (this.collected !== undefined) this.collected[place] = { plugin: step.plugin, error };
    else if (this.plan.definition.failure === "closed") this.fault ??= refusal(step, this.plan, error);
  }

  /** A handler that was waited for is not any more. */
  settled(): void {
    this.waitedFor -= 1;
    if (this.waitedFor === 0) this.finish?.();
  }

  private wait(): Promise<unknown> {
    this.listen();
    return new Promise((resolve, reject) => {
      this.finish = () => {
        this.letGo();
        if (this.fault === undefined) resolve(this.collected);
        else reject(this.fault);
      };
      // A handler may itself have brought the abort about.
      if (this.bounds.signal?.aborted) this.abandon(this.bounds.signal.reason);
    });
  }
}

/** A handler that gave a promise. */
class PendingHandler extends ActiveCall {
  private readonly emission: Observation;
  private readonly turn: Turn;
  private readonly context: Context;
  private isOverdue: boolean;

  constructor(emission: Observation, turn: Turn, context: Context, promise: PromiseLike<unknown>) {
    super();
    this.emission = emission;
    this.turn = turn;
    this.context = context;
    this.isOverdue = false;
    turn.step.use.calls += 1;
    enter(this, turn.step.deadlineMs);
    void this.follow(promise);
  }

  get plugin(): string {
    return this.turn.step.plugin;
  }

  get what(): string {
    return `handler of ${this.emission.plan.definition.name}`;
  }

  private async follow(promise: PromiseLike<unknown>): Promise<void> {
    const { emission, turn } = this;
    const { step, place, probe } = turn;
    try {
      const result = await promise;
      if (this.next === undefined) return this.endLate();
      leave(this);
      emission.take(step, place, probe, result);
    } catch (error) {
      if (this.next === undefined) return this.endLate();
      leave(this);
      emission.fail(turn, error);
    }
    emission.settled();
    step.use.leave();
  }

  /** What nobody waits for any more has ended. */
  private endLate(): void {
    const { step } = this.turn;
    if (this.isOverdue) this.emission.plan.calling.recorder.of(step.plugin).late += 1;
    step.use.leave();
  }

  expire(): void {
    this.isOverdue = true;
    const error = new DeadlineError(`${this.plugin}'s ${this.what}`, this.deadlineMs);
    this.giveUp(error, error);
  }

  /** The caller went away. */
  abandon(reason: unknown): void {
    if (this.next !== undefined) this.giveUp(abortError(`${this.plugin}'s ${this.what}`, reason), reason);
  }

  private giveUp(error: Error, reason: unknown): void {
    leave(this);
    Context.abort(this.context, reason);
    this.emission.fail(this.turn, error);
    this.emission.settled();
  }
}
