import { callContext } from "@mortise/testing";
import { describe, expect, it } from "vitest";
import { createCliCommand } from "./cli.js";
import { createClock } from "./clock.js";
import { createCommand } from "./command.js";
import { createMethod } from "./method.js";
import { createRoute } from "./route.js";
import { createTicker } from "./ticker.js";
import { createTool } from "./tool.js";

const clock = createClock({ timeZone: "Europe/Berlin" });
const context = callContext();

describe("the tool [VEND-8]", () => {
  const { execute } = createTool(clock);

  it("tells the time in the zone it is asked for", async () => {
    const { text, data } = await execute({ timeZone: "Asia/Tokyo" }, context);
    expect(data).toMatchObject({ timeZone: "Asia/Tokyo", iso: expect.stringMatching(/\+09:00$/) });
    expect(text).toContain((data as { iso: string }).iso);
  });

  it.each([["Nowhere"], [7], [null]])("tells the model that %j is no zone", async (timeZone) => {
    expect(await execute({ timeZone }, context)).toMatchObject({
      isError: true,
      text: expect.stringContaining("IANA"),
    });
  });
});

describe("the command", () => {
  const { execute } = createCommand(clock);

  it("tells the operator's time, or another zone's", async () => {
    expect((await execute({ args: "" }, context)).text).toMatch(/\(Europe\/Berlin\)$/);
    expect((await execute({ args: " Asia/Tokyo" }, context)).text).toMatch(/\(Asia\/Tokyo\)$/);
  });

  it("says that a zone does not exist", async () => {
    expect((await execute({ args: "Nowhere" }, context)).text).toMatch(/^There is no time zone "Nowhere"/);
  });
});

describe("the command of the command line", () => {
  const { run } = createCliCommand(clock);
  const call = async (...args: string[]) => {
    const said = { stdout: "", stderr: "" };
    const { exitCode } = await run(
      {
        args,
        cwd: "/",
        isInteractive: false,
        write: async (text) => void (said.stdout += text),
        writeError: async (text) => void (said.stderr += text),
      },
      context,
    );
    return { ...said, exitCode };
  };

  it("tells the operator's time, or another zone's, to people and to programs", async () => {
    expect(await call()).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/\(Europe\/Berlin\)\n$/),
      stderr: "",
    });
    const { stdout } = await call("Asia/Tokyo", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ timeZone: "Asia/Tokyo", iso: expect.stringMatching(/\+09:00$/) });
  });

  it.each([
    [["Nowhere"], 'There is no time zone "Nowhere"'],
    [["UTC", "Asia/Tokyo"], "Usage: mortise clock"],
    [["--jsn"], "Usage: mortise clock"],
  ])("exits with 2 for %j and says why", async (args, text) => {
    expect(await call(...args)).toEqual({ exitCode: 2, stdout: "", stderr: expect.stringContaining(text) });
  });

  it("says how it is called", async () => {
    expect(await call("--help")).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining("Usage: mortise clock"),
      stderr: "",
    });
  });
});

describe("the gateway method", () => {
  const { call } = createMethod(clock);

  it("gives the time as data, in the zone it is asked for", async () => {
    expect(await call({}, context)).toMatchObject({ timeZone: "Europe/Berlin", unixMs: expect.any(Number) });
    expect(await call({ timeZone: "Asia/Tokyo" }, context)).toMatchObject({ timeZone: "Asia/Tokyo" });
  });

  it("blames the caller for a zone that does not exist", async () => {
    await expect(call({ timeZone: "Nowhere" }, context)).rejects.toMatchObject({ code: "invalid-request" });
  });
});

describe("the route", () => {
  const { handle } = createRoute(clock);
  const ask = (query: string, method = "GET") =>
    handle(new Request(`http://localhost/clock${query}`, { method }), context);

  it("answers JSON that nobody keeps", async () => {
    const response = await ask("?timeZone=Asia/Tokyo");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toMatchObject({ timeZone: "Asia/Tokyo" });
  });

  it("answers 400 for a zone that does not exist and 405 for anything but reading", async () => {
    const unknown = await ask("?timeZone=Nowhere");
    expect(unknown.status).toBe(400);
    expect(await unknown.json()).toEqual({ error: { message: expect.stringContaining('"Nowhere"') } });
    const posted = await ask("", "POST");
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});

describe("the ticker", () => {
  it("says how late its ticks came", async () => {
    let moment = 0;
    let tick = () => {};
    let isCleared = false;
    const ticker = createTicker({
      tickMs: 100,
      now: () => moment,
      setInterval: (run) => {
        tick = run;
        return { dispose: () => void (isCleared = true) };
      },
    });
    const health = () => ticker.health?.({}, context);
    expect(await health()).toEqual({ ok: false, detail: "not running" });
    await ticker.start({}, context);
    for (const now of [100, 200, 450]) {
      moment = now;
      tick();
    }
    expect(await health()).toEqual({ ok: true, detail: "3 ticks, the longest gap 250 of 100 ms" });
    moment = 1000;
    expect(await health()).toEqual({ ok: false, detail: "no tick for 550 ms" });
    await ticker.stop?.({}, context);
    expect(isCleared).toBe(true);
    expect(await health()).toMatchObject({ ok: false });
  });
});
