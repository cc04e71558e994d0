import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actor } from "../../test/chat-plugin.js";
import { rawRequest, startGateway, type RunningGateway, type TestPlugin } from "../../test/running-gateway.js";

const platform = { Request, Response };
const limit = 2048;
/** Has a secret, and a vendor who repeats it. */
const keyed: TestPlugin = {
  provides: { "text-inference": { keyed: { models: ["m"] } } },
  manifest: {
    configSchema: { type: "object", properties: { apiKey: { type: "string" } } },
    setup: { env: { apiKey: "TEST_KEY" } },
    ui: { apiKey: { sensitive: true } },
  },
  register: `api.registerProvider({
    id: "keyed",
    async complete({ messages }) {
      const message = "the key " + api.config.apiKey + " is wrong";
      throw messages[0].content === "bug" ? new Error(message) : fail("authentication", message);
    },
  });`,
};

let running: RunningGateway;
beforeAll(async () => {
  running = await startGateway({
    plugins: { actor, keyed },
    section: { bodyLimitBytes: limit },
    env: { TEST_KEY: "sk-secret-value" },
  });
});
afterAll(() => running[Symbol.asyncDispose]());

const chat = (content: string, model = "actor-1") => JSON.stringify({ model, messages: [{ role: "user", content }] });
const post = (body: string, headers = {}) =>
  rawRequest(running.port, "/v1/chat/completions", { method: "POST", body, headers });

describe("a body [GATE-3]", () => {
  it("that is no JSON, nothing, or no object is 400", async () => {
    const cases = [
      ['{"model": ', "invalid_json"],
      ["", "invalid_json"],
      ["[]", "invalid_type"],
      ['"text"', "invalid_type"],
    ] as const;
    for (const [body, code] of cases) {
      const { status, text } = await post(body);
      expect([status, JSON.parse(text)]).toMatchObject([400, { error: { type: "invalid_request_error", code } }]);
    }
  });

  it("up to the limit is taken; a longer one is 413, announced or not", async () => {
    const space = (length: number) => chat("hi").padEnd(length);
    expect((await post(space(limit))).status).toBe(200);
    const chunked = { "transfer-encoding": "chunked" };
    expect((await post(space(limit), chunked)).status).toBe(200);
    for (const headers of [{}, chunked]) {
      const { status, text } = await post(space(limit + 1), headers);
      expect([status, JSON.parse(text)]).toMatchObject([413, { error: { code: "request_too_large" } }]);
    }
  });

  it("is bounded on every path that takes one", async () => {
    for (const path of ["/v1/embeddings", "/v1/audio/speech"]) {
      expect(await rawRequest(running.port, path, { method: "POST", body: " ".repeat(limit + 1) })).toMatchObject({
        status: 413,
      });
    }
  });
});

describe("an address", () => {
  it.each(["/nothing", "/v1", "/v1/nothing", "/v1/chat"])("%s that is none is 404 in the same format", async (path) => {
    const { status, text } = await rawRequest(running.port, path);
    expect([status, JSON.parse(text)]).toEqual([
      404,
      {
        error: {
          message: `There is nothing at GET ${path}.`,
          type: "invalid_request_error",
          param: null,
          code: "unknown_url",
        },
      },
    ]);
  });

  it.each([
    ["/v1/chat/completions", "GET", "POST"],
    ["/v1/models", "POST", "GET"],
    ["/plugins", "DELETE", "GET"],
  ])("%s asked with %s is 405 and says %s", async (path, method, allowed) => {
    const { status, headers, text } = await rawRequest(running.port, path, { method });
    expect([status, headers.allow, JSON.parse(text)]).toMatchObject([
      405,
      allowed,
      { error: { code: "method_not_allowed" } },
    ]);
  });
});

describe("what a plugin knows [SEC-3]", () => {
  it("is taken out of what callers and the log are told", async () => {
    const refused = await post(chat("hi", "keyed/m"));
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([
      401,
      { error: { message: "the key [redacted] is wrong" } },
    ]);
    await post(chat("bug", "keyed/m"));
    const said = running.log.filter(({ message }) => message.includes("the key [redacted] is wrong"));
    expect(said.map(({ level }) => level)).toEqual(["warn", "error"]);
    expect(JSON.stringify(running.log)).not.toContain("sk-secret-value");
  });
});

it("gives every answer an id", async () => {
  const ids = await Promise.all(
    ["/healthz", "/nothing"].map(async (path) => (await rawRequest(running.port, path)).headers["x-request-id"]),
  );
  expect(ids).toEqual([expect.stringMatching(/^req_/), expect.stringMatching(/^req_/)]);
  expect(new Set(ids).size).toBe(2);
});

it("leaves the platform's own Request and Response as they are", () => {
  expect(Request).toBe(platform.Request);
  expect(Response).toBe(platform.Response);
});
