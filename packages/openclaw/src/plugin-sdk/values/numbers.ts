// What OpenClaw's SDK has for numbers that come from configs, headers and models.

interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly minExclusive?: boolean;
  readonly maxExclusive?: boolean;
}

/** A number that is neither infinite nor NaN, or nothing. */
export function asFiniteNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A finite number within the range, or nothing. Bounds belong to the range unless they are exclusive. */
export function asFiniteNumberInRange(value: unknown, range: Range): number | undefined {
  const number = asFiniteNumber(value);
  if (number === undefined) return undefined;
  const { min = -Infinity, max = Infinity, minExclusive = false, maxExclusive = false } = range;
  const isLow = minExclusive ? number <= min : number < min;
  const isHigh = maxExclusive ? number >= max : number > max;
  return isLow || isHigh ? undefined : number;
}

/** A finite number from 0, or nothing. */
export function asNonNegativeFiniteNumber(value: unknown): number | undefined {
  return asFiniteNumberInRange(value, { min: 0 });
}

/** A finite number above 0, or nothing. */
export function asPositiveFiniteNumber(value: unknown): number | undefined {
  return asFiniteNumberInRange(value, { min: 0, minExclusive: true });
}

/** A whole number that is exact, within the range; or nothing. */
export function asSafeIntegerInRange(value: unknown, range: Pick<Range, "min" | "max">): number | undefined {
  return Number.isSafeInteger(value) ? asFiniteNumberInRange(value, { ...range }) : undefined;
}

/** A whole number above 0 that is exact, or nothing. */
export function asPositiveSafeInteger(value: unknown): number | undefined {
  return asSafeIntegerInRange(value, { min: 1 });
}

/** The number that a value is or spells in decimal, in full; nothing for `"12px"`, `"0x10"` and an empty string. */
export function parseStrictFiniteNumber(value: unknown): number | undefined {
  if (typeof value !== "string") return asFiniteNumber(value);
  const text = value.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? asFiniteNumber(Number(text)) : undefined;
}

/** The same as `parseStrictFiniteNumber`. */
export function parseFiniteNumber(value: unknown): number | undefined {
  return parseStrictFiniteNumber(value);
}

/** The exact whole number that a value is or spells, or nothing. */
export function parseStrictInteger(value: unknown): number | undefined {
  const number = typeof value === "string" && !/^\s*[+-]?\d+\s*$/.test(value) ? undefined : value;
  const parsed = typeof number === "string" ? Number(number) : number;
  return Number.isSafeInteger(parsed) ? (parsed as number) : undefined;
}

/** The exact whole number from 0 that a value is or spells, or nothing. */
export function parseStrictNonNegativeInteger(value: unknown): number | undefined {
  return asSafeIntegerInRange(parseStrictInteger(value), { min: 0 });
}

/** The exact whole number from 1 that a value is or spells, or nothing. */
export function parseStrictPositiveInteger(value: unknown): number | undefined {
  return asPositiveSafeInteger(parseStrictInteger(value));
}

/** The highest port of TCP. */
export const MAX_TCP_PORT = 65_535;

/** The port that a value is or spells, or null. */
export function parseTcpPort(value: unknown): number | null {
  return asSafeIntegerInRange(parseStrictPositiveInteger(value), { max: MAX_TCP_PORT }) ?? null;
}

/** A value brought between two bounds. */
export function clampNumber(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

/** The same as `clampNumber`. */
export function clamp(value: number, min: number, max: number): number {
  return clampNumber(value, min, max);
}

/** The whole number below a value, brought between two bounds. */
export function clampInt(value: number, min: number, max: number): number {
  return clampNumber(Math.floor(value), min, max);
}

/** The whole number below a value, or below `fallback` where the value is no number, within the range. */
export function resolveIntegerOption(value: unknown, fallback: number, range: Pick<Range, "min" | "max"> = {}): number {
  const whole = Math.floor(asFiniteNumber(value) ?? fallback);
  return clampNumber(whole, range.min ?? -Infinity, range.max ?? Infinity);
}

/** The same, from 0. */
export function resolveNonNegativeIntegerOption(value: unknown, fallback: number): number {
  return resolveIntegerOption(value, fallback, { min: 0 });
}

/** The same, and nothing where the value is no number. */
export function resolveOptionalIntegerOption(value: unknown, range?: Pick<Range, "min" | "max">): number | undefined {
  const number = asFiniteNumber(value);
  return number === undefined ? undefined : resolveIntegerOption(number, number, range);
}
