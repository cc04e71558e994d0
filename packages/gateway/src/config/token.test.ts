import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rawRequest, startGateway, type TestPlugin } from "../../test/running-gateway.js";

const token = "0123456789abcdef-token";
const routes: TestPlugin = {
  provides: { routes: ["/open", "/shut"] },
  register: `
    api.registerHttpRoute({ path: "/open", auth: "plugin", handle: async () => new Response("open") });
    api.registerHttpRoute({ path: "/shut", handle: async () => new Response("shut") });`,
};
const statusOf = async (port: number, path: string, authorization?: string) =>
  (await rawRequest(port, path, { headers: authorization === undefined ? {} : { authorization } })).status;

describe("gateway.http.token [GATE-3]", () => {
  it("is asked for on every path but health and the routes that check their callers themselves", async () => {
    await using running = await startGateway({ plugins: { routes }, section: { http: { token } } });
    const shut = ["/v1/models", "/v1/nothing", "/plugins", "/shut", "/rpc"];
    for (const path of shut) {
      expect([path, await statusOf(running.port, path)]).toEqual([path, 401]);
      expect([path, await statusOf(running.port, path, "Bearer wrong-token-of-length")]).toEqual([path, 401]);
      expect([path, await statusOf(running.port, path, `Basic ${token}`)]).toEqual([path, 401]);
    }
    const answered = await Promise.all(shut.map((path) => statusOf(running.port, path, `Bearer ${token}`)));
    expect(answered).toEqual([200, 404, 200, 200, 426]);
    expect([await statusOf(running.port, "/healthz"), await statusOf(running.port, "/open")]).toEqual([200, 200]);
  });

  it("is asked for in OpenAI's format, and never shown", async () => {
    await using running = await startGateway({ section: { http: { token } } });
    const { headers, text } = await rawRequest(running.port, "/v1/models");
    expect([headers["www-authenticate"], JSON.parse(text)]).toMatchObject([
      "Bearer",
      { error: { type: "authentication_error", code: "invalid_api_key" } },
    ]);
    expect(running.gateway.host.controlPlane.checks.redactor.text(`say ${token}`)).toBe("say [redacted]");
  });

  it("lets a page of an allowed origin ask first what it may send", async () => {
    const origin = "https://app.example";
    await using running = await startGateway({ section: { http: { token }, allowedOrigins: [origin] } });
    const headers = {
      origin,
      "access-control-request-method": "GET",
      "access-control-request-headers": "authorization",
    };
    expect((await rawRequest(running.port, "/v1/models", { method: "OPTIONS", headers })).status).toBe(204);
  });

  it("may be a secret reference", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mortise-token-"));
    const file = join(folder, "token");
    writeFileSync(file, `${token}\n`);
    for (const [reference, env] of [
      [{ $env: "GATEWAY_TOKEN" }, { GATEWAY_TOKEN: token }],
      [{ $file: file }, {}],
    ] as const) {
      await using running = await startGateway({ section: { http: { token: reference } }, env });
      expect(await statusOf(running.port, "/v1/models")).toBe(401);
      expect(await statusOf(running.port, "/v1/models", `bearer ${token}`)).toBe(200);
    }
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["an empty variable", { http: { token: { $env: "GATEWAY_TOKEN" } } }, "SECRET_ENV_UNSET"],
    ["a short one", { http: { token: { $env: "SHORT" } } }, "GATEWAY_TOKEN_UNFIT"],
    ["a short one in the file", { http: { token: "hunter2" } }, "GATEWAY_CONFIG_INVALID_VALUE"],
    ["a number", { http: { token: 5 } }, "GATEWAY_CONFIG_INVALID_VALUE"],
    ["a misspelt key", { http: { tokn: token } }, "GATEWAY_CONFIG_UNKNOWN_KEY"],
    ["a misspelt group", { htp: { token } }, "GATEWAY_CONFIG_UNKNOWN_KEY"],
    ["a key in the wrong place", { token }, "GATEWAY_CONFIG_UNKNOWN_KEY"],
    ["a group that is none", { http: token }, "GATEWAY_CONFIG_INVALID_VALUE"],
  ])("that cannot be had, because of %s, keeps the gateway from starting", async (_, section, code) => {
    const starting = startGateway({ section, env: { SHORT: "hunter2" } });
    const hidden = expect.not.stringMatching(`hunter2|${token}`);
    await expect(starting).rejects.toMatchObject({ diagnostic: { code, message: hidden } });
  });
});

describe("routes of two plugins that overlap", () => {
  const route = (path: string, more: string): TestPlugin => ({
    provides: { routes: { [path]: more.includes("prefix") ? { match: "prefix" } : {} } },
    register: `api.registerHttpRoute({ path: "${path}", ${more} handle: async () => new Response("") });`,
  });

  it("and let in different callers are said, once they are known", async () => {
    await using running = await startGateway({
      plugins: {
        tree: route("/tree", 'match: "prefix",'),
        hook: route("/tree/hook", 'auth: "plugin",'),
        same: route("/tree/same", ""),
        apart: route("/treehouse", 'auth: "plugin",'),
      },
    });
    for (const path of ["/tree/x", "/tree/hook", "/tree/hook", "/tree/same", "/treehouse"])
      expect(await statusOf(running.port, path)).toBe(200);
    const said = running.gateway.host.diagnostics.all.filter(({ code }) => code === "GATEWAY_ROUTE_OVERLAP");
    expect(said.map(({ plugin, message }) => [plugin, message])).toEqual([
      ["hook", expect.stringContaining('The route /tree/hook of "hook" lies below /tree of "tree"')],
    ]);
  });
});
