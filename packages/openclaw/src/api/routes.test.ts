import { httpRoute } from "@mortise/sdk";
import { expect, it } from "vitest";
import { runRegister, type RunningPlugin } from "../../test/running-plugin.js";

const route = (handler: string, more = `auth: "plugin"`) =>
  `api.registerHttpRoute({ path: "/hook", ${more}, handler: ${handler} });`;

async function fetchFrom({ host, find }: RunningPlugin, init: RequestInit = {}, path = "/hook"): Promise<Response> {
  return host.call(await find(httpRoute, "/hook"), "handle", new Request(`http://127.0.0.1${path}`, init));
}

it("a handler of Node's kind reads the request and answers it [OC-7]", async () => {
  const running = await runRegister(
    route(`async (req, res) => {
      const pieces = []; for await (const piece of req) pieces.push(piece);
      const { searchParams } = new URL(req.url, "http://here");
      res.statusCode = 201; res.setHeader("x-asked", searchParams.get("q"));
      res.setHeader("set-cookie", ["a=1", "b=2"]);
      res.end(JSON.stringify({ method: req.method, type: req.headers["content-type"], body: Buffer.concat(pieces).toString() }));
    }`),
  );
  expect(running.messages()).toEqual([]);
  const headers = { "content-type": "application/json" };
  const response = await fetchFrom(running, { method: "POST", body: '{"a":1}', headers }, "/hook?q=why");
  expect([response.status, response.headers.get("x-asked"), response.headers.getSetCookie()]).toEqual([
    201,
    "why",
    ["a=1", "b=2"],
  ]);
  expect(await response.json()).toEqual({ method: "POST", type: "application/json", body: '{"a":1}' });
});

it("an answer may come later and in pieces [OC-7]", async () => {
  const running = await runRegister(
    route(
      `(req, res) => { res.writeHead(200, { "content-type": "text/event-stream" }); res.write("one "); setTimeout(() => res.end("two"), 5); return true; }`,
    ),
  );
  const response = await fetchFrom(running);
  expect([response.headers.get("content-type"), await response.text()]).toEqual(["text/event-stream", "one two"]);
});

it("a handler that does not handle gives 404, and one that throws fails the call [OC-7]", async () => {
  const declines = await runRegister(route(`() => false`));
  const declined = await fetchFrom(declines);
  expect([declined.status, await declined.text()]).toEqual([404, "Not found"]);
  const throws = await runRegister(route(`() => { throw new Error("broken"); }`));
  await expect(fetchFrom(throws)).rejects.toThrow("broken");
});

it("without a word on who checks its callers, the gateway does; a later route may take an earlier one's place [OC-7]", async () => {
  const running = await runRegister(
    `${route(`(req, res) => res.end("first")`, `match: "prefix"`)}
     ${route(`(req, res) => res.end("second")`, `auth: "gateway", replaceExisting: true, handleUpgrade() {}`)}`,
  );
  expect(running.codes()).toEqual(["OPENCLAW_REGISTRATION_LEFT_OUT", "OPENCLAW_MEMBER_WITHOUT_COUNTERPART"]);
  expect((await running.find(httpRoute, "/hook")).value).toMatchObject({ auth: "gateway", match: "exact" });
  expect(await (await fetchFrom(running)).text()).toBe("second");
});
