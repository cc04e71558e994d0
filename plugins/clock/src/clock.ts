import { defaults, type Config } from "./config.js";

/** A moment, as it is told in one time zone. Plain data. */
export interface Reading {
  /** ISO 8601 with the zone's offset, for example `2026-07-01T14:00:00+02:00`. */
  readonly iso: string;
  /** IANA name. */
  readonly timeZone: string;
  /** In the operator's language, for example `Wednesday 1 July 2026 at 14:00:00 CEST`. */
  readonly text: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly unixMs: number;
}

/** Tells the time in any zone. */
export interface Clock {
  /** The time now, in the named zone or the operator's. Throws `RangeError` for a zone that does not exist. */
  read(timeZone?: string): Reading;
}

/** Makes the clock that the config describes. Throws `RangeError` for a zone or locale that does not exist. */
export function createClock({ timeZone = defaults.timeZone, locale = defaults.locale }: Config): Clock {
  const read = (zone = timeZone) => readMoment(new Date(), zone, locale);
  read();
  return { read };
}

/** Tells a moment in a zone, in the language of a locale. Throws `RangeError` where either does not exist. */
export function readMoment(moment: Date, timeZone: string, locale: string): Reading {
  const zone = knownTimeZone(timeZone);
  const style = { dateStyle: "full", timeStyle: "long" } as const;
  return {
    iso: isoIn(moment, zone),
    timeZone: zone,
    text: new Intl.DateTimeFormat(knownLocale(locale), { ...style, timeZone: zone }).format(moment),
    unixMs: moment.getTime(),
  };
}

/** Newer engines also take offsets such as `+01:00`; which they take should not depend on the engine. */
const zoneName = /^[A-Za-z][A-Za-z0-9_+\-/]*$/;

function knownTimeZone(name: string): string {
  const unknown = new RangeError(`There is no time zone "${name}"; use an IANA name such as Europe/Berlin`);
  if (!zoneName.test(name)) throw unknown;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw unknown;
  }
}

function knownLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    throw new RangeError(`"${tag}" is not the tag of a language; use BCP 47 such as en-GB`);
  }
}

function isoIn(moment: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "iso8601",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "longOffset",
  }).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((found) => found.type === type)?.value ?? "";
  const offset = part("timeZoneName").replace("GMT", "") || "+00:00";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}${offset}`;
}
