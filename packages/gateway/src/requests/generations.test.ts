import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { caller } from "../../test/chat-plugin.js";
import {
  heard,
  startGateway,
  takeHeard,
  writePlugin,
  type RunningGateway,
  type TestPlugin,
} from "../../test/running-gateway.js";

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

/** A plugin that brings a bit of everything, and writes down which version of it was asked. */
const versioned = (version: string): TestPlugin => ({
  provides: {
    tools: { weather: { description: "Tells.", parameters: { type: "object" } } },
    hooks: ["before_tool_call", "after_tool_call", "message_sent"],
    routes: ["/slow"],
    methods: ["versioned.wait"],
    "text-inference": { talker: { models: ["talker-1"] } },
  },
  register: `
    const note = (what) => { heard.push(what + " ${version}"); };
    const opened = () => new Promise((resolve) => { note("waits in"); globalThis.mortiseOpen = resolve; });
    let runs = 0;
    api.registerTool({ name: "weather", description: "Tells.", parameters: { type: "object" }, async execute() {
      runs += 1;
      if (runs === 1 && "${version}" === "one") await opened();
      note("tool");
      return { text: "${version}" };
    } });
    api.on("before_tool_call", () => note("gate"));
    api.on("after_tool_call", () => note("told"));
    api.on("message_sent", () => note("sent"));
    api.registerHttpRoute({ path: "/slow", handle: async () => new Response(new ReadableStream({
      async start(c) { c.enqueue(new TextEncoder().encode("from ")); await opened(); c.enqueue(new TextEncoder().encode("${version}")); c.close(); },
    })) });
    api.registerGatewayMethod({ name: "versioned.wait", call: async () => { await opened(); return "${version}"; } });
    api.registerProvider({ id: "talker", async complete() { throw new Error("streams alone"); }, async stream() {
      return new ReadableStream({ start(c) { c.enqueue({ type: "text", text: "${version}" }); note("talks"); } });
    } });
    api.onDispose(() => note("gone"));`,
});

const open = () => (globalThis as { mortiseOpen?: () => void }).mortiseOpen?.();
const waits = () => vi.waitFor(() => expect(heard()).toContain("waits in one"));

async function reloadAs(version: string, { gateway, folder }: RunningGateway): Promise<void> {
  writePlugin(folder, "versioned", versioned(version));
  expect((await gateway.host.reload("versioned")).reloaded).toEqual(["versioned"]);
}

const turn = {
  model: "caller/caller-1",
  messages: [{ role: "user" as const, content: JSON.stringify({ calls: [["weather", {}]], again: true }) }],
};

describe("a request that began before a plugin was loaded anew [GATE-7]", () => {
  it("sees the old instance to its end, in every call and hook; the next request sees the new one alone", async () => {
    const section = { chat: { toolRounds: 2 } };
    await using running = await startGateway({ plugins: { caller, versioned: versioned("one") }, section });
    const first = running.client.chat.completions.create(turn);
    await waits();
    await reloadAs("two", running);
    expect(heard()).not.toContain("gone one");
    open();
    await first;
    await vi.waitFor(() => expect(heard()).toContain("gone one"));
    const round = ["gate one", "tool one", "told one"];
    expect(takeHeard()).toEqual(["gate one", "waits in one", ...round.slice(1), ...round, "sent one", "gone one"]);
    await running.client.chat.completions.create(turn);
    expect(takeHeard().filter((line) => String(line).includes("one"))).toEqual([]);
  });

  it("keeps it while the stream of a route leaves", async () => {
    await using running = await startGateway({ plugins: { versioned: versioned("one") } });
    const response = await fetch(`${running.url}/slow`);
    await waits();
    await reloadAs("two", running);
    expect(heard()).not.toContain("gone one");
    open();
    expect(await response.text()).toBe("from one");
    await vi.waitFor(() => expect(heard()).toContain("gone one"));
  });

  it("lets go of it when its caller leaves in the middle of a stream", async () => {
    await using running = await startGateway({ plugins: { versioned: versioned("one") } });
    const model = "talker/talker-1";
    const stream = await running.client.chat.completions.create({ ...turn, model, stream: true });
    await vi.waitFor(() => expect(heard()).toContain("talks one"));
    await reloadAs("two", running);
    expect(heard()).not.toContain("gone one");
    stream.controller.abort();
    await vi.waitFor(() => expect(heard()).toContain("gone one"));
  });

  it("lets go of it when the gateway closes and nobody ever read the answer", async () => {
    await using running = await startGateway({ plugins: { versioned: versioned("one") }, graceMs: 20_000 });
    const response = await running.gateway.fetch(new Request(`${running.url}/slow`));
    await waits();
    await reloadAs("two", running);
    await running.gateway.close();
    expect(heard()).toContain("gone one");
    expect(running.gateway.host.diagnostics.all.map(({ code }) => code)).not.toContain("CALLS_UNFINISHED");
    await expect(response.text()).rejects.toThrow("given up");
  });

  it("lets go of it when it is refused, or meets an error", async () => {
    await using running = await startGateway({ plugins: { versioned: versioned("one") } });
    await running.gateway.host.load(["versioned"]);
    for (const path of ["/nowhere", "/v1/nowhere", "/v1/chat/completions", "/v1/models/none"])
      await (await fetch(running.url + path)).text();
    await reloadAs("two", running);
    expect(heard()).toEqual(["gone one"]);
  });
});
