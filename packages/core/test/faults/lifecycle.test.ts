// Alone in its process: what others left running would be taken for its own.
// What a plugin's lifecycle methods and disposers can do wrong. What takes 10 s before it is given up is hurried.
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  FaultyHost,
  hereIn,
  moduleOf,
  moments,
  sound,
  expectAsBefore,
  expectNothingLeft,
  expectWell,
} from "./faulty-host.js";

const bodies = {
  throws: "{ throw new Error('stuck'); // here\n}",
  rejects: "{ return turn().then(() => { throw new Error('stuck'); // here\n}); }",
  hangs: "{ return new Promise(() => {}); }",
} as const;
type Fault = keyof typeof bodies;
const faults = Object.keys(bodies) as Fault[];
const tool = "api.registerTool(aTool(async () => ({ text: 'new ' + api.config.level })));";
/** Nothing but what is hung is to be late: the clock runs a thousand times as fast. */
const unhurried = { loadDeadlineMs: 2 ** 30, callDeadlineMs: 2 ** 30, graceMs: 2 ** 30 };

/** Does something while time goes by faster, for timers. */
async function hurried<Result>(work: () => Promise<Result>): Promise<Result> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const progress = { isDone: false };
  const result = work().finally(() => (progress.isDone = true));
  result.catch(() => {});
  while (!progress.isDone) {
    await vi.advanceTimersByTimeAsync(1000);
    await new Promise((resolve) => void setImmediate(resolve));
  }
  vi.useRealTimers();
  return result;
}

describe.each(moments)("at %s, an onLoad that [CALL-9]", (moment) => {
  it.each(faults)("%s leaves nothing, and what was before runs on", async (fault) => {
    const code = moduleOf(tool, `onLoad() ${bodies[fault]},`);
    const at = () => FaultyHost.at(moment, code, unhurried);
    const faulty = fault === "hangs" ? await FaultyHost.at(moment, code, { loadDeadlineMs: 400 }) : await at();
    const found = faulty.diagnostic(fault === "hangs" ? "ON_LOAD_TIMEOUT" : "ON_LOAD_FAILED");
    expect(found).toMatchObject({ plugin: "bad", path: faulty.path("index.mjs") });
    if (fault !== "hangs") expect(found.line).toBe(hereIn(code));
    await expectWell(faulty);
    await expectAsBefore(faulty, moment);
    await expectNothingLeft(faulty);
  });
});

describe.each(moments)("after %s", (moment) => {
  const ends = {
    onUnload: (body: string) => moduleOf(tool, `onUnload() ${body},`),
    "a disposer": (body: string) => moduleOf(`${tool} api.onDispose(() => ${body});`),
  } as const;
  const cases = faults.flatMap((fault) => (["onUnload", "a disposer"] as const).map((end) => [end, fault] as const));

  it.each(cases)("%s that %s keeps nobody from unloading", async (end, fault) => {
    const code = ends[end](bodies[fault]);
    const faulty = await FaultyHost.at(moment, code, unhurried);
    expect(await faulty.askTool()).toBe("new undefined");
    const unload = () => faulty.host.unload("bad");
    const { unloaded } = await (fault === "hangs" ? hurried(unload) : unload());
    expect(unloaded).toEqual(["bad"]);
    const found = faulty.diagnostic("DISPOSE_FAILED");
    expect(found).toMatchObject({ plugin: "bad", path: faulty.path("index.mjs") });
    expect(found.message).toMatch(fault === "hangs" ? /10000 ms/ : /stuck/);
    if (fault !== "hangs") expect(found.line).toBe(hereIn(code));
    expect([...faulty.ledger.alive]).toEqual([]);
    await expectWell(faulty);
    await expectNothingLeft(faulty);
  });

  it.each(cases)(
    "%s that %s does not keep an edit from taking its place, nor the host from closing",
    async (end, fault) => {
      const faulty = await FaultyHost.at(moment, ends[end](bodies[fault]), unhurried);
      faulty.write("index.mjs", sound);
      const reload = () => faulty.host.reload("bad");
      const { reloaded } = await (fault === "hangs" ? hurried(reload) : reload());
      expect(reloaded).toEqual(["bad"]);
      expect(await faulty.askTool()).toBe("sound");
      expect(faulty.ledger.alive.size).toBe(1);
      await expectWell(faulty);
      await expectNothingLeft(faulty);
    },
  );
});

describe("an onConfigUpdate that [LIFE-6]", () => {
  const manifest = {
    configSchema: { type: "object", properties: { level: { type: "number" } }, additionalProperties: false },
  };
  const configOf = (faulty: FaultyHost, level: unknown) => ({
    plugins: { ...faulty.host.controlPlane.loaded.config.plugins, entries: { bad: { config: { level } } } },
  });

  it.each(faults)("%s has its plugin loaded anew with the new config", async (fault) => {
    const code = moduleOf(tool, `onConfigUpdate() ${bodies[fault]},`);
    const faulty = await FaultyHost.at("first load", code, { ...unhurried, manifest });
    const update = () => faulty.host.updateConfig(configOf(faulty, 2));
    const { reloaded, failed } = await (fault === "hangs" ? hurried(update) : update());
    expect({ reloaded, failed }).toEqual({ reloaded: ["bad"], failed: [] });
    expect(await faulty.askTool()).toBe("new 2");
    const found = faulty.diagnostic("CONFIG_UPDATE_FAILED");
    expect(found).toMatchObject({ plugin: "bad", path: faulty.path("index.mjs") });
    if (fault !== "hangs") expect(found.line).toBe(hereIn(code));
    expect(faulty.ledger.alive.size).toBe(1);
    await expectWell(faulty);
    await expectNothingLeft(faulty);
  });

  it.each(faults)(
    "%s, of a plugin that cannot be loaded anew, leaves plugin and config as they were",
    async (fault) => {
      const refusing = "if (api.config.level > 1) throw new Error('too high'); // there";
      const code = moduleOf(`${refusing}\n${tool}`, `onConfigUpdate() ${bodies[fault]},`);
      const faulty = await FaultyHost.at("first load", code, { ...unhurried, manifest });
      const update = () => faulty.host.updateConfig(configOf(faulty, 2));
      const { reloaded, failed } = await (fault === "hangs" ? hurried(update) : update());
      expect(reloaded).toEqual([]);
      expect(failed).toMatchObject([
        { plugin: "bad", diagnostics: [{ code: "CHANGE_NOT_TAKEN" }, { code: "REGISTER_THREW" }] },
      ]);
      expect(await faulty.askTool()).toBe("new undefined");
      const line = code.split("// there")[0]?.split("\n").length;
      expect(faulty.diagnostic("REGISTER_THREW")).toMatchObject({ path: faulty.path("index.mjs"), line });
      expect(faulty.ledger.alive.size).toBe(1);
      await expectWell(faulty);
      await expectNothingLeft(faulty);
    },
  );

  it.each([
    ["of the wrong kind", "high", "PLUGIN_CONFIG_INVALID"],
    ["missing", undefined, "PLUGIN_CONFIG_MISSING"],
  ])(
    "config that turns invalid while the plugin runs, %s, is not taken over; mended, it is [LIFE-4]",
    async (_, level, code) => {
      const strict = { configSchema: { ...manifest.configSchema, required: ["level"] } };
      const entry = { config: { level: 1 } };
      const faulty = await FaultyHost.at("first load", moduleOf(tool), { manifest: strict, entry });
      const { reloaded, unloaded, failed } = await faulty.host.updateConfig(configOf(faulty, level));
      expect({ reloaded, unloaded, failed: failed.map(({ plugin }) => plugin) }).toEqual({
        reloaded: [],
        unloaded: [],
        failed: ["bad"],
      });
      expect(faulty.diagnostic(code)).toMatchObject({ pointer: expect.stringContaining("level") });
      expect(await faulty.askTool()).toBe("new 1");
      await expectWell(faulty);
      expect((await faulty.host.updateConfig(configOf(faulty, 3))).reloaded).toEqual(["bad"]);
      expect(await faulty.askTool()).toBe("new 3");
      await wait(0);
      await expectNothingLeft(faulty);
    },
  );
});
