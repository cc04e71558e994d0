import { describe, expect, it } from "vitest";
import type { PluginReport } from "@mortise/core";
import { readCommandLine } from "./command-line.js";
import { diagnosticLines, logLine, painter } from "./lines.js";
import { bootReport } from "./report.js";
import { tryLines } from "./try-line.js";
import { watchLine } from "./watch-line.js";

const plugin = (id: string, more: Partial<PluginReport>) =>
  ({
    id,
    status: "enabled",
    reason: "enabled-in-config",
    reasonText: "plugins.entries turns it on",
    shape: { value: "plain-capability", basis: "declared" },
    contributions: [{ kind: "speech", category: "capability", ids: ["a"] }],
    diagnostics: [],
    ...more,
  }) as unknown as PluginReport;
const problem = {
  code: "LOAD_FAILED",
  level: "error",
  message: "The module\n  could not be loaded",
  help: "Mend it.",
} as const;

const plugins = [
  plugin("runs", {
    status: "active",
    shape: { value: "hybrid-capability", basis: "registered" },
    timing: { importMs: 1.2, registerMs: 2.4 },
    contributions: [
      { kind: "speech", category: "capability", ids: ["a"] },
      { kind: "tool", category: "surface", ids: ["b", "c"] },
    ],
  }),
  plugin("waits", {}),
  plugin("off", { status: "off", reasonText: "it is off until config enables it" }),
  plugin("keyless", { status: "kept-out", reasonText: "required config is missing", diagnostics: [problem] }),
  plugin("broken", { status: "failed", diagnostics: [problem] }),
];

describe("the boot report [GATE-5]", () => {
  it("is a line for each plugin, with its shape, its time, and what it brings or why it does not run", () => {
    expect(bootReport(plugins, undefined)).toEqual([
      "  runs     hybrid-capability             4 ms  speech, tool ×2",
      "  waits    plain-capability (declared)  waits  speech",
      "  off      plain-capability (declared)      -  off: it is off until config enables it",
      "  keyless  plain-capability (declared)      -  kept-out: required config is missing",
      "  broken   plain-capability (declared)      -  failed: The module could not be loaded",
    ]);
    expect(bootReport([], undefined)).toEqual(["  No plugins were found."]);
  });

  it("goes on below where the terminal is narrow", () => {
    expect(bootReport(plugins.slice(2, 3), 60)).toEqual([
      "  off  plain-capability (declared)  -  off: it is off until",
      "                                       config enables it",
    ]);
  });
});

describe("a diagnostic", () => {
  const whole = {
    ...problem,
    message: "It broke.",
    plugin: "p",
    path: "/p/index.js",
    line: 3,
    column: 7,
    pointer: "/a",
  };

  it("says what, where and what to do", () => {
    const plain = painter({}, {});
    expect(diagnosticLines(whole, plain)).toEqual([
      "error p: It broke.",
      "  at /p/index.js:3:7 /a",
      "  Mend it. (LOAD_FAILED)",
    ]);
    expect(diagnosticLines({ ...problem, message: "It broke." }, plain)).toEqual([
      "error It broke.",
      "  Mend it. (LOAD_FAILED)",
    ]);
    expect(logLine({ level: "warn", plugin: "p", message: "hm", fields: { a: 1 } }, plain)).toBe('warn p: hm {"a":1}');
  });

  it("has colour on a terminal alone, and where nobody asked for none", () => {
    const first = (stream: object, env: object) => diagnosticLines(whole, painter(stream, env as never))[0];
    expect(first({ isTTY: true }, {})).toBe("\u001B[31merror\u001B[39m p: It broke.");
    expect(first({ isTTY: true }, { NO_COLOR: "1" })).toBe("error p: It broke.");
    expect(first({ isTTY: false }, {})).toBe("error p: It broke.");
  });
});

it("the line to try is a chat with a model that can, or the list of models", () => {
  const model = (id: string, ...capabilities: string[]) =>
    ({ id, object: "model", created: 0, owned_by: "p", capabilities }) as const;
  const url = "http://127.0.0.1:4000";
  const chat = tryLines(url, [model("p/e", "embedding"), model("p/chat", "text-inference")], { http: {} }).join("\n");
  expect(chat).toContain(`curl ${url}/v1/chat/completions`);
  expect(chat).toContain('"model":"p/chat"');
  expect(
    tryLines(url, [model("p/chat", "text-inference")], { defaultModel: "q/other", http: {} }).join("\n"),
  ).toContain('"model":"q/other"');
  expect(tryLines(url, [model("p/e", "embedding")], { http: {} })).toEqual([`curl ${url}/v1/models`]);
  expect(tryLines(url, [], { http: { token: "0123456789abcdef" } })).toEqual([
    `curl ${url}/v1/models -H "authorization: Bearer $TOKEN"`,
  ]);
});

it("the command line is read strictly", () => {
  expect(readCommandLine(["--config", "a.jsonc", "--port", "0", "--host", "::1"])).toEqual({
    config: "a.jsonc",
    port: 0,
    host: "::1",
    watch: false,
    help: false,
  });
  expect(readCommandLine([])).toEqual({ watch: false, help: false });
  expect(readCommandLine(["--watch"])).toMatchObject({ watch: true });
  for (const wrong of [["--prot", "1"], ["--port", "x"], ["--port", "70000"], ["stray"]]) {
    expect(() => readCommandLine(wrong)).toThrow(wrong[0] === "--port" ? "--port takes a number" : wrong[0]);
  }
});

describe("the line of a change that was taken over", () => {
  const change = {
    loaded: [],
    reloaded: [],
    unloaded: [],
    updated: [],
    failed: [],
    durationMs: 12.3,
    delta: { generation: 2, added: [], removed: [], changed: [] },
    files: ["/plugins/clock/src/route.ts", "/plugins/clock/src/clock.ts"],
  };

  it("says what changed, and how long it took", () => {
    expect(watchLine({ ...change, reloaded: ["clock"] })).toBe("route.ts, clock.ts: reloaded clock, 12 ms");
    expect(watchLine({ ...change, updated: ["a"], unloaded: ["b", "c"] })).toBe(
      "route.ts, clock.ts: unloaded b, c; took over the config of a, 12 ms",
    );
    expect(watchLine(change)).toBe("route.ts, clock.ts: nothing that runs, 12 ms");
  });

  it("says what did not, and why, on one line", () => {
    const taken = { ...problem, message: "It runs on as it was." };
    expect(watchLine({ ...change, failed: [{ plugin: "clock", diagnostics: [taken, problem] }] })).toBe(
      "route.ts, clock.ts: clock did not change: The module could not be loaded, 12 ms",
    );
    expect(watchLine({ ...change, config: [taken] })).toContain("the config was not taken over: It runs on");
  });
});
