import { expect, it } from "vitest";
import { rawRequest, startGateway, type TestPlugin } from "../../test/running-gateway.js";

const withService = (id: string, members: string): TestPlugin => ({
  provides: { services: [id] },
  register: `api.registerService({ id: "${id}", start: async () => {}, ${members} });`,
});

it("GET /healthz tells how each service is, and how many plugins are in each state [GATE-6]", async () => {
  await using running = await startGateway({
    plugins: {
      fine: withService("fine", 'health: async () => ({ ok: true, detail: "all well" })'),
      silent: withService("silent", ""),
      sick: withService("sick", 'health: async () => { throw new Error("no pulse"); }'),
      unborn: withService("unborn", 'start: async () => { throw new Error("cannot"); }'),
      failing: { register: 'throw new Error("no");', manifest: { activation: { onStartup: true } } },
      waiting: {},
    },
  });
  const { status, text } = await rawRequest(running.port, "/healthz");
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({
    ok: false,
    plugins: { active: 4, enabled: 1, failed: 1 },
    services: [
      { id: "fine", plugin: "fine", ok: true, detail: "all well" },
      { id: "sick", plugin: "sick", ok: false, detail: "no pulse" },
      { id: "silent", plugin: "silent", ok: true },
      { id: "unborn", plugin: "unborn", ok: false, detail: "It does not run." },
    ],
    channels: [],
  });
});

it("is ok where everything is well, and does not wait for a service that hangs", async () => {
  await using well = await startGateway({ plugins: { fine: withService("fine", "") } });
  expect(JSON.parse((await rawRequest(well.port, "/healthz")).text)).toMatchObject({ ok: true });
  await using hanging = await startGateway({
    plugins: { hangs: withService("hangs", "health: () => new Promise(() => {})") },
  });
  const { services } = JSON.parse((await rawRequest(hanging.port, "/healthz")).text) as { services: unknown[] };
  expect(services).toEqual([
    { id: "hangs", plugin: "hangs", ok: false, detail: expect.stringContaining("took longer than 2000 ms") },
  ]);
});
