import { describe, expect, it } from "vitest";
import { manifestOf, notesOf, withFields } from "../test/plugin-folder.js";

describe("categories [OC-1]", () => {
  it("that are known stay as they are", () => {
    const candidate = withFields({ categories: ["voice", "tools"] }, { compat: "strict" });
    expect(notesOf(candidate)).toEqual([]);
    expect(manifestOf(candidate).categories).toEqual(["voice", "tools"]);
  });

  it("that are unknown are refused strictly, naming the known", () => {
    const candidate = withFields({ categories: ["comunication", "voice"] }, { compat: "strict" });
    expect(candidate.status).toBe("invalid");
    expect(notesOf(candidate)).toEqual(["error OPENCLAW_CATEGORIES_INVALID /categories/0"]);
    expect(candidate.diagnostics[0]?.help).toContain("inbox-collaboration");
  });

  it("that are unknown are dropped leniently", () => {
    const candidate = withFields({ categories: ["voices", "web", 3] });
    expect(candidate.status).toBe("ready");
    expect(notesOf(candidate)).toEqual([
      "warning OPENCLAW_CATEGORIES_INVALID /categories/0",
      "warning OPENCLAW_CATEGORIES_INVALID /categories/2",
    ]);
    expect(candidate.diagnostics[0]?.message).toContain('Did you mean "voice"?');
    expect(manifestOf(candidate).categories).toEqual(["web"]);
  });

  it.each([[[]], [["web", "voice", "media", "other"]], ["web"]])("are 1 to 3 in an array: %j", (categories) => {
    expect(notesOf(withFields({ categories }))).toEqual(["warning OPENCLAW_CATEGORIES_INVALID /categories"]);
    expect(withFields({ categories }, { compat: "strict" }).status).toBe("invalid");
  });
});

describe("kind", () => {
  it("gives slots, one or more", () => {
    expect(manifestOf(withFields({ kind: "memory" })).slots).toEqual(["memory"]);
    expect(manifestOf(withFields({ kind: ["memory", "context-engine"] })).slots).toEqual(["memory", "context-engine"]);
  });

  it("that is unknown is ignored with a warning", () => {
    const candidate = withFields({ kind: ["memori", "memory"] }, { compat: "strict" });
    expect(candidate.status).toBe("ready");
    expect(notesOf(candidate)).toEqual(["warning OPENCLAW_KIND_UNKNOWN /kind"]);
    expect(manifestOf(candidate).slots).toEqual(["memory"]);
  });
});
