// Programs read these answers: a member that goes, or changes its type, breaks them. New ones may come.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shapeOf } from "../../packages/cli/test/json-shape.js";
import { actor } from "../../packages/gateway/test/chat-plugin.js";
import {
  rawRequest,
  startGateway,
  type RunningGateway,
  type TestPlugin,
} from "../../packages/gateway/test/running-gateway.js";

/** Brings something of everything that an answer tells of. */
const rich: TestPlugin = {
  provides: {
    services: ["well", "ill"],
    channel: ["pager", "unset"],
    embedding: { rich: { models: ["short"] } },
    messageActions: ["shout"],
    tools: { look_up: { availability: { env: ["LOOK_UP_KEY"] } } },
  },
  manifest: { name: "Rich", version: "1.2.3", description: "Brings something of everything." },
  register: `
    const service = (id, health) => api.registerService({ id, start: async () => {}, stop: async () => {}, health });
    service("well", async () => ({ ok: true }));
    service("ill", async () => ({ ok: false, detail: "the queue is full" }));
    for (const id of ["pager", "unset"])
      api.registerChannel({ id, deliveryMode: "direct", send: async () => ({}), readiness: async () => ({ isReady: id === "pager", detail: "as @rich" }) });
    api.registerEmbeddingProvider({
      id: "rich",
      embed: async ({ inputs }) => ({ embeddings: inputs.map(() => [0.5]), model: "short", usage: { inputTokens: 1 } }),
    });
    api.registerMessageAction({
      id: "shout", label: "Shout", description: "In capitals", icon: "icon.svg",
      run: async () => ({ text: "done", replacement: "SOMETHING" }),
    });
    api.registerTool({ name: "look_up", description: "Looks up.", parameters: { type: "object" }, execute: async () => ({ text: "" }) });`,
};
const failing: TestPlugin = { provides: { services: ["failing"] }, register: 'throw new Error("no luck");' };

interface Asked {
  readonly method?: string;
  readonly body?: object | string;
  /** Where names stand that somebody gave. */
  readonly maps?: readonly string[];
}

const chat = (content: string, more: object = {}) => ({
  model: "actor/actor-1",
  messages: [{ role: "user", content }],
  ...more,
});
const weather = { type: "function", function: { name: "weather", parameters: { type: "object" } } };
const post = (body: object | string): Asked => ({ method: "POST", body });

/** What is asked, by the name under which `http-shapes.json` has the answer's shape. */
const answers: Readonly<Record<string, Asked>> = {
  "/healthz": { maps: ["plugins"] },
  "/plugins": { maps: ["permissions", "aliases", "config.env"].map((path) => `plugins[].${path}`) },
  "/v1/models": {},
  "/v1/models/actor/actor-1": {},
  "/v1/chat/completions": post(chat("hi")),
  "/v1/chat/completions, a tool called": post(chat("hi", { tools: [weather] })),
  "/v1/chat/completions, streamed": post(chat("hi", { stream: true, stream_options: { include_usage: true } })),
  "/v1/chat/completions, streamed, a tool called": post(chat("hi", { stream: true, tools: [weather] })),
  "/v1/chat/completions, streamed, broken off": post(chat("break", { stream: true })),
  "/v1/embeddings": post({ model: "rich/short", input: ["one", "two"] }),
  "/v1/embeddings, as base64": post({ model: "rich/short", input: "one", encoding_format: "base64" }),
  "/v1/messages/actions": {},
  "/v1/messages/actions/shout": post({ messages: [{ role: "user", content: "something" }] }),
};

/** Every one has the same shape. What it is answered besides: its status, `type`, `code` and `param`. */
const errors: Readonly<Record<string, Asked & { readonly is: string }>> = {
  "/nothing": { is: "404 invalid_request_error unknown_url null" },
  "/healthz": { ...post({}), is: "405 invalid_request_error method_not_allowed null" },
  "/rpc": { is: "426 invalid_request_error upgrade_required null" },
  "/v1/models/nobody/nothing": { is: "404 invalid_request_error model_not_found model" },
  "/v1/chat/completions": { ...post("{"), is: "400 invalid_request_error invalid_json null" },
  "/v1/chat/completions, a member missing": {
    ...post({ model: "actor/actor-1" }),
    is: "400 invalid_request_error missing_required_parameter messages",
  },
  "/v1/chat/completions, vendor busy": { ...post(chat("busy")), is: "429 rate_limit_error rate_limit_exceeded null" },
  "/v1/chat/completions, key wrong": { ...post(chat("locked")), is: "401 authentication_error invalid_api_key null" },
  "/v1/chat/completions, plugin wrong": { ...post(chat("bug")), is: "500 server_error internal_error null" },
  "/v1/messages/actions/none": {
    ...post({ messages: [{ role: "user", content: "x" }] }),
    is: "404 invalid_request_error message_action_not_found null",
  },
};

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

async function ask({ port }: RunningGateway, name: string, { method = "GET", body }: Asked): Promise<Answer> {
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  const [path = ""] = name.split(",");
  const response = await rawRequest(port, path, { method, ...(text !== undefined && { body: text }) });
  const isStream = response.headers["content-type"]?.startsWith("text/event-stream") === true;
  return { status: response.status, json: isStream ? eventsOf(response.text) : (JSON.parse(response.text) as unknown) };
}

/** The events of a stream but for its last word. */
function eventsOf(text: string): readonly unknown[] {
  const lines = text.split("\n").filter((line) => line.startsWith("data: ") && line !== "data: [DONE]");
  return lines.map((line) => JSON.parse(line.slice("data: ".length)) as unknown);
}

const pinned = JSON.parse(readFileSync(new URL("http-shapes.json", import.meta.url), "utf8")) as Readonly<
  Record<string, readonly string[]>
>;

describe("the JSON that the gateway answers has these members, of these types [API-4]:", () => {
  let running: RunningGateway;
  beforeAll(async () => {
    const sections = { channels: { pager: {}, absent: {} } };
    running = await startGateway({ plugins: { actor, rich, failing }, sections });
    await running.gateway.host.load(["actor", "rich"]);
  });
  afterAll(() => running[Symbol.asyncDispose]());

  it("each answer is pinned, and no other", () => {
    expect(Object.keys(pinned)).toEqual([...Object.keys(answers), "errors"]);
  });

  it.each(Object.entries(answers))("%s", async (name, asked) => {
    const { status, json } = await ask(running, name, asked);
    expect(status).toBe(200);
    expect(shapeOf(json, asked.maps)).toEqual(pinned[name]);
  });
});

describe("the errors that the gateway answers [API-4, GATE-3]:", () => {
  const given = new Map<string, Answer>();
  beforeAll(async () => {
    // Each once: after several failures a breaker would answer in the plugin's place.
    await using running = await startGateway({ plugins: { actor, rich } });
    for (const [name, asked] of Object.entries(errors)) given.set(name, await ask(running, name, asked));
  });

  it("have one shape", () => {
    const shape = shapeOf([...given.values()].map(({ json }) => json));
    expect(shape.map((line) => line.replace("[].", ""))).toEqual(pinned["errors"]);
  });

  it.each(Object.entries(errors))("%s", (name, { is }) => {
    const { status = 0, json } = given.get(name) ?? {};
    const { type, code, param } = (json as { error: Readonly<Record<string, unknown>> }).error;
    expect([status, type, code, String(param)].join(" ")).toBe(is);
  });
});
