import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { isHttpsUrlAllowedByHostnameSuffixAllowlist, normalizeHostnameSuffixAllowlist } from "./hosts.js";
import {
  isRequestBodyLimitError,
  readJsonBodyWithLimit,
  readRequestBodyWithLimit,
  requestBodyErrorToText,
  resolveRequestUrl,
} from "./request-bodies.js";

/** What reading a body gives, and what the sender is answered. */
async function send(body: string, read: (request: IncomingMessage) => Promise<unknown>): Promise<unknown> {
  const server = createServer((request, response) => {
    void read(request)
      .catch((error: unknown) => {
        const { code } = error as { code: "PAYLOAD_TOO_LARGE" };
        return { code, isLimit: isRequestBodyLimitError(error, code) };
      })
      .then((value) => response.end(JSON.stringify(value)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body });
    return await response.json();
  } finally {
    server.close();
  }
}

it("a body is read as text and as JSON [OC-10]", async () => {
  expect(await send("héllo", (request) => readRequestBodyWithLimit(request, { maxBytes: 10 }))).toBe("héllo");
  const json = (request: IncomingMessage) => readJsonBodyWithLimit(request, { maxBytes: 100 });
  expect(await send('{"a":1}', json)).toEqual({ ok: true, value: { a: 1 } });
  expect(await send("", json)).toEqual({ ok: true, value: {} });
  expect(await send("{", json)).toMatchObject({ ok: false, code: "INVALID_JSON" });
});

it("a body that is too large is not read, and the sender can be told [OC-10]", async () => {
  const bounds = { maxBytes: 3, destroyOnLimit: false };
  const code = "PAYLOAD_TOO_LARGE";
  expect(await send("12345", (request) => readRequestBodyWithLimit(request, bounds))).toEqual({ code, isLimit: true });
  expect(await send("12345", (request) => readJsonBodyWithLimit(request, bounds))).toEqual({
    ok: false,
    code,
    error: requestBodyErrorToText(code),
  });
  expect(isRequestBodyLimitError(new Error("another"))).toBe(false);
});

it("hosts are allowed by their endings [OC-10]", () => {
  const allowed = normalizeHostnameSuffixAllowlist(["*.Example.com.", "teams.test"]);
  expect(allowed).toEqual(["example.com", "teams.test"]);
  expect(normalizeHostnameSuffixAllowlist([], ["a.test", "*"])).toEqual(["*"]);
  const asked = [
    "https://a.example.com/x",
    "https://example.com",
    "http://example.com",
    "https://badexample.com",
    "no",
  ];
  expect(asked.map((url) => isHttpsUrlAllowedByHostnameSuffixAllowlist(url, allowed))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

it("tells the address of what is asked [OC-10]", () => {
  const asked = ["/a", new URL("https://a.test/b"), { url: "/c" }, new Request("https://a.test/d"), undefined];
  expect(asked.map(resolveRequestUrl)).toEqual(["/a", "https://a.test/b", "/c", "https://a.test/d", ""]);
});
