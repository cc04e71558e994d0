// Alone in its process: what others left running would be taken for its own.
// Services that do not start or stop.
import { describe, expect, it } from "vitest";
import { FaultyHost, hereIn, moduleOf, moments, expectNothingLeft, expectWell } from "./faulty-host.js";

const up = "() => void ledger.services.add('bad')";
const down = "() => void ledger.services.delete('bad')";
const faults = {
  throws: "() => { throw new Error('stuck'); // here\n}",
  rejects: "async () => { await turn(); throw new Error('stuck'); // here\n}",
  hangs: "() => new Promise(() => {})",
} as const;
type Fault = keyof typeof faults;
const names = Object.keys(faults) as Fault[];
const options = { entry: { deadlineMs: 40 }, graceMs: 30 };

function expectPlaced(faulty: FaultyHost, code: string, module: string, fault: Fault): void {
  const found = faulty.diagnostic(code);
  expect(found).toMatchObject({ plugin: "bad", path: faulty.path("index.mjs") });
  expect(found.message).toMatch(fault === "hangs" ? /40 ms/ : /stuck/);
  if (fault !== "hangs") expect(found.line).toBe(hereIn(module));
}

describe.each(moments)("at %s, a service that [CALL-12]", (moment) => {
  it.each(names)("%s as it starts", async (fault) => {
    const tool = "api.registerTool(aTool(async () => ({ text: 'new' })));";
    const code = moduleOf(`${tool}\napi.registerService(aService(${faults[fault]}, ${down}));`);
    const faulty = await FaultyHost.at(moment, code, options);
    expectPlaced(faulty, "SERVICE_START_FAILED", code, fault);
    await expectWell(faulty);
    // Loaded anew, it would have to go without a service that it had: then the one before runs on, service and all.
    expect(await faulty.askTool()).toBe(moment === "reload" ? "sound" : "new");
    expect(faulty.host.services.includes("bad")).toBe(moment === "reload");
    expect(faulty.ledger.services.has("bad")).toBe(moment === "reload");
    expect(faulty.ledger.alive.size).toBe(1);
    if (moment === "reload") expect(faulty.found.map((one) => one.code)).toContain("CHANGE_NOT_TAKEN");
    if (fault !== "hangs") return expectNothingLeft(faulty);
    await faulty.host.close();
    expect([...faulty.ledger.alive]).toEqual([]);
  });

  it("comes up although it was given up is stopped again", async () => {
    const late = "() => new Promise((resolve) => (ledger.end = () => (ledger.services.add('bad'), resolve())))";
    const faulty = await FaultyHost.at(moment, moduleOf(`api.registerService(aService(${late}, ${down}));`), options);
    const { end } = faulty.ledger as { end?: () => void };
    faulty.ledger.services.delete("bad");
    end?.();
    await expect.poll(() => faulty.ledger.services.has("bad")).toBe(false);
    await expectWell(faulty);
    await expectNothingLeft(faulty);
  });

  it.each(names)("%s as it stops keeps neither the next from starting nor the host from closing", async (fault) => {
    const code = moduleOf(`api.registerService(aService(${up}, ${faults[fault]}));`);
    const faulty = await FaultyHost.at(moment, code, options);
    expect(faulty.host.services.toSorted()).toEqual(["bad", "well"]);
    const { reloaded } = await faulty.host.reload("bad");
    expect(reloaded).toEqual(["bad"]);
    expectPlaced(faulty, "SERVICE_STOP_FAILED", code, fault);
    expect(faulty.host.services.toSorted()).toEqual(["bad", "well"]);
    await expectWell(faulty);
    await faulty.host.close();
    expect(faulty.host.services).toEqual([]);
    expect([...faulty.ledger.alive]).toEqual([]);
    expect(faulty.ledger.services.has("well")).toBe(false);
  });
});
