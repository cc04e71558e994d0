import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actor } from "../../test/chat-plugin.js";
import { openRpc } from "../../test/rpc-client.js";
import { startGateway, takeHeard, type RunningGateway, type TestPlugin } from "../../test/running-gateway.js";

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

/** Writes down what each of its functions is told of the request. */
const listener: TestPlugin = {
  provides: {
    hooks: ["message_received", "before_agent_run"],
    filters: ["listener"],
    routes: ["/told"],
    methods: ["listener.told"],
    speech: ["speaker"],
  },
  register: `
    const told = ({ requestId, user, session, request, files }) =>
      JSON.parse(JSON.stringify({ requestId, user, session, request, files: files?.map(({ bytes, ...file }) => ({ ...file, bytes: [...bytes] })) }));
    const note = (where) => (_, context) => { heard.push([where, told(context)]); };
    api.on("message_received", note("observe"));
    api.on("before_agent_run", note("gate"));
    api.registerFilter({ id: "listener", inlet: async ({ request }, context) => { note("filter")(0, context); return request; } });
    api.registerHttpRoute({ path: "/told", handle: async (_, context) => Response.json(told(context)) });
    api.registerGatewayMethod({ name: "listener.told", call: async (_, context) => told(context) });
    api.registerSpeechProvider({ id: "speaker", label: "", synthesize: async (_, context) => { note("speech")(0, context); return { audio: new Uint8Array(1), mediaType: "audio/wav" }; } });`,
};

const token = "a-long-enough-token";
const start = (section = {}) => startGateway({ plugins: { actor, listener }, section });
const withToken = { http: { token } };
const bearer = { authorization: `Bearer ${token}` };

interface Told {
  readonly requestId?: string;
  readonly user?: object;
  readonly session?: { readonly id: string };
  readonly request?: { readonly method: string; readonly url: string; readonly headers: Record<string, string> };
  readonly files?: readonly object[];
}

async function post({ url }: RunningGateway, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const all = { "content-type": "application/json", ...headers };
  return fetch(`${url}/v1/chat/completions`, { method: "POST", headers: all, body: JSON.stringify(body) });
}

const chat = { model: "actor/actor-1", messages: [{ role: "user", content: "hi" }] };

describe("what plugins are told of a request [CALL-5]", () => {
  it("is the same in every function that is called for it", async () => {
    await using running = await start();
    const response = await post(running, chat, { "x-session-id": "session 7" });
    const requestId = response.headers.get("x-request-id");
    const all = takeHeard() as [string, Told][];
    expect(all.map(([where]) => where)).toEqual(["observe", "gate", "filter"]);
    for (const [, told] of all) {
      expect(told).toMatchObject({ requestId, session: { id: "session 7" }, request: { method: "POST" } });
      expect(told.request?.url).toBe(`${running.url}/v1/chat/completions`);
    }
    await running.client.audio.speech.create({ model: "speaker", input: "hi", voice: "v" });
    expect(takeHeard()).toMatchObject([["speech", { requestId: expect.stringMatching(/^req_/) as string }]]);
  });

  it("has the headers by lower-case name, and none that carry credentials", async () => {
    await using running = await start(withToken);
    const secret = {
      ...bearer,
      "X-Api-Key": "k",
      "Proxy-Authorization": "p",
      cookie: "c",
      "X-Auth-Token": "t",
      "x-goog-api-key": "g",
    };
    const response = await fetch(`${running.url}/told`, { headers: { ...secret, "X-Trace": "kept" } });
    const { headers } = ((await response.json()) as Told).request ?? { headers: {} };
    expect(headers).toMatchObject({ "x-trace": "kept", host: `127.0.0.1:${running.port}` });
    expect(Object.keys(headers).filter((name) => /auth|key|cookie|token/.test(name))).toEqual([]);
  });

  it("has the user only where the caller has shown the token", async () => {
    await using open = await start();
    await post(open, { ...chat, user: "ada" });
    expect((takeHeard() as [string, Told][]).map(([, { user }]) => user)).toEqual([undefined, undefined, undefined]);
    await using closed = await start(withToken);
    await post(closed, { ...chat, user: "ada" }, bearer);
    expect((takeHeard() as [string, Told][]).map(([, { user }]) => user)).toEqual(
      Array.from({ length: 3 }, () => ({ id: "ada" })),
    );
  });

  it("has the session of the body before that of the header, and none that cannot be a name", async () => {
    await using running = await start();
    const sessions = async (metadata: object, header: string) => {
      await post(running, { ...chat, metadata }, { "x-session-id": header });
      return (takeHeard() as [string, Told][])[0]?.[1].session;
    };
    expect(await sessions({ session_id: "body" }, "header")).toEqual({ id: "body" });
    expect(await sessions({ session_id: 5 }, "header")).toEqual({ id: "header" });
    expect(await sessions({ session_id: "two\nlines" }, "x".repeat(257))).toBeUndefined();
  });

  it("has the files that came inside the messages", async () => {
    await using running = await start();
    const image = (url: string) => ({ type: "image_url", image_url: { url } });
    const parts = [
      image("data:image/png;base64,AQID"),
      image("https://example.com/a.png"),
      { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,BQY=" } },
      image("data:image/svg+xml;base64,BA=="),
    ];
    await post(running, { ...chat, messages: [{ role: "user", content: parts }] });
    expect((takeHeard() as [string, Told][])[1]?.[1].files).toEqual([
      { name: "image-1.png", mediaType: "image/png", bytes: [1, 2, 3] },
      { name: "image-2.svg", mediaType: "image/svg+xml", bytes: [4] },
      { name: "a.pdf", mediaType: "application/pdf", bytes: [5, 6] },
    ]);
  });

  it("is of a call over RPC: its id, the connection as the session, and the request that opened it", async () => {
    await using running = await start(withToken);
    await using rpc = await openRpc(running.port, bearer);
    await using named = await openRpc(running.port, { ...bearer, "x-session-id": "mine" });
    const [first, second] = [await rpc.call("listener.told"), await rpc.call("listener.told")].map(
      ({ result }) => result as Told,
    );
    expect(first).toMatchObject({ request: { method: "GET", url: `http://127.0.0.1:${running.port}/rpc` } });
    expect(first?.request?.headers).not.toHaveProperty("authorization");
    expect(first?.requestId).not.toBe(second?.requestId);
    expect(first?.session?.id).toMatch(/^rpc_/);
    expect(second?.session).toEqual(first?.session);
    expect(await named.call("listener.told")).toMatchObject({ result: { session: { id: "mine" } } });
  });
});
