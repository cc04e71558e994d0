import { describe, expect, it } from "vitest";
import {
  normalizeSingleOrTrimmedStringList,
  normalizeStringEntries,
  parseOptionalDelimitedEntries,
  summarizeStringEntries,
} from "./lists.js";
import {
  extensionForMime,
  getFileExtension,
  mediaKindFromMime,
  mimeTypeFromFilePath,
  normalizeMimeType,
} from "./media-types.js";
import {
  asFiniteNumberInRange,
  parseFiniteNumber,
  parseStrictInteger,
  parseTcpPort,
  resolveIntegerOption,
} from "./numbers.js";
import { asRecord, filterStringRecord, isRecord, parseBooleanValue } from "./records.js";
import {
  escapeHtml,
  escapeRegExp,
  normalizeAtHashSlug,
  normalizeE164,
  normalizeHyphenSlug,
  normalizeOptionalString,
  normalizeOptionalStringifiedId,
  sliceUtf16Safe,
  truncateUtf16Safe,
} from "./strings.js";
import {
  addTimerTimeoutGraceMs,
  finiteSecondsToTimerSafeMilliseconds,
  MAX_TIMER_TIMEOUT_MS,
  parseDateFirstTimestampMs,
  resolveExpiresAtMsFromDurationMs,
  resolveExpiresAtMsFromEpochSeconds,
  resolveTimerTimeoutMs,
  timestampMsToIsoString,
} from "./times.js";

describe("numbers [OC-10]", () => {
  it.each([
    ["12", 12],
    [" -1.5e2 ", -150],
    [".5", 0.5],
    ["12px", undefined],
    ["0x10", undefined],
    ["", undefined],
    [Number.NaN, undefined],
    [null, undefined],
  ])("%j spells %j", (value, number) => expect(parseFiniteNumber(value)).toBe(number));

  it.each([
    ["42", 42],
    ["4.0", undefined],
    [4.5, undefined],
    ["9007199254740993", undefined],
    ["", undefined],
  ])("%j spells the whole number %j", (value, number) => expect(parseStrictInteger(value)).toBe(number));

  it("keep to a range, whose bounds may be outside", () => {
    expect(asFiniteNumberInRange(0, { min: 0 })).toBe(0);
    expect(asFiniteNumberInRange(0, { min: 0, minExclusive: true })).toBeUndefined();
    expect(resolveIntegerOption("x", 7.9, { max: 5 })).toBe(5);
    expect([parseTcpPort("443"), parseTcpPort(70_000), parseTcpPort("0")]).toEqual([443, null, null]);
  });
});

describe("times [OC-10]", () => {
  it("are what a timer can be set for", () => {
    expect(resolveTimerTimeoutMs(undefined, 20)).toBe(20);
    expect(resolveTimerTimeoutMs(1e12, 20)).toBe(MAX_TIMER_TIMEOUT_MS);
    expect(addTimerTimeoutGraceMs(Number.MAX_VALUE, Number.MAX_VALUE)).toBe(MAX_TIMER_TIMEOUT_MS);
    expect(finiteSecondsToTimerSafeMilliseconds(1.25)).toBe(1250);
    expect(finiteSecondsToTimerSafeMilliseconds(0)).toBeUndefined();
  });

  it("end after a duration, less a buffer, and not before what is left at least", () => {
    expect(resolveExpiresAtMsFromDurationMs(1000, { nowMs: 5000, bufferMs: 200 })).toBe(5800);
    expect(resolveExpiresAtMsFromDurationMs(1000, { nowMs: 5000, bufferMs: 900, minRemainingMs: 500 })).toBe(5500);
    expect(resolveExpiresAtMsFromDurationMs(-1)).toBeUndefined();
    expect(resolveExpiresAtMsFromEpochSeconds("1700000000")).toBe(1_700_000_000_000);
  });

  it("are moments or nothing", () => {
    expect(timestampMsToIsoString(0)).toBe("1970-01-01T00:00:00.000Z");
    expect(timestampMsToIsoString(8.65e15)).toBeUndefined();
    expect(parseDateFirstTimestampMs("2026-01-01T00:00:00Z")).toBe(1_767_225_600_000);
    expect(parseDateFirstTimestampMs("tomorrow")).toBeUndefined();
  });
});

describe("texts [OC-10]", () => {
  it("lose the blanks around them, and are nothing without more", () => {
    expect([normalizeOptionalString(" a "), normalizeOptionalString("  "), normalizeOptionalString(1)]).toEqual([
      "a",
      undefined,
      undefined,
    ]);
    expect([normalizeOptionalStringifiedId(42.9), normalizeOptionalStringifiedId(" x ")]).toEqual(["42", "x"]);
  });

  it("are never cut within a character", () => {
    expect(truncateUtf16Safe("a😀b", 2)).toBe("a");
    expect(truncateUtf16Safe("a😀b", 3)).toBe("a😀");
    expect(sliceUtf16Safe("😀b", 1)).toBe("b");
    expect(sliceUtf16Safe("ab😀", -1)).toBe("");
  });

  it("are escaped for where they go", () => {
    expect(escapeHtml(`<a href="x">'&'</a>`)).toBe("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
    expect(new RegExp(`^${escapeRegExp("a.b*(c)[d]\\")}$`).test("a.b*(c)[d]\\")).toBe(true);
  });

  it("become parts of ids and numbers of phones", () => {
    expect(normalizeHyphenSlug(" My Channel!! #1 ")).toBe("my-channel-#1");
    expect(normalizeAtHashSlug("#General  Chat_2")).toBe("general-chat-2");
    expect(normalizeE164("whatsapp:+1 (555) 010-0")).toBe("+15550100");
  });
});

describe("lists, objects and booleans [OC-10]", () => {
  it("are taken from what somebody wrote", () => {
    expect(normalizeStringEntries([" a ", 7, "", null])).toEqual(["a", "7", "null"]);
    expect(normalizeSingleOrTrimmedStringList(" a ")).toEqual(["a"]);
    expect(normalizeSingleOrTrimmedStringList(["a", 1, " "])).toEqual(["a"]);
    expect(parseOptionalDelimitedEntries("a, b;c\nd")).toEqual(["a", "b", "c", "d"]);
    expect(parseOptionalDelimitedEntries(" , ")).toBeUndefined();
    expect(summarizeStringEntries({ entries: ["a", "b", "c"], limit: 2 })).toBe("a, b (+1)");
  });

  it("are told apart", () => {
    expect([isRecord({}), isRecord([]), isRecord(null)]).toEqual([true, false, false]);
    expect(asRecord(null)).toEqual({});
    expect(filterStringRecord({ a: "x", b: 1 })).toEqual({ a: "x" });
    expect(["yes", "OFF", "maybe", true, 1].map((value) => parseBooleanValue(value))).toEqual([
      true,
      false,
      undefined,
      true,
      undefined,
    ]);
  });
});

describe("media types [OC-10]", () => {
  it("go by the name of a file, and back", () => {
    expect(mimeTypeFromFilePath("https://example.com/a.PNG?x=1")).toBe("image/png");
    expect(getFileExtension("/folder.d/file")).toBeUndefined();
    expect(extensionForMime("image/jpeg; q=1")).toBe(".jpg");
    expect(normalizeMimeType(" Text/HTML; charset=utf-8")).toBe("text/html");
    expect([mediaKindFromMime("audio/ogg"), mediaKindFromMime("application/pdf"), mediaKindFromMime("x/y")]).toEqual([
      "audio",
      "document",
      undefined,
    ]);
  });
});
