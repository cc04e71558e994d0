// What OpenClaw's SDK has for durations and dates. All are in milliseconds, unless the name says seconds.
import {
  asFiniteNumber,
  asFiniteNumberInRange,
  asPositiveSafeInteger,
  clampNumber,
  parseStrictNonNegativeInteger,
  parseStrictPositiveInteger,
} from "./numbers.js";

/** The last moment that a `Date` can hold. */
export const MAX_DATE_TIMESTAMP_MS = 8_640_000_000_000_000;

/** The longest time that a timer is set for: Node fires a longer one at once. */
export const MAX_TIMER_TIMEOUT_MS = 2_147_000_000;

/** The same in seconds. */
export const MAX_TIMER_TIMEOUT_SECONDS = 2_147_000;

/** A moment that a `Date` can hold, or nothing. */
export function asDateTimestampMs(value: unknown): number | undefined {
  return asFiniteNumberInRange(value, { min: -MAX_DATE_TIMESTAMP_MS, max: MAX_DATE_TIMESTAMP_MS });
}

/** A moment in ISO 8601, or nothing where it is none. */
export function timestampMsToIsoString(value: unknown): string | undefined {
  const moment = asDateTimestampMs(value);
  return moment === undefined ? undefined : new Date(moment).toISOString();
}

/** A moment in ISO 8601; of the fallback, now unless told, where it is none. */
export function resolveTimestampMsToIsoString(value: unknown, fallback: unknown = Date.now()): string {
  return new Date(resolveDateTimestampMs(value, fallback)).toISOString();
}

/** A moment; the fallback, now unless told, where it is none. */
export function resolveDateTimestampMs(value: unknown, fallback: unknown = Date.now()): number {
  return asDateTimestampMs(value) ?? asDateTimestampMs(fallback) ?? 0;
}

/** The moment that a text spells, or nothing. */
export function parseDateStringTimestampMs(value: unknown): number | undefined {
  return typeof value === "string" ? asDateTimestampMs(Date.parse(value)) : undefined;
}

/** A number as it is, the moment that a text spells, or nothing. */
export function parseDateFirstTimestampMs(value: unknown): number | undefined {
  return asFiniteNumber(value) ?? parseDateStringTimestampMs(value);
}

/** Whether a moment is still to come. */
export function isFutureDateTimestampMs(value: unknown, options: { nowMs?: number } = {}): boolean {
  const moment = asDateTimestampMs(value);
  const now = asDateTimestampMs(options.nowMs ?? Date.now());
  return moment !== undefined && now !== undefined && moment > now;
}

/** A time that a timer can be set for, or nothing where the value is no number. */
export function clampTimerTimeoutMs(value: unknown, minMs = 1): number | undefined {
  const time = asFiniteNumber(value);
  return time === undefined ? undefined : timerTime(time, Math.max(1, Math.floor(minMs)));
}

/** The same, and nothing below or at 0. */
export function clampPositiveTimerTimeoutMs(value: unknown): number | undefined {
  return clampTimerTimeoutMs(asFiniteNumberInRange(value, { min: 0, minExclusive: true }));
}

/** A time that a timer can be set for; of the fallback where the value is no number. */
export function resolveTimerTimeoutMs(value: unknown, fallback: unknown, minMs = 1): number {
  const least = Math.max(0, Math.floor(minMs));
  return timerTime(asFiniteNumber(value) ?? asFiniteNumber(fallback) ?? least, least);
}

/** The same; of the fallback where the value is no number above 0. */
export function resolvePositiveTimerTimeoutMs(value: unknown, fallback: unknown): number {
  return clampPositiveTimerTimeoutMs(value) ?? resolveTimerTimeoutMs(fallback, 1);
}

/** A timeout with some time on top, which a timer can be set for; nothing where one is no number. */
export function addTimerTimeoutGraceMs(timeout: unknown, grace: unknown = 5000): number | undefined {
  const [base, extra] = [asFiniteNumber(timeout), asFiniteNumber(grace)];
  return base === undefined || extra === undefined ? undefined : timerTime(base + extra, 1);
}

function timerTime(time: number, least: number): number {
  return clampNumber(Math.floor(time), least, MAX_TIMER_TIMEOUT_MS);
}

/** Seconds above 0 as a time that a timer can be set for, or nothing. */
export function finiteSecondsToTimerSafeMilliseconds(
  value: unknown,
  options: { floorSeconds?: boolean } = {},
): number | undefined {
  const seconds = asFiniteNumberInRange(value, { min: 0, minExclusive: true });
  if (seconds === undefined) return undefined;
  const time = Math.floor((options.floorSeconds === true ? Math.floor(seconds) : seconds) * 1000);
  return time > 0 ? Math.min(time, MAX_TIMER_TIMEOUT_MS) : undefined;
}

/** Whole seconds from 0 in milliseconds, or nothing where that is no exact number. */
export function nonNegativeSecondsToSafeMilliseconds(value: unknown): number | undefined {
  return exactMilliseconds(parseStrictNonNegativeInteger(value));
}

/** Whole seconds from 1 in milliseconds, or nothing where that is no exact number. */
export function positiveSecondsToSafeMilliseconds(value: unknown): number | undefined {
  return exactMilliseconds(parseStrictPositiveInteger(value));
}

function exactMilliseconds(seconds: number | undefined): number | undefined {
  return seconds !== undefined && Number.isSafeInteger(seconds * 1000) ? seconds * 1000 : undefined;
}

interface ExpiryOptions {
  readonly nowMs?: number;
  /** Taken off, so that it ends before it really does. */
  readonly bufferMs?: number;
  /** It lasts at least that long from now. */
  readonly minRemainingMs?: number;
}

/** When something ends that lasts a whole number of milliseconds; nothing where that is no moment. */
export function resolveExpiresAtMsFromDurationMs(value: unknown, options: ExpiryOptions = {}): number | undefined {
  const duration = asPositiveSafeInteger(value);
  const now = asDateTimestampMs(options.nowMs ?? Date.now());
  const buffer = asFiniteNumber(options.bufferMs ?? 0);
  if (duration === undefined || now === undefined || buffer === undefined) return undefined;
  const end = exactMoment(now + duration - buffer);
  const least = options.minRemainingMs === undefined ? undefined : exactMoment(now + options.minRemainingMs);
  return end === undefined || least === undefined ? end : Math.max(end, least);
}

/** The same for whole seconds. */
export function resolveExpiresAtMsFromDurationSeconds(value: unknown, options?: ExpiryOptions): number | undefined {
  return resolveExpiresAtMsFromDurationMs(positiveSecondsToSafeMilliseconds(value), options);
}

/** When something ends whose end is told in seconds since 1970; nothing where it is no moment or after `maxMs`. */
export function resolveExpiresAtMsFromEpochSeconds(
  value: unknown,
  options: { bufferMs?: number; maxMs?: number } = {},
): number | undefined {
  const seconds = typeof value === "number" ? Math.trunc(value) : parseStrictPositiveInteger(value);
  if (seconds === undefined || !(seconds > 0)) return undefined;
  const end = exactMoment(seconds * 1000 - (options.bufferMs ?? 0));
  return end !== undefined && end <= (options.maxMs ?? Infinity) ? end : undefined;
}

function exactMoment(moment: number): number | undefined {
  return Number.isSafeInteger(moment) ? asDateTimestampMs(moment) : undefined;
}
