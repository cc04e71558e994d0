import { setTimeout as sleep } from "node:timers/promises";
import { callContext, startVendorServer, vendorFaults, type VendorReply } from "@mortise/testing";
import { describe, expect, it, vi } from "vitest";
import type { Config } from "./config.js";
import { connect } from "./connection.js";
import { createTextProvider } from "./text-inference.js";

vi.mock("node:timers/promises", async (importOriginal) => {
  const timers = await importOriginal<typeof import("node:timers/promises")>();
  return { ...timers, setTimeout: vi.fn(timers.setTimeout) };
});

const route = "POST /v1/chat/completions";
const apiKey = "mistral-key-0123456789";
const whole = {
  json: {
    id: "1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, finish_reason: "stop", message: { content: "Hi" } }],
    usage: {},
  },
} satisfies VendorReply;
const refused = (status: number, headers: Record<string, string> = {}): VendorReply => ({
  status,
  headers,
  json: { message: `Something about ${apiKey}.`, code: "some_code" },
});

function complete(url: string, settings: Partial<Config> = {}, signal?: AbortSignal) {
  const provider = createTextProvider(connect({ apiKey, baseUrl: url, maxRetries: 0, ...settings }));
  return provider.complete({ model: "m", messages: [{ role: "user", content: "Hello" }] }, callContext({ signal }));
}

async function failure(work: Promise<unknown>): Promise<Error> {
  return (await work.then(
    () => new Error("nothing failed"),
    (error: unknown) => error,
  )) as Error;
}

describe("what the vendor does wrong [VEND-2]", () => {
  it.each(vendorFaults)("$name becomes `$code`", async ({ reply, code }) => {
    await using server = await startVendorServer({ [route]: reply });
    expect(await failure(complete(server.url))).toMatchObject({ name: "CapabilityError", code });
    expect(server.requests).toHaveLength(1);
  });
});

describe("what the vendor refuses", () => {
  it.each([
    [400, "invalid-request"],
    [401, "authentication"],
    [403, "permission"],
    [404, "not-found"],
    [422, "invalid-request"],
    [429, "rate-limited"],
    [500, "unavailable"],
    [503, "unavailable"],
  ])("%i becomes `%s`, without the key", async (status, code) => {
    await using server = await startVendorServer({ [route]: refused(status) });
    const error = await failure(complete(server.url));
    expect(error).toMatchObject({ name: "CapabilityError", code, status });
    expect(error.message).toContain(String(status));
    expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain(apiKey);
  });

  it.each([
    [{ "retry-after": "7" }, 7_000],
    [{ "retry-after-ms": "1500", "retry-after": "7" }, 1_500],
    [{ "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{}, undefined],
  ])("429 with %j says to wait %s ms", async (headers, retryAfterMs) => {
    await using server = await startVendorServer({ [route]: refused(429, headers) });
    expect(await failure(complete(server.url))).toMatchObject({ code: "rate-limited", retryAfterMs });
  });

  it("429 with a date to come says to wait until then", async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    await using server = await startVendorServer({ [route]: refused(429, { "retry-after": inAnHour }) });
    const { retryAfterMs } = (await failure(complete(server.url))) as Error & { readonly retryAfterMs: number };
    expect(retryAfterMs).toBeGreaterThan(3_000_000);
    expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
  });
});

describe("trying again", () => {
  it("waits as long as the vendor says", async () => {
    await using server = await startVendorServer({ [route]: [refused(429, { "retry-after-ms": "23" }), whole] });
    await expect(complete(server.url, { maxRetries: 1 })).resolves.toMatchObject({ message: { content: "Hi" } });
    expect(vi.mocked(sleep).mock.calls.map(([wait]) => wait)).toEqual([23]);
    expect(server.requests).toHaveLength(2);
  });

  it("does not repeat what the vendor refused for good", async () => {
    await using server = await startVendorServer({ [route]: refused(400) });
    expect(await failure(complete(server.url, { maxRetries: 3 }))).toMatchObject({ code: "invalid-request" });
    expect(server.requests).toHaveLength(1);
  });

  it("does not wait for an hour", async () => {
    await using server = await startVendorServer({ [route]: refused(429, { "retry-after": "3600" }) });
    const error = await failure(complete(server.url, { maxRetries: 3 }));
    expect(error).toMatchObject({ code: "rate-limited", retryAfterMs: 3_600_000 });
    expect(server.requests).toHaveLength(1);
  });

  it("stops waiting when the caller aborts", async () => {
    await using server = await startVendorServer({ [route]: refused(429, { "retry-after": "20" }) });
    const abort = new AbortController();
    const work = failure(complete(server.url, { maxRetries: 1 }, abort.signal));
    await vi.waitFor(() => expect(vi.mocked(sleep).mock.calls.map(([wait]) => wait)).toContain(20_000));
    abort.abort();
    expect(await work).toMatchObject({ code: "aborted" });
  });
});

describe("what never comes to an answer", () => {
  it("says what failed when nobody listens", async () => {
    const server = await startVendorServer({});
    await server.close();
    const error = await failure(complete(server.url));
    expect(error).toMatchObject({ code: "unavailable" });
    expect(error.message).toContain("ECONNREFUSED");
  });

  it("is `timeout` when the vendor does not begin to answer", async () => {
    await using server = await startVendorServer({ [route]: { hang: true } });
    expect(await failure(complete(server.url, { timeoutMs: 30 }))).toMatchObject({ code: "timeout" });
  });

  it("is `timeout` when the vendor begins too late", async () => {
    await using server = await startVendorServer({ [route]: { ...whole, delayMs: 60_000 } });
    expect(await failure(complete(server.url, { timeoutMs: 30 }))).toMatchObject({ code: "timeout" });
  });

  it("is `timeout` when the caller's deadline passes", async () => {
    await using server = await startVendorServer({ [route]: { hang: true } });
    expect(await failure(complete(server.url, {}, AbortSignal.timeout(30)))).toMatchObject({ code: "timeout" });
  });

  it("is `aborted` when the caller aborts, and the request ends", async () => {
    await using server = await startVendorServer({ [route]: { hang: true } });
    const abort = new AbortController();
    const work = failure(complete(server.url, {}, abort.signal));
    const request = await server.received(0);
    abort.abort();
    expect(await work).toMatchObject({ code: "aborted" });
    await request.clientGone;
  });

  it("does not even ask when the caller has aborted before", async () => {
    await using server = await startVendorServer({ [route]: whole });
    expect(await failure(complete(server.url, {}, AbortSignal.abort()))).toMatchObject({ code: "aborted" });
    expect(server.requests).toEqual([]);
  });

  it("does not show a key that cannot be sent at all", async () => {
    const unsendable = "\u0000-secret";
    const error = await failure(complete("http://127.0.0.1:1", { apiKey: unsendable }));
    expect(error).toMatchObject({ name: "CapabilityError" });
    expect(error.message).not.toContain("secret");
  });
});
