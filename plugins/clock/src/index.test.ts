import { readFileSync } from "node:fs";
import { cliCommand, command, gatewayMethod, httpRoute, service, tool } from "@mortise/sdk";
import { callContext, createTestHost, fakeClock } from "@mortise/testing";
import { describe, expect, it } from "vitest";

const manifest = JSON.parse(readFileSync(new URL("../mortise.plugin.json", import.meta.url), "utf8"));
const clockHost = (settings: object = {}) =>
  createTestHost({ plugins: [new URL("..", import.meta.url)], config: { clock: settings } });

describe("the plugin [VEND-3, VEND-8]", () => {
  it("brings what its manifest declares and no capability", async () => {
    await using testHost = await clockHost();
    const report = await testHost.report("clock");
    expect(report).toMatchObject({
      status: "active",
      shape: { value: "non-capability", basis: "registered" },
      drift: { absent: [], undeclared: [] },
      diagnostics: [],
    });
    expect(report.contributions.map(({ kind, ids }) => [kind, ids])).toEqual([
      ["tool", ["clock_now"]],
      ["command", ["time"]],
      ["route", ["/clock"]],
      ["service", ["clock-ticker"]],
      ["method", ["clock.now"]],
      ["cli", ["clock"]],
    ]);
  });

  it("answers as a tool, a command, a method and a route through the host", async () => {
    await using testHost = await clockHost({ timeZone: "Asia/Tokyo" });
    const now = await testHost.provider(tool, "clock_now");
    expect("execute" in now && (await now.execute({}, callContext())).text).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00 \(Asia\/Tokyo\)$/,
    );
    const time = await testHost.provider(command, "time");
    expect((await time.execute({ args: " UTC " }, callContext())).text).toMatch(/ UTC \(UTC\)$/);
    expect(testHost.host.registry.get(command, "clock")).toMatchObject({ status: "active", id: "time" });
    const { call } = await testHost.provider(gatewayMethod, "clock.now");
    expect(await call({}, callContext())).toMatchObject({ timeZone: "Asia/Tokyo" });
    const { handle } = await testHost.provider(httpRoute, "/clock");
    const response = await handle(new Request("http://localhost/clock"), callContext());
    expect(await response.json()).toMatchObject({ timeZone: "Asia/Tokyo" });
  });

  it("ticks from the start of the host until it is closed, and leaves no timer", async () => {
    using clock = fakeClock();
    const testHost = await clockHost({ tickMs: 50 });
    expect((await testHost.host.start()).loaded).toEqual(["clock"]);
    expect(testHost.host.services).toEqual(["clock-ticker"]);
    await clock.advance(150);
    const ticker = await testHost.provider(service, "clock-ticker");
    expect(await ticker.health?.({}, callContext())).toMatchObject({
      ok: true,
      detail: expect.stringContaining("3 ticks"),
    });
    await testHost.close();
    expect(clock.waiting).toBe(0);
    expect(testHost.host.services).toEqual([]);
    expect(testHost.host.registry.get(tool, "clock_now")?.status).toBe("declared");
  });

  it.each([{ timeZone: "Mars/Olympus" }, { locale: "no_such_locale" }])("fails with %j, named", async (settings) => {
    await using testHost = await clockHost(settings);
    const { status, diagnostics } = await testHost.report("clock");
    expect(status).toBe("failed");
    expect(diagnostics[0]).toMatchObject({ code: "REGISTER_THREW" });
    expect(diagnostics[0]?.message).toContain(Object.values(settings)[0]);
  });

  it("has the command that its manifest describes", async () => {
    await using testHost = await clockHost();
    const { description } = await testHost.provider(cliCommand, "clock");
    expect(manifest.provides.cli.clock.description).toBe(description);
  });
});
