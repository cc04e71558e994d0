import { afterAll, describe, expect, it } from "vitest";
import { pluginFolder } from "../test/plugin-folder.js";
import { createTestHost, fakeClock } from "./index.js";

const { plugin, close } = pluginFolder();
afterAll(close);

describe("fakeClock [KIT-5]", () => {
  it("stands still, goes on when it is told to, and settles promises in between", async () => {
    using clock = fakeClock(Date.UTC(2026, 0, 1));
    const said: string[] = [];
    const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));
    void (async () => {
      await wait(1000);
      said.push(new Date().toISOString());
      await wait(1000);
      said.push(`${performance.now()} ms`);
    })();
    await clock.advance(999);
    expect([said, clock.waiting]).toEqual([[], 1]);
    await clock.advance(1001);
    expect(said).toEqual(["2026-01-01T00:00:01.000Z", "2000 ms"]);
    expect([clock.now, clock.waiting]).toEqual([Date.UTC(2026, 0, 1, 0, 0, 2), 0]);
  });

  it("gives the process its time back, once", () => {
    const before = globalThis.setTimeout;
    const first = fakeClock();
    expect(globalThis.setTimeout).not.toBe(before);
    first.restore();
    using second = fakeClock(5);
    first.restore();
    expect([Date.now(), second.now]).toEqual([5, 5]);
    second.restore();
    expect(globalThis.setTimeout).toBe(before);
    expect(Date.now()).toBeGreaterThan(Date.UTC(2024));
  });

  it("moves the timers that a plugin starts through api", async () => {
    const register = `let beats = 0; api.setInterval(() => api.logger.info(\`beat \${(beats += 1)}\`), 60_000);`;
    const root = plugin({ manifest: { provides: {} }, register });
    using clock = fakeClock();
    await using testHost = await createTestHost({ plugins: [root] });
    await testHost.report("p1");
    await clock.advance(180_000);
    expect(testHost.log.map(({ message }) => message)).toEqual(["beat 1", "beat 2", "beat 3"]);
    await testHost.host.unload("p1");
    expect(clock.waiting).toBe(0);
  });
});
