import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runScript, sourceFile } from "../test/child.js";
import { hostWith } from "../test/host-with.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { createStartupWatch } from "./startup-watch.js";

describe("a watch [START-3]", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const watching = (afterMs?: number) => {
    const said: string[] = [];
    const reported: Diagnostic[] = [];
    const report = (diagnostic: Diagnostic) => {
      reported.push(diagnostic);
      said.push(diagnostic.message);
    };
    return { watch: createStartupWatch({ report, ...(afterMs !== undefined && { afterMs }) }), said, reported };
  };

  it("names who is waited for, in which stage and for how long, the longest first, once in each interval", () => {
    const { watch, said, reported } = watching();
    watch.begin("slow", "import");
    vi.advanceTimersByTime(2000);
    watch.begin("other", "import");
    watch.begin("slow", "onLoad");
    vi.advanceTimersByTime(2999);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(["Still waiting for slow (onLoad, 5 s), other (import, 3 s)."]);
    expect(reported[0]).toMatchObject({ code: "STARTUP_WAITING", level: "warning", plugin: "slow" });
    watch.end("other");
    vi.advanceTimersByTime(4999);
    expect(said).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(said[1]).toBe("Still waiting for slow (onLoad, 10 s).");
  });

  it("is silent about what is done in time, however many follow one another", () => {
    const { watch, said } = watching(100);
    watch.begin("first", "import");
    for (let index = 0; index < 50; index += 1) {
      watch.begin(`p${index}`, "import");
      vi.advanceTimersByTime(40);
      watch.end(index === 0 ? "first" : `p${index - 1}`);
    }
    expect(said).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(said).toHaveLength(1);
  });

  it("sets no timer while nobody is waited for", () => {
    const { watch } = watching();
    expect(vi.getTimerCount()).toBe(0);
    watch.begin("a", "services");
    watch.begin("b", "services");
    watch.end("a");
    expect(vi.getTimerCount()).toBe(1);
    watch.end("b");
    watch.end("b");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("says who is waited for when it is asked", () => {
    const { watch } = watching();
    watch.begin("a", "import");
    vi.advanceTimersByTime(10);
    watch.begin("b", "onLoad");
    expect(watch.waiting).toEqual([
      { plugin: "a", stage: "import", forMs: 10 },
      { plugin: "b", stage: "onLoad", forMs: 0 },
    ]);
  });

  it("names ten at most", () => {
    const { watch, said } = watching(10);
    for (let index = 0; index < 13; index += 1) watch.begin(`p${index}`, "import");
    vi.advanceTimersByTime(10);
    expect(said[0]).toMatch(/^Still waiting for p0 \(import, 1 s\), .* p9 \(import, 1 s\) and 3 more\.$/);
  });

  it("says nothing once it has ended, and begins nothing", () => {
    const { watch, said } = watching(10);
    watch.begin("a", "import");
    watch.dispose();
    watch.begin("b", "import");
    vi.advanceTimersByTime(1000);
    expect([said, watch.waiting, vi.getTimerCount()]).toEqual([[], [], 0]);
  });
});

it.each([
  ["was imported", { module: "throw new Error('no')" }],
  ["registered", { register: "throw new Error('no')" }],
  ["ran its onLoad", { members: "onLoad() { throw new Error('no') }" }],
])("a plugin that failed when it %s is waited for by nobody", async (_name, plugin) => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    const { host, codes } = await hostWith({ a: plugin });
    await host.load(["a"]);
    vi.advanceTimersByTime(20_000);
    expect([codes("a").length, codes("a").includes("STARTUP_WAITING")]).toEqual([1, false]);
  } finally {
    vi.useRealTimers();
  }
});

it("keeps no process alive", async () => {
  const script = `
    import { createStartupWatch } from ${JSON.stringify(sourceFile("startup-watch.ts"))};
    createStartupWatch({ report: () => console.log("waited"), afterMs: 3_600_000 }).begin("a", "import");
    console.log("over");`;
  expect(await runScript(script)).toBe("over\n");
});
