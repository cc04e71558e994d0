import { describe, expect, it } from "vitest";
import { idPattern } from "@mortise/sdk";
import { slug, toPartId } from "./slug.js";

describe("an id that is made of a name [OC-5]", () => {
  it.each([
    ["My Plugin", "my-plugin"],
    ["@acme/Tools", "acme-tools"],
    ["Café--Crème!", "cafe-creme"],
    ["prompts.chat", "prompts.chat"],
    ["../../etc/passwd", "etc-passwd"],
    ["__proto__", "proto"],
    ["x".repeat(200), "x".repeat(128)],
    ["工具", ""],
    ["", ""],
  ])("%s", (name, id) => {
    expect(slug(name)).toBe(id);
    if (id !== "") expect(id).toMatch(idPattern);
  });

  it.each([
    ["PreToolUse", "PreToolUse"],
    ["git/new branch", "git/new-branch"],
    ["front:end", "front/end"],
    ["a//b", "a/b"],
    ["工具/x", "x"],
    [".mcp.json", "mcp.json"],
    ["x".repeat(200), "x".repeat(128)],
    [`${"x".repeat(100)}/${"y".repeat(100)}`, ""],
  ])("part %s", (name, id) => {
    expect(toPartId(name)).toBe(id);
    if (id !== "") expect(id).toMatch(idPattern);
  });
});
