import { expect, test } from "vitest";
import type { PluginPage } from "../plugin-page.js";
import { printDiagnostic, printProblems, countText } from "./diagnostics.js";
import { fields } from "./fields.js";
import { printInspect } from "./inspect.js";
import { printList } from "./list.js";
import { paperOf } from "./paper.js";
import { plain } from "./plain.js";
import { printPlan } from "./plan.js";
import { table } from "./table.js";
import { wrap } from "./wrap.js";

const paper = paperOf(60, false);
const columns = [
  { title: "Name", least: 6 },
  { title: "Text", least: 10 },
];

const report: PluginPage = {
  id: "sound",
  status: "active",
  reason: "configured-path",
  reasonText: "plugins.load.paths names it",
  trace: [{ rule: "manifest", outcome: "pass" }],
  origin: "config",
  format: "mortise",
  root: "/plugins/sound",
  shape: { value: "plain-capability", basis: "registered" },
  contributions: [{ kind: "speech", category: "capability", ids: ["one", "two"] }],
  drift: { absent: ["speech:three"], undeclared: ["tool:hammer"] },
  config: { state: "valid", env: { apiKey: ["SOUND_KEY"] }, missing: [] },
  timing: { importMs: 12.34, registerMs: 0.5 },
  signals: ["config-valid"],
  compatibility: [],
  diagnostics: [],
  icon: "icon.svg",
  categories: ["media", "voice"],
  permissions: { net: ["api.example.com"], exec: true },
  slots: [
    { name: "memory", isHeld: false },
    { name: "memory.recall", isHeld: true },
  ],
  aliases: { command: { say: "speak" } },
  apis: [
    { id: "voices@1.2.0", description: "Lists voices.", isPublic: true },
    { id: "private@0.1.0", isPublic: false },
  ],
  foreign: [{ name: "catalog" }, { name: "openclaw.setupEntry", value: "./setup.js" }, { name: "openclaw.install" }],
  channels: [{ id: "phone" }, { id: "radio", isReady: false, detail: "no aerial" }, { id: "tube", isReady: true }],
};

test("a table takes the room that its texts need [CLI-3]", () => {
  expect(table(columns, [[{ text: "a" }, { text: "short" }]], paper)).toEqual(["Name  Text", "a     short"]);
});

test("a table that is too wide takes room from its widest column; text is wrapped, a long word cut", () => {
  const text = `${"word ".repeat(20)}${"x".repeat(90)}`;
  const lines = table(columns, [[{ text: "averylongname" }, { text }]], paper);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(lines.join(" ").match(/word/g)).toHaveLength(20);
  expect(lines.at(-1)).toMatch(/x+…$/);
  expect(lines[1]).toContain("averylongname");
});

test("cells are coloured after they have been cut", () => {
  const lines = table(
    columns,
    [[{ text: "y".repeat(90), paint: (text) => `<${text.length}>` }, { text: "z".repeat(90) }]],
    paper,
  );
  expect(lines[1]).toMatch(/^<\d\d> /);
});

test("text is wrapped at spaces, at line ends, and in words that are too long", () => {
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrap("one\ntwo", 7)).toEqual(["one", "two"]);
  expect(wrap("abcdefghij k", 4)).toEqual(["abcd", "efgh", "ij k"]);
});

test("what could move a terminal's cursor or hide text is taken out, wherever it stands [DIAG-5]", () => {
  expect(plain({ "a\u001b[2J": ["b\u009b1m", { c: "d\u202ee" }] })).toEqual({
    "a\ufffd[2J": ["b\ufffd1m", { c: "d\ufffde" }],
  });
  expect(printList([{ ...report, id: "\u001b]0;title\u0007" }], paper).join("")).not.toContain("\u001b");
});

test("fields without a value are left out, and long values stay in their column", () => {
  const lines = fields(
    [
      { label: "One", values: [] },
      { label: "Longer", values: ["word ".repeat(20).trim()] },
    ],
    paper,
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^Longer {2}word/);
  expect(lines[1]).toMatch(/^ {8}word/);
});

test("a diagnostic says its level, code and plugin, what happened, where, and what to do", () => {
  const place = { path: "/x/mortise.jsonc", line: 3, column: 5, pointer: "/plugins" };
  const diagnostic = {
    code: "SOME_CODE",
    level: "warning",
    plugin: "p",
    ...place,
    message: "It broke.",
    help: "Mend it.",
  } as const;
  expect(printDiagnostic(diagnostic, paper)).toEqual([
    "warning SOME_CODE  p",
    "  It broke.",
    "  at /x/mortise.jsonc:3:5 /plugins",
    "  → Mend it.",
  ]);
});

test("beside another answer errors are shown and the rest is counted", () => {
  const of = (level: "error" | "warning" | "advisory") => ({
    code: level.toUpperCase(),
    level,
    message: "m",
    help: "h",
  });
  const lines = printProblems([of("warning"), of("advisory"), of("error"), of("advisory")], paper);
  expect(lines[0]).toBe("error ERROR");
  expect(lines.at(-1)).toBe("Besides, 1 warning, 2 advisories: mortise doctor");
  expect(lines.join()).not.toContain("WARNING");
  expect(countText({ error: 0, warning: 0, advisory: 0 })).toBe("");
});

test("the list says of every shape what it rests on, once where that is the same for all", () => {
  const declared = {
    ...report,
    id: "quiet",
    status: "enabled",
    shape: { value: "hook-only", basis: "declared" },
  } as const;
  expect(printList([declared], paper)[0]).toContain("Shape (declared)");
  const both = printList([report, declared], paperOf(120, false)).join("\n");
  expect(both).toContain("plain-capability (registered)");
  expect(both).toContain("hook-only (declared)");
  expect(printList([], paper)).toEqual(["No plugin was found."]);
});

test("a plugin's page names what it brings and asks for, its drift and where its config may come from", () => {
  const page = printInspect(report, paperOf(100, false)).join("\n");
  for (const text of [
    "active: loaded, and what it registered is in use",
    "plain-capability (registered)",
    "speech: one, two",
    "speech:three is declared and was not registered",
    "tool:hammer was registered and is not declared",
    "SOUND_KEY supplies apiKey",
    "import 12 ms, register 0.5 ms",
    "command: say stands for speak",
    "memory: could fill it",
    "memory.recall: fills it",
    "voices@1.2.0, for any plugin: Lists voices.",
    "private@0.1.0, for plugins that require this one",
    "phone: not known whether it is ready",
    "radio: not ready, no aerial",
    "tube: ready",
    "net: api.example.com",
    "media, voice",
    "icon.svg",
    "openclaw.setupEntry: ./setup.js",
    "catalog, openclaw.install",
  ]) {
    expect(page).toContain(text);
  }
});

test("a plan for which nothing is loaded says so, and what would be loaded if it could", () => {
  const omitted = [
    { plugin: "a", why: "bundled-off", isConcerned: true },
    { plugin: "b", why: "not-concerned", isConcerned: false },
  ] as const;
  const lines = printPlan({ trigger: { kind: "capability", name: "speech" }, entries: [], omitted }, paper);
  expect(lines[0]).toBe("Nothing needs to be loaded for capability:speech.");
  expect(lines.join("\n")).toMatch(/^a +it comes with the application/m);
  expect(lines.at(-1)).toBe("1 other plugin is not concerned or may not run.");
});

test("colour is there only when it is asked for", () => {
  expect(printInspect(report, paperOf(80, false)).join("")).not.toContain("\u001b");
  expect(printInspect(report, paperOf(80, true)).join("")).toContain("\u001b[32mactive");
});
