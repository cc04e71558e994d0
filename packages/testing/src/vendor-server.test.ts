import { describe, expect, it } from "vitest";
import { startVendorServer, vendorFaults } from "./index.js";

const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

describe("startVendorServer [KIT-4]", () => {
  it("answers JSON with the scripted status and headers", async () => {
    await using server = await startVendorServer({
      "GET /v1/models": { status: 429, headers: { "retry-after": "7" }, json: { error: "slow down" } },
    });
    const response = await fetch(`${server.url}/v1/models?limit=2`);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual({ error: "slow down" });
    expect(server.requests[0]).toMatchObject({ method: "GET", path: "/v1/models?limit=2" });
  });

  it("answers bytes", async () => {
    const bytes = Uint8Array.of(0, 255, 10, 13);
    await using server = await startVendorServer({ "GET /audio": { headers: { "content-type": "audio/wav" }, bytes } });
    const response = await fetch(`${server.url}/audio`);
    expect(response.headers.get("content-type")).toBe("audio/wav");
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it("answers server-sent events, strings as they are and the rest as JSON", async () => {
    await using server = await startVendorServer({ "POST /chat": { events: [{ n: 1 }, "[DONE]"] } });
    const response = await post(`${server.url}/chat`, {});
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(await response.text()).toBe('data: {"n":1}\n\ndata: [DONE]\n\n');
  });

  it("takes replies from a queue, then says that none is left", async () => {
    await using server = await startVendorServer({ "GET /a": [{ json: 1 }, { json: 2 }] });
    const read = async (): Promise<unknown> => (await fetch(`${server.url}/a`)).json();
    expect([await read(), await read()]).toEqual([1, 2]);
    const response = await fetch(`${server.url}/a`);
    expect(response.status).toBe(501);
    expect(await response.text()).toContain("no reply is scripted for GET /a");
  });

  it("answers what a function makes of the request", async () => {
    await using server = await startVendorServer({ "POST /echo": (request) => ({ json: request.json }) });
    expect(await (await post(`${server.url}/echo`, { hello: ["there"] })).json()).toEqual({ hello: ["there"] });
  });

  it("records headers, raw bytes and forms with their files", async () => {
    await using server = await startVendorServer({ "POST /upload": { json: {} } });
    const form = new FormData();
    form.set("model", "m");
    form.set("file", new Blob([Uint8Array.of(1, 2)], { type: "audio/wav" }), "a.wav");
    await fetch(`${server.url}/upload`, { method: "POST", headers: { authorization: "Bearer k" }, body: form });
    await fetch(`${server.url}/upload`, { method: "POST", headers: { "content-type": "text/plain" }, body: "raw" });
    const [upload, raw] = server.requests;
    const file = upload?.form?.get("file") as File;
    expect(upload?.headers.authorization).toBe("Bearer k");
    expect(upload?.form?.get("model")).toBe("m");
    expect([file.name, file.type, new Uint8Array(await file.arrayBuffer())]).toEqual([
      "a.wav",
      "audio/wav",
      Uint8Array.of(1, 2),
    ]);
    expect(new TextDecoder().decode(raw?.bytes)).toBe("raw");
    expect(raw?.json).toBeUndefined();
  });

  it("sends pieces one by one, as they are", async () => {
    const chunks = ["event: ping\ndata: {", Uint8Array.of(125, 10, 10)];
    await using server = await startVendorServer({
      "GET /whole": { chunks, pieceDelayMs: 5, delayMs: 5, headers: { "content-type": "text/event-stream" } },
    });
    const whole = await fetch(`${server.url}/whole`);
    expect(whole.headers.get("content-type")).toBe("text/event-stream");
    expect(await whole.text()).toBe("event: ping\ndata: {}\n\n");
  });

  it("resets the connection instead of answering", async () => {
    await using server = await startVendorServer({ "GET /a": { reset: true } });
    await expect(fetch(`${server.url}/a`)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(server.requests).toHaveLength(1);
  });

  it("does not wait for a slow reply once the client went away", async () => {
    await using server = await startVendorServer({ "GET /slow": { json: 1, delayMs: 600_000 } });
    const abort = new AbortController();
    const response = fetch(`${server.url}/slow`, { signal: abort.signal });
    const { clientGone } = await server.received(0);
    abort.abort();
    await expect(response).rejects.toThrow("abort");
    await clientGone;
    await server.close();
  });

  it.each(vendorFaults)("is, as $name, seen by a client as it is meant", async ({ reply }) => {
    await using server = await startVendorServer({ "GET /a": reply });
    const status = fetch(`${server.url}/a`).then(async (response) => (await response.text(), response.status));
    if ("status" in reply) expect(await status).toBe(reply.status);
    else await expect(status).rejects.toThrow(/fetch failed|terminated/);
  });

  it("cuts the connection after the last piece of a reply", async () => {
    await using server = await startVendorServer({ "GET /chat": { events: [{ n: 1 }], ending: "cut" } });
    const response = await fetch(`${server.url}/chat`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow("terminated");
  });

  it("leaves a reply open until the test cuts it", async () => {
    await using server = await startVendorServer({ "GET /chat": { events: [{ n: 1 }], ending: "open" } });
    const reader = (await fetch(`${server.url}/chat`)).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: {"n":1}\n\n');
    server.requests[0]?.cut();
    await expect(reader?.read()).rejects.toThrow("terminated");
  });

  it("hangs, and knows when the client went away", async () => {
    await using server = await startVendorServer({ "GET /slow": { hang: true } });
    const abort = new AbortController();
    const response = fetch(`${server.url}/slow`, { signal: abort.signal });
    const request = await server.received(0);
    abort.abort();
    await expect(response).rejects.toThrow("abort");
    await request.clientGone;
  });

  it("closes at once though a client still waits", async () => {
    const server = await startVendorServer({ "GET /slow": { hang: true } });
    const response = fetch(`${server.url}/slow`);
    await Promise.all([server.received(0), response.catch(() => {}), server.received(0).then(() => server.close())]);
    await expect(response).rejects.toThrow("fetch failed");
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
    await server.close();
  });
});
