import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGateway } from "../gateway.js";
import { rawRequest, startGateway, type RunningGateway, type TestPlugin } from "../../test/running-gateway.js";

const page: TestPlugin = {
  provides: { routes: ["/page"] },
  register: 'api.registerHttpRoute({ path: "/page", handle: async () => new Response("a page") });',
};

let running: RunningGateway;
beforeAll(async () => {
  running = await startGateway({
    plugins: { page },
    section: { allowedHosts: ["gateway.example", "box:9000"], allowedOrigins: ["https://app.example"] },
  });
});
afterAll(() => running[Symbol.asyncDispose]());

const ask = (headers: Record<string, string>, path = "/healthz", method = "GET") =>
  rawRequest(running.port, path, { headers, method });
/** Headers with `PORT` where the gateway's port belongs. */
const here = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace("PORT", String(running.port))]),
  );

describe("the Host header [GATE-3]", () => {
  it.each([
    "127.0.0.1:PORT",
    "localhost:PORT",
    "LocalHost:PORT",
    "[::1]:PORT",
    "gateway.example",
    "gateway.example:8080",
    "box:9000",
  ])("%s is one of the gateway's", async (host) => expect(await ask(here({ host }))).toMatchObject({ status: 200 }));

  it.each([
    "evil.example",
    "evil.example:PORT",
    "127.0.0.1",
    "127.0.0.1:1",
    "127.0.0.1.evil.example:PORT",
    "box",
    "box:9001",
  ])("%s is not, and no route of a plugin answers it either", async (host) => {
    for (const path of ["/healthz", "/page", "/v1/models"]) {
      const { status, text } = await ask(here({ host }), path);
      expect(status).toBe(403);
      expect(JSON.parse(text)).toMatchObject({ error: { type: "permission_error", code: "host_not_allowed" } });
    }
  });

  it("that makes no address is refused in the same format", async () => {
    const { status, text } = await ask({ host: "a b" });
    expect([status, JSON.parse(text)]).toMatchObject([400, { error: { type: "invalid_request_error" } }]);
  });
});

describe("the Origin header", () => {
  it.each(["http://127.0.0.1:PORT", "https://app.example"])("%s may call", async (origin) => {
    expect(await ask(here({ origin }))).toMatchObject({ status: 200 });
  });

  it.each([
    "https://evil.example",
    "http://127.0.0.1:1",
    "http://localhost:3000",
    "null",
    "https://app.example.evil.example",
  ])("%s may not", async (origin) => {
    const { status, text } = await ask({ origin }, "/v1/chat/completions", "POST");
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ error: { code: "origin_not_allowed" } });
  });

  it("of an allowed page gets what browsers ask for, and others get nothing", async () => {
    const preflight = {
      origin: "https://app.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    };
    const asked = await ask(preflight, "/v1/chat/completions", "OPTIONS");
    expect(asked.status).toBe(204);
    expect(asked.headers).toMatchObject({
      "access-control-allow-origin": "https://app.example",
      "access-control-allow-headers": "authorization",
    });
    const answered = await ask({ origin: "https://app.example" }, "/v1/unknown");
    expect(answered.headers["access-control-allow-origin"]).toBe("https://app.example");
    expect((await ask({}, "/v1/models")).headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("is missing where another site's page includes an image or a script: refused, but for a link that was followed", async () => {
    expect(await ask({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }, "/page")).toMatchObject({
      status: 403,
    });
    expect(await ask({ "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" }, "/page")).toMatchObject({
      status: 403,
    });
    expect(await ask({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }, "/page")).toMatchObject({
      status: 200,
    });
    expect(await ask({ "sec-fetch-site": "none" }, "/page")).toMatchObject({ status: 200 });
  });
});

it("without a socket, the loopback names are the gateway's under any port", async () => {
  await using gateway = await createGateway({ config: false, roots: { bundled: [], workspace: [], global: [] } });
  expect((await gateway.fetch(new Request("http://localhost:1234/healthz"))).status).toBe(200);
  expect((await gateway.fetch(new Request("http://evil.example/healthz"))).status).toBe(403);
});
