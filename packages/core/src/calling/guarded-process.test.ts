import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { folderWith } from "../../test/folder.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { PluginPlace } from "../loading/blame.js";
import { nativeImport } from "../loading/native-import.js";
import { guardProcess, type Escape, type ProcessGuardOptions } from "./guard-process.js";

type Monitor = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin) => void;
type OnRejection = (reason: unknown, promise: Promise<unknown>) => void;

const events = [
  "uncaughtExceptionMonitor",
  "uncaughtException",
  "unhandledRejection",
  "newListener",
  "removeListener",
] as const;
const counts = () => events.map((event) => process.listenerCount(event));

/** Whoever runs these tests listens to rejections, and has to be out of the way. */
let others: NodeJS.UnhandledRejectionListener[];
const undone: (() => void)[] = [];
let before: readonly number[];
beforeEach(() => {
  others = process.listeners("unhandledRejection");
  for (const listener of others) process.off("unhandledRejection", listener);
  before = counts();
});
afterEach(() => {
  process.setUncaughtExceptionCaptureCallback(null);
  for (const undo of undone.splice(0)) undo();
  const after = counts();
  for (const listener of others) process.on("unhandledRejection", listener);
  if (String(after) !== String(before)) throw new Error("a listener is left behind");
});

let reported: Diagnostic[];
let escaped: Escape[];
beforeEach(() => {
  [reported, escaped] = [[], []];
});
const said = () => reported.map(({ code, plugin, line, message }) => `${code} ${plugin} ${line} ${message}`);

function guard(plugins: readonly PluginPlace[], more: Partial<ProcessGuardOptions> = {}): () => void {
  const undo = guardProcess({
    plugins: () => plugins,
    report: (diagnostic) => void reported.push(diagnostic),
    onEscape: (escape) => void escaped.push(escape),
    ...more,
  });
  undone.push(undo);
  return undo;
}

const root = join("/plugins", "bad");
const bad: PluginPlace = { id: "bad", root };
/** What was thrown at a line and column of a plugin's file. */
function thrownAt(line: number, column = 1, file = join(root, "index.js")): Error {
  const error = new Error("no");
  error.stack = `Error: no\n    at run (${file}:${line}:${column})`;
  return error;
}
const ofNobody = () => thrownAt(1, 1, join("/elsewhere", "index.js"));

/** Tells the guard of an error as Node does, and says whether that error goes nowhere from there. */
function tell(error: unknown, origin: NodeJS.UncaughtExceptionOrigin = "uncaughtException"): boolean {
  (process.listeners("uncaughtExceptionMonitor").at(-1) as Monitor)(error, origin);
  const isSwallowed = process.hasUncaughtExceptionCaptureCallback();
  process.setUncaughtExceptionCaptureCallback(null);
  return isSwallowed;
}

describe("what a plugin throws where nobody stands above it [CALL-8]", () => {
  it("goes nowhere, is told with its place, and the process's own place for such errors is free again", async () => {
    const folder = folderWith({
      "index.mjs": `export const later = (text) => setTimeout(() => {
        throw new Error(text);
      });
      export const reject = () => void Promise.reject(new Error("not kept"));`,
    });
    guard([{ id: "bad", root: folder }]);
    const { later, reject } = (await nativeImport(pathToFileURL(join(folder, "index.mjs")).href)) as {
      later(text: string): void;
      reject(): void;
    };
    later("in a timer");
    await vi.waitFor(() => expect(reported).toHaveLength(1));
    expect(reported).toMatchObject([
      { code: "ESCAPED_EXCEPTION", plugin: "bad", path: join(folder, "index.mjs"), line: 2 },
    ]);
    expect(reported[0]?.message).toMatch(/: in a timer$/);
    const error = expect.objectContaining({ message: "in a timer" }) as Error;
    expect(escaped).toMatchObject([{ kind: "exception", plugin: "bad", reason: "in a timer", error }]);
    expect(process.hasUncaughtExceptionCaptureCallback()).toBe(false);
    reject();
    await vi.waitFor(() => expect(reported).toHaveLength(2));
    expect(reported[1]).toMatchObject({ code: "ESCAPED_REJECTION", plugin: "bad", line: 4 });
    expect(escaped[1]).toMatchObject({ kind: "rejection", reason: "not kept" });
    expect(process.hasUncaughtExceptionCaptureCallback()).toBe(false);
  });

  it("is told the first, the tenth and the hundredth time at one place, and heard of each time", () => {
    guard([bad]);
    for (let count = 0; count < 100; count += 1) expect(tell(thrownAt(7))).toBe(true);
    expect(reported.map(({ message }) => message.replace(/^.*: no/, ""))).toEqual([
      "",
      " (time 10 at this place)",
      " (time 100 at this place)",
    ]);
    expect(escaped).toHaveLength(100);
  });

  it("is counted by place and by how it escaped", () => {
    const worse: PluginPlace = { id: "worse", root: join("/plugins", "worse") };
    guard([bad, worse]);
    const places = [
      thrownAt(1),
      thrownAt(2),
      thrownAt(1, 12),
      thrownAt(11, 2),
      thrownAt(1, 1, join(root, "other.js")),
      thrownAt(1, 1, join(worse.root, "index.js")),
    ];
    for (const error of [...places, ...places]) tell(error);
    tell(places[0], "unhandledRejection");
    expect(reported.map(({ code, plugin, line, column }) => [code.slice(8), plugin, line, column])).toEqual([
      ["EXCEPTION", "bad", 1, 1],
      ["EXCEPTION", "bad", 2, 1],
      ["EXCEPTION", "bad", 1, 12],
      ["EXCEPTION", "bad", 11, 2],
      ["EXCEPTION", "bad", 1, 1],
      ["EXCEPTION", "worse", 1, 1],
      ["REJECTION", "bad", 1, 1],
    ]);
  });

  it("is told to every host whose plugin it was, whatever befalls another's guard", () => {
    const fail = (): never => {
      throw new Error("broken");
    };
    guard([bad]);
    guard([bad], { plugins: fail });
    guard([bad], { report: fail });
    guard([bad]);
    guard([]);
    expect(tell(thrownAt(1))).toBe(true);
    expect(reported).toHaveLength(2);
  });

  it("is not contained where its guard breaks down", () => {
    guard([bad], {
      report: () => {
        throw new Error("broken");
      },
    });
    expect(tell(thrownAt(1))).toBe(false);
  });

  it("is not told to a host that has no use for each of them", () => {
    undone.push(guardProcess({ plugins: () => [bad], report: (diagnostic) => void reported.push(diagnostic) }));
    expect(tell(thrownAt(1))).toBe(true);
    expect(said()).toHaveLength(1);
  });

  it("is left to an application that captures such errors", () => {
    guard([bad]);
    const capture = vi.fn();
    process.setUncaughtExceptionCaptureCallback(capture);
    const count = process.listenerCount("uncaughtException");
    expect(tell(thrownAt(1))).toBe(true);
    expect(process.listenerCount("uncaughtException")).toBe(count);
    expect(reported).toHaveLength(1);
  });

  it("goes nowhere also where the process's place for such errors is taken for good", () => {
    guard([bad]);
    // As node:domain has it, once it was imported.
    const taken = vi.spyOn(process, "setUncaughtExceptionCaptureCallback").mockImplementation(() => {
      throw new Error("taken");
    });
    const listeners = process.listeners("uncaughtException");
    (process.listeners("uncaughtExceptionMonitor").at(-1) as Monitor)(thrownAt(1), "uncaughtException");
    taken.mockRestore();
    const [added, ...rest] = process.rawListeners("uncaughtException");
    expect(rest).toHaveLength(listeners.length);
    process.off("uncaughtException", added as Monitor);
  });
});

describe("what comes from elsewhere [CALL-8]", () => {
  it("takes its course", () => {
    guard([bad]);
    expect(tell(ofNobody())).toBe(false);
    expect(tell("text")).toBe(false);
    expect([reported, escaped]).toEqual([[], []]);
  });

  it("and what a plugin's import failed with is told to nobody else", async () => {
    const folder = folderWith({ "index.mjs": 'throw new Error("not today");', "other.mjs": 'throw new Error("nor")' });
    process.on("unhandledRejection", ignore);
    guard([{ id: "bad", root: folder }]);
    const onRejection = process.listeners("unhandledRejection")[0] as OnRejection;
    const load = (name: string) => nativeImport(pathToFileURL(join(folder, name)).href);
    const error = await load("index.mjs").catch((reason: unknown) => reason);
    onRejection(error, Promise.resolve());
    expect(reported).toEqual([]);
    await new Promise(setImmediate);
    onRejection(error, Promise.resolve());
    expect(reported).toMatchObject([{ code: "ESCAPED_REJECTION", plugin: "bad" }]);
    process.off("unhandledRejection", ignore);
  });
});

const ignore = () => {};

describe("the guard's listener to rejections", () => {
  const count = () => process.listenerCount("unhandledRejection");

  it("stands beside others, and leaves with the last of them", () => {
    guard([bad]);
    const told = [count()];
    const step = (change: () => void) => (change(), told.push(count()));
    step(() => process.on("unhandledRejection", ignore));
    step(() => process.on("unhandledRejection", ignore));
    step(() => process.off("unhandledRejection", ignore));
    step(() => process.off("unhandledRejection", ignore));
    step(() => process.on("unhandledRejection", ignore));
    step(() => process.removeAllListeners("unhandledRejection"));
    step(() => process.on("unhandledRejection", ignore));
    step(() => process.off("unhandledRejection", ignore));
    expect(told).toEqual([0, 2, 3, 2, 0, 2, 0, 2, 0]);
  });

  it("is first in line, and there at once where others were before the guard", () => {
    process.on("unhandledRejection", ignore);
    guard([bad]);
    expect(count()).toBe(2);
    const [first, second] = process.listeners("unhandledRejection");
    expect(second).toBe(ignore);
    (first as OnRejection)(thrownAt(3), Promise.resolve());
    (first as OnRejection)(ofNobody(), Promise.resolve());
    expect(said()).toEqual([expect.stringMatching(/^ESCAPED_REJECTION bad 3 .*: no$/)]);
    expect(escaped).toMatchObject([{ kind: "rejection" }]);
    process.off("unhandledRejection", ignore);
    expect(count()).toBe(0);
  });

  it("comes back where somebody took it away together with others", () => {
    const ignoreToo = () => {};
    for (const listener of [ignore, ignoreToo]) process.on("unhandledRejection", listener);
    guard([bad]);
    process.off("unhandledRejection", process.listeners("unhandledRejection")[0] as OnRejection);
    expect(process.listeners("unhandledRejection")).toEqual([ignore, ignoreToo]);
    process.on("unhandledRejection", ignore);
    expect(count()).toBe(4);
    for (const listener of [ignore, ignoreToo, ignore]) process.off("unhandledRejection", listener);
    expect(count()).toBe(0);
  });

  it("heeds no other event, and is not called up by what listens while an import has failed", async () => {
    guard([bad]);
    process.on("warning", ignore);
    process.off("warning", ignore);
    expect(count()).toBe(0);
    process.on("unhandledRejection", ignore);
    process.on("warning", ignore);
    process.off("warning", ignore);
    expect(count()).toBe(2);
    process.off("unhandledRejection", ignore);
    const folder = folderWith({ "index.mjs": 'throw new Error("not today");' });
    await nativeImport(pathToFileURL(join(folder, "index.mjs")).href).catch(ignore);
    // The one that stands there for a moment.
    expect(count()).toBe(1);
    await new Promise(setImmediate);
    expect(count()).toBe(0);
  });

  it.each([
    ["strict", [0, 1]],
    ["warn", [1, 2]],
    ["none", [1, 2]],
    ["throw", [0, 2]],
    ["warn-with-error-code", [0, 2]],
  ] as const)("is there as --unhandled-rejections=%s asks for", (mode, expected) => {
    const flags = [`--unhandled-rejections=${mode}`, "--unhandled_rejections", mode];
    for (const flag of [flags.slice(0, 1), flags.slice(1)]) {
      process.execArgv.push("--unhandled-rejections=throw", ...flag);
      const undo = guard([bad]);
      process.execArgv.splice(-1 - flag.length);
      const told = [count()];
      process.on("unhandledRejection", ignore);
      told.push(count());
      process.off("unhandledRejection", ignore);
      undo();
      expect([...told, count()]).toEqual([...expected, 0]);
    }
  });

  it("is there as NODE_OPTIONS ask for, unless the command says otherwise", () => {
    const { NODE_OPTIONS } = process.env;
    process.env["NODE_OPTIONS"] = "--no-warnings --unhandled-rejections=warn";
    const undo = guard([bad]);
    const alone = count();
    undo();
    process.execArgv.push("--unhandled-rejections=strict");
    guard([bad]);
    process.execArgv.pop();
    if (NODE_OPTIONS === undefined) delete process.env["NODE_OPTIONS"];
    else process.env["NODE_OPTIONS"] = NODE_OPTIONS;
    expect([alone, count()]).toEqual([1, 0]);
  });
});

it("nothing listens any more once the last guard is undone, each undone once [CALL-8]", () => {
  process.on("unhandledRejection", ignore);
  const [first, second] = [guard([bad]), guard([bad])];
  const during = counts();
  first();
  first();
  expect(counts()).toEqual(during);
  expect(tell(thrownAt(1))).toBe(true);
  expect(reported).toHaveLength(1);
  second();
  process.off("unhandledRejection", ignore);
  expect(counts()).toEqual(before);
  expect(during[0]).toBe((before[0] ?? 0) + 1);
});

it("what listens is there once, however many hosts there are, and Node warns of nothing [CALL-8]", async () => {
  const warned = vi.fn();
  process.on("warning", warned);
  guard([bad]);
  const one = counts();
  for (let count = 0; count < 30; count += 1) guard([bad]);
  expect(counts()).toEqual(one);
  await new Promise(setImmediate);
  process.off("warning", warned);
  expect(warned).not.toHaveBeenCalled();
});
