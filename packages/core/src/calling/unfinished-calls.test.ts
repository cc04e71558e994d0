import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callingWith, providerOf } from "../../test/calling.js";
import { folderWith } from "../../test/folder.js";
import { ActiveCall, activeCalls, beforeNextCall, enter, leave } from "./deadlines.js";
import { createInvoker } from "./invoke.js";
import { nameUnfinishedAtExit, unfinishedCalls } from "./unfinished.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  activeCalls().forEach(leave);
  beforeNextCall(undefined);
});
afterEach(() => {
  activeCalls().forEach(leave);
  vi.advanceTimersByTime(100);
  vi.useRealTimers();
});

const invoke = createInvoker({ ...callingWith(), deadlineMs: 1000 });

/** Calls something that waits until it is told to answer. */
function waiting(plugin = "slow", id = "wait") {
  let answer = () => {};
  const execute = () => new Promise<void>((resolve) => (answer = resolve));
  const ended = invoke(providerOf({ execute }, { plugin, id }), "execute", {}, {});
  return { end: () => (answer(), ended) };
}

describe("the calls that are not finished [CALL-7]", () => {
  it("are named with plugin and operation, and how long they have been waited for", async () => {
    const call = waiting();
    expect(unfinishedCalls()).toEqual([{ plugin: "slow", what: "execute of wait", forMs: 0 }]);
    vi.advanceTimersByTime(60);
    const other = waiting("other");
    expect(unfinishedCalls()).toEqual([
      { plugin: "slow", what: "execute of wait", forMs: 40 },
      { plugin: "other", what: "execute of wait", forMs: 0 },
    ]);
    await call.end();
    expect(unfinishedCalls()).toMatchObject([{ plugin: "other" }]);
    await other.end();
    expect(unfinishedCalls()).toEqual([]);
  });

  it("never wait less than nothing, though the clock that saw them rounds up", () => {
    vi.advanceTimersByTime(0.5);
    class Short extends ActiveCall {
      readonly plugin = "p";
      readonly what = "x";
      expire(): void {}
    }
    enter(new Short(), 5);
    expect(unfinishedCalls()).toEqual([{ plugin: "p", what: "x", forMs: 0 }]);
  });

  it("are those of plugins: what the host itself waits for is not among them", () => {
    class OfHost extends ActiveCall {
      readonly plugin = "";
      readonly what = "a load";
      expire(): void {}
    }
    enter(new OfHost(), 0);
    expect(unfinishedCalls()).toEqual([]);
  });
});

describe("a host that asks for names at exit [CALL-7]", () => {
  const listening = () => process.listenerCount("exit");

  it("has the process listened to from the first call that waits until the last host is gone", async () => {
    const before = listening();
    const [undo, undoToo] = [nameUnfinishedAtExit(), nameUnfinishedAtExit()];
    expect(listening()).toBe(before);
    await Promise.all([waiting().end(), waiting().end()]);
    expect(listening()).toBe(before + 1);
    const undoLast = nameUnfinishedAtExit();
    await waiting().end();
    expect(listening()).toBe(before + 1);
    undo();
    undo();
    undoToo();
    undoToo();
    expect(listening()).toBe(before + 1);
    undoLast();
    expect(listening()).toBe(before);
    await waiting().end();
    expect(listening()).toBe(before);
  });

  it("has nobody listen where it goes before a first call waits, and again with the next host's first call", async () => {
    const before = listening();
    nameUnfinishedAtExit()();
    await waiting().end();
    expect(listening()).toBe(before);
    const undo = nameUnfinishedAtExit();
    await waiting().end();
    expect(listening()).toBe(before + 1);
    undo();
    const undoNext = nameUnfinishedAtExit();
    expect(listening()).toBe(before);
    await waiting().end();
    expect(listening()).toBe(before + 1);
    undoNext();
    expect(listening()).toBe(before);
  });

  it("has each named on stderr when the process exits, and nothing breaks where stderr is gone", async () => {
    const file = join(folderWith({ "stderr.txt": "" }), "stderr.txt");
    const known = process.listeners("exit");
    const undo = nameUnfinishedAtExit();
    const calls = [waiting("slow"), waiting("slower", "long")];
    vi.advanceTimersByTime(60);
    const tell = process.listeners("exit").find((listener) => !known.includes(listener));
    const usual = Object.getOwnPropertyDescriptor(process.stderr, "fd");
    const fd = openSync(file, "w");
    Object.defineProperty(process.stderr, "fd", { value: fd, configurable: true });
    tell?.(0);
    closeSync(fd);
    expect(() => tell?.(0)).not.toThrow();
    if (usual) Object.defineProperty(process.stderr, "fd", usual);
    else delete (process.stderr as { fd?: number }).fd;
    expect(readFileSync(file, "utf8")).toBe(
      "mortise: the process exits while slow's execute of wait is not finished, after 40 ms\n" +
        "mortise: the process exits while slower's execute of long is not finished, after 40 ms\n",
    );
    for (const { end } of calls) await end();
    undo();
  });
});
