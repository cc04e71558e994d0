/** How often calls are looked at, in milliseconds: as late as that a deadline may be noticed. */
const tickMs = 20;

/** Of a wait that the clock has not seen yet. */
const unseen = -1;

/** Deadlines below this would be noticed too late by the tick: each has the next look moved forward. */
const shortMs = 2 * tickMs;

/**
 * A call that waits for a plugin's function. While it does, it stands in the list of its process: one clock looks at all
 * of them now and then, which costs a call neither a timer nor a look at the time.
 */
export abstract class ActiveCall {
  /** Neighbours in the list; none while it does not stand there. */
  previous: ActiveCall | undefined = undefined;
  next: ActiveCall | undefined = undefined;
  /** When the clock first saw this wait, in whole milliseconds of `performance.now()`; -1: not yet. */
  since: number = unseen;
  /** How long this wait may take, in milliseconds; 0: for ever. Never `Infinity`, which is no small number to V8. */
  deadlineMs = 0;

  abstract readonly plugin: string;
  /** What is waited for, in words. */
  abstract readonly what: string;
  /** The deadline has passed. Must not throw. */
  abstract expire(): void;
}

/** Both ends of the list, so that nobody in it is without neighbours. */
class Ends extends ActiveCall {
  readonly plugin = "";
  readonly what = "";
  expire(): void {}
}

const ends: ActiveCall = new Ends();
ends.previous = ends;
ends.next = ends;

let timer: ReturnType<typeof setTimeout> | undefined;
/** What made the timer: whoever has put other timers in the place of the process's own must not wait for those. */
let madeBy: typeof setTimeout | undefined;
/** When the timer fires. */
let dueAt = 0;
let onFirst: (() => void) | undefined;

/** Calls `listener` once, when the next call enters the list: nothing is prepared for calls that never wait. */
export function beforeNextCall(listener: (() => void) | undefined): void {
  onFirst = listener;
}

/** A deadline as calls have it: 0 where it never passes. */
export function boundOf(deadlineMs: number): number {
  return deadlineMs === Infinity ? 0 : deadlineMs;
}

/** Puts a call into the list and starts its wait. */
export function enter(call: ActiveCall, deadlineMs: number): void {
  const last = ends.previous as ActiveCall;
  call.previous = last;
  call.next = ends;
  last.next = call;
  ends.previous = call;
  if (onFirst !== undefined) onFirst();
  restart(call, deadlineMs);
}

/** The call waits for something else from now on. */
export function restart(call: ActiveCall, deadlineMs: number): void {
  call.since = unseen;
  call.deadlineMs = deadlineMs;
  // What may take for ever keeps no process alive.
  if (deadlineMs === 0) return;
  if (madeBy !== setTimeout) timer = undefined;
  if (deadlineMs < shortMs || timer === undefined) arm(call);
}

/** Takes a call out of the list. The clock stops by itself when it finds nobody. */
export function leave(call: ActiveCall): void {
  const { previous } = call;
  if (previous === undefined) return;
  const next = call.next as ActiveCall;
  previous.next = next;
  next.previous = previous;
  call.previous = undefined;
  call.next = undefined;
}

/** Stops the clock at once where no call waits, so that a host that is closed leaves no timer behind. */
export function restClock(): void {
  if (ends.next !== ends) return;
  clearTimeout(timer);
  timer = undefined;
}

/** The call that is in the list longest; its end where there is none. */
function first(): ActiveCall {
  return ends.next as ActiveCall;
}

/** The calls that wait now, longest in the list first. */
export function activeCalls(): readonly ActiveCall[] {
  const calls: ActiveCall[] = [];
  for (let call = first(); call !== ends; call = call.next as ActiveCall) calls.push(call);
  return calls;
}

function arm(call: ActiveCall): void {
  const { deadlineMs } = call;
  const now = performance.now();
  if (deadlineMs < shortMs) call.since = Math.ceil(now);
  const delay = deadlineMs < shortMs ? deadlineMs : tickMs;
  if (timer === undefined || now + delay < dueAt) wakeIn(delay, now);
}

function wakeIn(delay: number, now: number): void {
  clearTimeout(timer);
  const whole = Math.max(1, Math.ceil(delay));
  dueAt = now + whole;
  madeBy = setTimeout;
  timer = setTimeout(sweep, whole);
}

/** Notes when waits began that are new, and ends those that took too long. */
function sweep(): void {
  timer = undefined;
  const now = performance.now();
  const expired: ActiveCall[] = [];
  let soonest = Infinity;
  for (let call = first(); call !== ends; call = call.next as ActiveCall) {
    if (call.since === unseen) call.since = Math.ceil(now);
    if (call.deadlineMs === 0) continue;
    const left = call.since + call.deadlineMs - now;
    if (left <= 0) expired.push(call);
    else soonest = Math.min(soonest, left);
  }
  if (soonest !== Infinity) wakeIn(Math.min(soonest, tickMs), now);
  for (const call of expired) {
    // One that expires may end others, or have them wait for something else.
    const isLate = call.next !== undefined && call.since !== unseen && call.since + call.deadlineMs <= now;
    if (isLate) call.expire();
  }
}
