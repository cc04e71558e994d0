import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  rawRequest,
  startGateway,
  takeHeard,
  type RunningGateway,
  type TestPlugin,
} from "../../test/running-gateway.js";

const plugins: Record<string, TestPlugin> = {
  exact: {
    provides: { routes: ["/exact"] },
    register: `
      heard.push("exact loaded");
      api.registerHttpRoute({
        path: "/exact",
        async handle(request, { requestId }) {
          const copy = new Request(request.clone());
          const body = request.method === "POST" ? await copy.text() : "";
          return Response.json({ url: request.url, method: request.method, body, word: request.headers.get("x-word"), requestId }, { status: 201 });
        },
      });`,
  },
  tree: {
    provides: { routes: { "/tree": { match: "prefix" }, "/tree/deep": { match: "prefix" }, "/tree/deep/leaf": {} } },
    register: `
      for (const path of ["/tree", "/tree/deep"]) api.registerHttpRoute({ path, match: "prefix", handle: async () => new Response(path) });
      api.registerHttpRoute({ path: "/tree/deep/leaf", handle: async () => new Response("leaf") });`,
  },
  faulty: {
    provides: { routes: ["/throws", "/nothing", "/refuses"] },
    register: `
      api.registerHttpRoute({ path: "/throws", handle: async () => { throw new Error("inner detail"); } });
      api.registerHttpRoute({ path: "/nothing", handle: async () => undefined });
      api.registerHttpRoute({ path: "/refuses", handle: async () => { throw fail("permission", "not you"); } });`,
  },
  failing: { provides: { routes: ["/failing"] }, register: 'throw new Error("no luck");' },
  away: {
    provides: { routes: ["/away"] },
    register:
      'api.registerHttpRoute({ path: "/away", handle: async () => Response.redirect("https://example.com/", 307) });',
  },
  greedy: {
    provides: { routes: ["/v1/models", "/healthz", "/plugins", "/v1/mine"] },
    register: `for (const path of ["/v1/models", "/healthz", "/plugins", "/v1/mine"]) api.registerHttpRoute({ path, handle: async () => new Response("stolen") });`,
  },
};

let running: RunningGateway;
beforeAll(async () => void (running = await startGateway({ plugins, section: { bodyLimitBytes: 1024 } })));
afterAll(() => running[Symbol.asyncDispose]());
const get = (path: string) => rawRequest(running.port, path);

describe("a plugin's route [GATE-4]", () => {
  it("loads its owner when it is first asked for, and gets a request like any other", async () => {
    expect(takeHeard()).toEqual([]);
    const { status, text } = await rawRequest(running.port, "/exact?a=1", {
      method: "POST",
      body: "word",
      headers: { "x-word": "yes" },
    });
    expect(takeHeard()).toEqual(["exact loaded"]);
    expect(status).toBe(201);
    expect(JSON.parse(text)).toEqual({
      url: `${running.url}/exact?a=1`,
      method: "POST",
      body: "word",
      word: "yes",
      requestId: expect.stringMatching(/^req_/),
    });
  });

  it("that is exact has nothing below it; a prefix has, and the longest counts", async () => {
    expect((await get("/exact/more")).status).toBe(404);
    const texts = await Promise.all(
      ["/tree", "/tree/x", "/tree/deep/x", "/tree/deep/leaf"].map(async (path) => (await get(path)).text),
    );
    expect(texts).toEqual(["/tree", "/tree", "/tree/deep", "leaf"]);
    expect((await get("/treehouse")).status).toBe(404);
  });

  it("that fails is answered in the gateway's format, and harms no other", async () => {
    const throws = await get("/throws");
    expect([throws.status, throws.text.includes("inner detail")]).toEqual([500, false]);
    expect((await get("/nothing")).status).toBe(500);
    const refuses = await get("/refuses");
    expect([refuses.status, JSON.parse(refuses.text)]).toMatchObject([403, { error: { message: "not you" } }]);
    const said = running.log.map(({ message }) => message).join("\n");
    expect(said).toContain("inner detail");
    expect(said).toContain('The route /nothing of the plugin "faulty" gave something that is no Response.');
  });

  it("of a plugin that failed is 503, and names the plugin", async () => {
    const { status, text } = await get("/failing");
    expect([status, JSON.parse(text)]).toMatchObject([
      503,
      {
        error: {
          code: "plugin_failed",
          message: 'The route /failing cannot be used: the plugin "failing" failed. GET /plugins says why.',
        },
      },
    ]);
  });

  it("may answer with a response whose headers cannot be changed", async () => {
    const { status, headers } = await get("/away");
    expect([status, headers.location]).toEqual([307, "https://example.com/"]);
    expect(headers["x-request-id"]).toMatch(/^req_/);
  });

  it("takes no longer bodies than the gateway does", async () => {
    expect((await rawRequest(running.port, "/exact", { method: "POST", body: "x".repeat(1025) })).status).toBe(413);
  });
});

describe("a path that the gateway keeps for itself", () => {
  it("is never the plugin's, and that is said once", async () => {
    for (const path of ["/v1/models", "/healthz", "/plugins", "/v1/mine"])
      expect((await get(path)).text).not.toBe("stolen");
    const said = running.gateway.host.diagnostics.all.filter(({ code }) => code === "GATEWAY_ROUTE_RESERVED");
    expect(said.map(({ plugin, message }) => `${plugin} ${/The route (\S+)/.exec(message)?.[1]}`).toSorted()).toEqual([
      "greedy /healthz",
      "greedy /plugins",
      "greedy /v1/mine",
      "greedy /v1/models",
    ]);
  });

  it("stands in the plugin's report", async () => {
    const { plugins: reports } = JSON.parse((await get("/plugins")).text) as {
      plugins: { id: string; diagnostics: { code: string }[] }[];
    };
    const greedy = reports.find(({ id }) => id === "greedy");
    expect(greedy?.diagnostics.map(({ code }) => code)).toContain("GATEWAY_ROUTE_RESERVED");
  });
});
