import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gatewayHooks } from "@mortise/sdk";
import type OpenAI from "openai";
import { actor, caller, mirror } from "../../test/chat-plugin.js";
import { collect, heard, hookPlugin, startGateway, takeHeard, type TestPlugin } from "../../test/running-gateway.js";
import { weather } from "../../test/tool-plugins.js";

const say = (content: string, model = "actor/actor-1") => ({ model, messages: [{ role: "user" as const, content }] });
const sunny = JSON.stringify({ calls: [["weather", { city: "Oslo" }]] });
const refusal = { content: null, refusal: "not today" };

/** What the model was shown, by the mirror. */
async function shown(
  plugins: Readonly<Record<string, TestPlugin>>,
  messages: OpenAI.ChatCompletionMessageParam[] = say("hi").messages,
): Promise<unknown> {
  await using running = await startGateway({ plugins: { mirror, ...plugins } });
  const answer = await running.client.chat.completions.create({ model: "mirror/mirror-1", messages });
  return (JSON.parse(answer.choices[0]?.message.content ?? "") as { messages: unknown }).messages;
}

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

describe("the hooks of the list [TURN-3]", () => {
  const names = Object.keys(gatewayHooks);
  const listener: TestPlugin = {
    provides: { hooks: names },
    register: names.map((name) => `api.on("${name}", () => { heard.push("${name}"); });`).join("\n"),
  };
  const turn = [
    "message_received inbound_claim before_dispatch before_agent_start before_model_resolve before_agent_reply",
    "agent_turn_prepare before_prompt_build before_agent_run",
    "model_call_started llm_input llm_output model_call_ended",
    "before_tool_call after_tool_call",
    "model_call_started llm_input llm_output model_call_ended",
    "before_agent_finalize agent_end reply_payload_sending message_sending reply_stream message_sent",
  ].flatMap((line) => line.split(" "));

  it.each([false, true])("are all called, in the order of a turn (streamed: %s)", async (stream) => {
    const running = await startGateway({ plugins: { caller, weather, listener } });
    const answer = await running.client.chat.completions.create({ ...say(sunny, "caller"), stream });
    if (Symbol.asyncIterator in answer) await collect(answer);
    await vi.waitFor(() => expect(heard()).toContain("message_sent"));
    await running[Symbol.asyncDispose]();
    const called = takeHeard().filter((each) => typeof each === "string" && each in gatewayHooks);
    const wanted = names.filter((name) => stream || name !== "reply_stream");
    expect(called).toEqual(["gateway_start", ...turn.filter((name) => wanted.includes(name)), "gateway_stop"]);
    expect(new Set(called)).toEqual(new Set(wanted));
  });
});

describe("the hooks that claim", () => {
  it.each(["inbound_claim", "before_dispatch", "before_agent_reply"])("%s answers without a model", async (name) => {
    const claimer = hookPlugin(name, "({ messages }) => ({ handled: true, text: `taken: ${messages[0].content}` })");
    const watcher = hookPlugin("llm_input", '() => { heard.push("asked"); }');
    await using running = await startGateway({ plugins: { actor, claimer, watcher } });
    const whole = await running.client.chat.completions.create(say("hi"));
    expect(whole).toMatchObject({
      model: "actor/actor-1",
      choices: [{ message: { content: "taken: hi" }, finish_reason: "stop" }],
    });
    const chunks = await collect(await running.client.chat.completions.create({ ...say("hi"), stream: true }));
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("taken: hi");
    expect(heard()).toEqual([]);
  });

  it("come before and behind the chat commands", async () => {
    const echo: TestPlugin = {
      provides: { commands: ["echo"] },
      register: 'api.registerCommand({ name: "echo", description: "", execute: async () => ({ text: "command" }) });',
    };
    const claim = (name: string) => hookPlugin(name, `() => ({ handled: true, text: "${name}" })`);
    const said = async (plugins: Readonly<Record<string, TestPlugin>>) => {
      await using running = await startGateway({ plugins: { actor, echo, ...plugins } });
      return (await running.client.chat.completions.create(say("/echo"))).choices[0]?.message.content;
    };
    expect(await said({ late: claim("before_dispatch") })).toBe("command");
    expect(await said({ late: claim("before_dispatch"), early: claim("inbound_claim") })).toBe("inbound_claim");
  });

  it("leave a message to the model where they do not claim it, or fail", async () => {
    const shy = hookPlugin("inbound_claim", '() => ({ handled: false, text: "no" })');
    const broken = hookPlugin("before_dispatch", '() => { throw new Error("claim down"); }');
    await using running = await startGateway({ plugins: { actor, shy, broken } });
    const answer = await running.client.chat.completions.create(say("hi"));
    expect(answer.choices[0]?.message.content).toBe("Hello, whole.");
  });
});

describe("before_agent_start, the legacy hook [DIAG-4]", () => {
  const old = hookPlugin(
    "before_agent_start",
    '({ model }) => ({ model: "mirror/mirror-1", system: [`old, for ${model}`] })',
  );
  const systemOf = (content: string | null | undefined) =>
    (JSON.parse(content ?? "") as { messages: [{ content: string }] }).messages[0].content;

  it("still chooses the model and adds system text", async () => {
    await using running = await startGateway({ plugins: { actor, mirror, old } });
    const { model, choices } = await running.client.chat.completions.create(say("hi"));
    expect(model).toBe("mirror/mirror-1");
    expect(systemOf(choices[0]?.message.content)).toBe("old, for actor/actor-1");
  });

  it("stands behind before_model_resolve and before_prompt_build", async () => {
    const other: TestPlugin = {
      ...mirror,
      provides: { "text-inference": { other: { models: ["other-1"] } } },
      register: mirror.register?.replace('id: "mirror"', 'id: "other"') ?? "",
    };
    const chooser = hookPlugin("before_model_resolve", "() => ({ model: 'other/other-1' })");
    const builder = hookPlugin("before_prompt_build", '() => ({ system: ["new"] })');
    await using running = await startGateway({ plugins: { actor, mirror, other, old, chooser, builder } });
    const { model, choices } = await running.client.chat.completions.create(say("hi"));
    expect(model).toBe("other/other-1");
    expect(systemOf(choices[0]?.message.content)).toBe("new\n\nold, for actor/actor-1");
  });
});

describe("agent_turn_prepare", () => {
  const around = hookPlugin("agent_turn_prepare", '() => ({ prepend: ["before"], append: ["behind", 5] })');
  const more = hookPlugin("agent_turn_prepare", '() => ({ prepend: ["and before"] })');

  it("puts texts around the user's last message", async () => {
    expect(await shown({ around, more })).toEqual([{ role: "user", content: "before\n\nand before\n\nhi\n\nbehind" }]);
  });

  it("does so in parts where the message has parts, and nowhere where nobody said anything", async () => {
    const content = [{ type: "text" as const, text: "hi" }];
    const parts = ["before", "hi", "behind"].map((text) => ({ type: "text", text }));
    expect(await shown({ around }, [{ role: "user", content }])).toEqual([{ role: "user", content: parts }]);
    const system = [{ role: "system" as const, content: "alone" }];
    expect(await shown({ around }, system)).toEqual(system);
  });
});

describe("before_agent_run", () => {
  it.each([
    ["refuses a turn", '() => ({ block: true, reason: "not today" })', "not today"],
    [
      "refuses it too where it fails",
      '() => { throw new Error("gate down"); }',
      "guard failed, and the hook fails closed",
    ],
  ])("%s, before the model is asked", async (_, handler, reason) => {
    const guard = hookPlugin("before_agent_run", handler);
    const watcher = hookPlugin("llm_input", '() => { heard.push("asked"); }');
    await using running = await startGateway({ plugins: { actor, guard, watcher } });
    const { choices } = await running.client.chat.completions.create(say("hi"));
    expect(choices[0]).toMatchObject({ message: { ...refusal, refusal: reason }, finish_reason: "content_filter" });
    expect(heard()).toEqual([]);
  });

  it("changes nothing where it gives no conversation", async () => {
    const odd = hookPlugin("before_agent_run", "() => ({ event: { messages: 5 } })");
    expect(await shown({ odd })).toEqual([{ role: "user", content: "hi" }]);
  });

  it("changes what the model is shown", async () => {
    const changer = hookPlugin(
      "before_agent_run",
      "(event) => ({ event: { ...event, messages: [...event.messages, { role: 'user', content: 'psst' }] } })",
    );
    expect(await shown({ changer })).toEqual([
      { role: "user", content: "hi" },
      { role: "user", content: "psst" },
    ]);
  });
});
