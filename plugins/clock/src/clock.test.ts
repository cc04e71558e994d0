import { describe, expect, it } from "vitest";
import { createClock, readMoment } from "./clock.js";

const moment = new Date("2026-03-29T00:59:59Z");

describe("readMoment [VEND-8]", () => {
  it.each([
    ["UTC", "2026-03-29T00:59:59+00:00"],
    ["Europe/Berlin", "2026-03-29T01:59:59+01:00"],
    ["Asia/Kolkata", "2026-03-29T06:29:59+05:30"],
    ["America/Los_Angeles", "2026-03-28T17:59:59-07:00"],
  ])("tells it in %s", (zone, iso) => {
    const reading = readMoment(moment, zone, "en-GB");
    expect(reading.iso).toBe(iso);
    expect(new Date(reading.iso)).toEqual(moment);
    expect(reading.unixMs).toBe(moment.getTime());
  });

  it("follows the change to summer time", () => {
    expect(readMoment(new Date("2026-03-29T01:00:00Z"), "Europe/Berlin", "en-GB").iso).toBe(
      "2026-03-29T03:00:00+02:00",
    );
  });

  it("writes midnight as 00 and the digits that every program reads, whatever the locale", () => {
    const reading = readMoment(new Date("2026-01-01T00:00:00Z"), "UTC", "ar-EG");
    expect(reading.iso).toBe("2026-01-01T00:00:00+00:00");
    expect(reading.text).toMatch(/[٠-٩]/);
  });

  it.each(["Nowhere", "+01:00", "", "Europe/Berlin; DROP"])("refuses the zone %j by name", (zone) => {
    expect(() => readMoment(moment, zone, "en-GB")).toThrow(`There is no time zone "${zone}"`);
  });

  it("writes a zone's name as it is registered", () => {
    expect(readMoment(moment, "europe/berlin", "en-GB").timeZone).toBe("Europe/Berlin");
  });
});

describe("createClock", () => {
  it("refuses a config that no reading can be made with", () => {
    expect(() => createClock({ timeZone: "Nowhere" })).toThrow(RangeError);
    expect(() => createClock({ locale: "x" })).toThrow(RangeError);
  });
});
