import { describe, expect, it } from "vitest";
import { findVoice, parseVariants, parseVoices, voicesOf } from "./voices.js";

const voices = parseVoices([
  "Pty Language       Age/Gender VoiceName          File                 Other Languages",
  " 5  de              --/M      German             gmw/de               ",
  " 2  en-us           --/M      English_(America)  gmw/en-US            (en 3)",
  " 5  en-us           --/M      English_(Other)    gmw/en-other         ",
  " 5  zlw             --/M      Nothing            zlw                  ",
]);
const variants = parseVariants([
  "Pty Language       Age/Gender VoiceName          File                 Other Languages",
  " 5  variant         --/M      Alex               !v/Alex              ",
  " 5  variant         --/F      female3            !v/f3                ",
]);

describe("parseVoices [VEND-6]", () => {
  it("reads one voice for each language, the first, without the heading", () => {
    expect(voices).toEqual([
      { id: "de", name: "German", language: "de" },
      { id: "en-us", name: "English (America)", language: "en-us" },
      { id: "zlw", name: "Nothing", language: "zlw" },
    ]);
  });
});

describe("findVoice", () => {
  it("answers in eSpeak NG's spelling, with a variant where one is named", () => {
    expect(findVoice("EN-US", { voices, variants })).toBe("en-us");
    expect(findVoice("de+alex", { voices, variants })).toBe("de+Alex");
  });

  it.each(["alloy", "", "en-us+nope", "en-us+f3+f3", "+f3", "--version", "../de", "gmw/de"])("refuses %j", (wanted) => {
    expect(() => findVoice(wanted, { voices, variants })).toThrow(expect.objectContaining({ code: "not-found" }));
  });
});

describe("voicesOf", () => {
  it("finds a language with its regions, and no language that merely starts alike", () => {
    expect(voicesOf("EN", voices).map(({ id }) => id)).toEqual(["en-us"]);
    expect(voicesOf("z", voices)).toEqual([]);
    expect(voicesOf(undefined, voices)).toHaveLength(3);
  });
});
