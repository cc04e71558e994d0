import { gatewayHooks, type GatewayHooks } from "@mortise/sdk";
import { expect, it } from "vitest";
import { runRegister, type RunningPlugin } from "../../../test/running-plugin.js";
import { hookTable } from "../index.js";

const requestId = "r-1";
const model = "acme/large";
const messages = [
  { role: "system", content: "Be kind." },
  { role: "user", content: "First" },
  { role: "assistant", content: "Yes", toolCalls: [{ id: "c", name: "echo", arguments: '{"a":1}' }] },
  { role: "tool", content: "echoed", toolCallId: "c" },
  { role: "user", content: [{ type: "text", text: "Second" }] },
] as const;
const history = [
  { role: "user", content: "First" },
  {
    role: "assistant",
    content: [
      { type: "text", text: "Yes" },
      { type: "toolCall", id: "c", name: "echo", arguments: { a: 1 } },
    ],
  },
  {
    role: "toolResult",
    toolCallId: "c",
    toolName: "echo",
    content: [{ type: "text", text: "echoed" }],
    isError: false,
  },
];
const turn = { requestId, model, messages };
const session = { id: "s", key: "agent:main:s", agentId: "main" };

type Name = keyof GatewayHooks;

/** A handler that logs what it is given and gives what an expression says. */
const listening = (hook: string, answer: string, options = "") =>
  `api.on("${hook}", (event, ctx) => { api.logger.info("told", { event, ctx }); return ${answer}; }, ${options || "undefined"});`;

/** Calls a hook as the gateway does. */
async function call({ host }: RunningPlugin, hook: Name, event: object): Promise<unknown> {
  const run = host.hooks[gatewayHooks[hook].kind] as unknown as (...given: unknown[]) => unknown;
  return run(hook, event, { requestId, session, user: { id: "ada" } });
}

const toldBy = ({ log }: RunningPlugin) => log.find(({ message }) => message === "told")?.fields as unknown as Told;
interface Told {
  readonly event: Readonly<Record<string, unknown>>;
  readonly ctx: Readonly<Record<string, unknown>>;
}

const toolCall = { requestId, tool: "echo", callId: "c-1", args: { text: "a" } };
const payload = { content: "Hi", toolCalls: [], finishReason: "stop" } as const;

/** Hook, event, what the handler gives, what it is told, and what comes of it. */
const cases: readonly (readonly [Name, object, string, object, unknown])[] = [
  [
    "before_agent_start",
    turn,
    `({ prependContext: "Before", modelOverride: "small" })`,
    { prompt: "Second", messages: history },
    { model: "acme/small", system: ["Before"] },
  ],
  [
    "before_model_resolve",
    { requestId, model },
    `({ providerOverride: "other" })`,
    { prompt: "" },
    { model: "other/large" },
  ],
  [
    "before_agent_reply",
    turn,
    `({ handled: true, reply: { text: "Mine" } })`,
    { cleanedBody: "Second" },
    { handled: true, text: "Mine" },
  ],
  ["before_agent_reply", turn, `({ handled: false })`, {}, undefined],
  [
    "agent_turn_prepare",
    turn,
    `({ prependContext: "Before", appendContext: "After" })`,
    { prompt: "Second", queuedInjections: [] },
    { prepend: ["Before"], append: ["After"] },
  ],
  [
    "before_prompt_build",
    turn,
    `({ prependContext: "C", systemPrompt: "B", prependSystemContext: "A", toolsAllow: ["echo"] })`,
    { prompt: "Second", messages: history },
    { system: ["A", "B", "C"], toolsAllow: ["echo"] },
  ],
  ["before_prompt_build", turn, `({})`, {}, undefined],
  [
    "before_agent_run",
    turn,
    `({ outcome: "block", reason: "policy", message: "Not today" })`,
    { prompt: "Second", systemPrompt: "Be kind." },
    { blocked: true, reason: "Not today", plugin: "sample" },
  ],
  ["before_agent_run", turn, `({ outcome: "pass" })`, {}, { blocked: false, event: turn }],
  [
    "before_agent_run",
    turn,
    `({ outcome: "perhaps" })`,
    {},
    { blocked: true, reason: "sample failed, and the hook fails closed", plugin: "sample" },
  ],
  [
    "before_agent_finalize",
    { ...turn, content: "Done" },
    `({ action: "revise", retry: { instruction: "Shorter" } })`,
    { lastAssistantMessage: "Done", stopHookActive: false },
    { revise: ["Shorter"] },
  ],
  [
    "inbound_claim",
    turn,
    `({ handled: true, reply: { text: "Mine" } })`,
    { content: "Second", channel: "gateway", isGroup: false },
    { handled: true, text: "Mine" },
  ],
  [
    "before_dispatch",
    turn,
    `({ handled: true, text: "Mine" })`,
    { content: "Second", sessionKey: session.key },
    { handled: true, text: "Mine" },
  ],
  [
    "reply_payload_sending",
    { requestId, model, payload },
    `({ payload: { text: "Hello" } })`,
    { payload: { text: "Hi" }, kind: "final" },
    { blocked: false, event: { requestId, model, payload: { ...payload, content: "Hello" } } },
  ],
  [
    "message_sending",
    { requestId, model, content: "Hi" },
    `({ content: event.content + "!" })`,
    { content: "Hi", to: "ada" },
    { blocked: false, event: { requestId, model, content: "Hi!" } },
  ],
  [
    "message_sending",
    { requestId, model, content: "Hi" },
    `({ cancel: true })`,
    {},
    { blocked: true, reason: "the plugin refused it and did not say why", plugin: "sample" },
  ],
  [
    "before_tool_call",
    toolCall,
    `({ params: { text: "b" } })`,
    { toolName: "echo", params: { text: "a" }, toolCallId: "c-1" },
    { blocked: false, event: { ...toolCall, args: { text: "b" } } },
  ],
  [
    "before_tool_call",
    toolCall,
    `({ block: true, blockReason: "no tools" })`,
    {},
    { blocked: true, reason: "no tools", plugin: "sample" },
  ],
];

it.each(cases)("%s is told and answered in OpenClaw's way (%#) [OC-8]", async (hook, event, answer, told, outcome) => {
  const running = await runRegister(listening(hook, answer));
  expect(running.messages()).toEqual([]);
  expect(await call(running, hook, event)).toEqual(outcome);
  expect(toldBy(running).event).toMatchObject(told);
  expect(toldBy(running).ctx).toMatchObject({ runId: requestId, sessionKey: session.key });
});

const usage = { inputTokens: 3, outputTokens: 4 };
const answered = { message: { role: "assistant", content: "Hi" }, finishReason: "stop", usage } as const;

it.each<readonly [Name, object, object]>([
  ["message_received", turn, { content: "Second", from: "ada" }],
  ["message_sent", { requestId, model, content: "Hi", success: true }, { content: "Hi", success: true }],
  ["agent_end", { ...turn, success: true, modelCalls: 1, durationMs: 5 }, { success: true, durationMs: 5 }],
  ["model_call_started", { requestId, provider: "acme", model: "large", call: 2 }, { callId: "r-1:2" }],
  [
    "model_call_ended",
    { requestId, provider: "acme", model: "large", call: 2, outcome: "answered", durationMs: 5 },
    { outcome: "completed" },
  ],
  [
    "llm_input",
    { requestId, provider: "acme", request: { model: "large", messages } },
    { prompt: "Second", systemPrompt: "Be kind.", historyMessages: history, imagesCount: 0 },
  ],
  [
    "llm_output",
    { requestId, provider: "acme", model: "large", result: answered, durationMs: 5 },
    { assistantTexts: ["Hi"], resolvedRef: "acme/large", usage: { input: 3, output: 4, total: 7 } },
  ],
  [
    "after_tool_call",
    { ...toolCall, result: { text: "no", isError: true }, durationMs: 5 },
    { error: "no", result: { content: [{ type: "text", text: "no" }], isError: true } },
  ],
  ["gateway_start", { url: "http://127.0.0.1:4280" }, { port: 4280 }],
  ["gateway_stop", {}, { reason: "shutdown" }],
])("%s is told in OpenClaw's way, and an answer means nothing [OC-8]", async (hook, event, told) => {
  const running = await runRegister(listening(hook, `({ any: "thing" })`));
  await call(running, hook, event);
  expect(running.messages()).toEqual([]);
  expect(toldBy(running).event).toMatchObject(told);
});

it("priority and the tools that a handler names count [OC-8]", async () => {
  const running = await runRegister(
    `api.on("before_prompt_build", () => ({ prependContext: "late" }), { priority: 1 });
     api.on("before_prompt_build", async () => ({ prependContext: "early" }), { priority: 10, timeoutMs: 1e9 });
     api.on("before_tool_call", () => ({ block: true, blockReason: "matched" }), { matcher: ["ec*"] });
     api.on("before_agent_reply", () => ({ handled: true }), { eligibleTriggers: ["cron"] });`,
  );
  expect(await call(running, "before_prompt_build", turn)).toEqual({ system: ["early", "late"] });
  expect(await call(running, "before_tool_call", toolCall)).toMatchObject({ blocked: true });
  expect(await call(running, "before_tool_call", { ...toolCall, tool: "other" })).toMatchObject({ blocked: false });
  expect(await call(running, "before_agent_reply", turn)).toBeUndefined();
});

it.each([
  [true, false, "allow-once"],
  [false, true, "deny"],
])("an approval is asked of the user: %s [OC-8]", async (yes, blocked, decision) => {
  const running = await runRegister(
    listening(
      "before_tool_call",
      `({ requireApproval: { title: "Run it?", description: "It deletes.", onResolution: (how) => api.logger.info(how) } })`,
    ),
  );
  const asked: unknown[] = [];
  const ask = async (question: unknown) => (asked.push(question), yes);
  const outcome = await running.host.hooks.gate("before_tool_call", toolCall, { requestId, ask });
  expect(outcome.blocked).toBe(blocked);
  expect(asked).toEqual([{ kind: "confirm", message: "Run it?\n\nIt deletes." }]);
  expect(running.log.map(({ message }) => message)).toContain(decision);
});

it.each([
  ["deny", true],
  ["allow", false],
])("where nobody can be asked, silence means %s [OC-8]", async (behaviour, blocked) => {
  const running = await runRegister(
    listening("before_tool_call", `({ requireApproval: { title: "Run it?", timeoutBehavior: "${behaviour}" } })`),
  );
  expect(await call(running, "before_tool_call", toolCall)).toMatchObject({ blocked });
});

it("a hook that is never called is kept where reports show it, and an unknown one is ignored with a warning [OC-9]", async () => {
  const running = await runRegister(
    `api.on("session_start", () => {}); api.on("session_start", () => {}); api.on("before_promt_build", () => {});
     api.on("agent_end", "no function");`,
  );
  expect(running.codes()).toEqual([
    "OPENCLAW_HOOK_NEVER_CALLED",
    "OPENCLAW_HOOK_UNKNOWN",
    "OPENCLAW_REGISTRATION_LEFT_OUT",
  ]);
  expect(running.messages()[1]).toContain("before_prompt_build");
  expect(running.contributions()).toEqual(["hook:openclaw:session_start"]);
});

it("the older system of hooks hears what happens here, in its form [OC-8]", async () => {
  const running = await runRegister(
    `const meta = { name: "sample.old", description: "" };
     api.registerHook(["message:received", "command:new"], (event) => { api.logger.info("told", { event }); return event; }, meta);
     api.registerHook("gateway:startup", () => {}, { entry: { hook: { name: "sample.start" } } });
     api.registerHook("before_tool_call", () => {}, meta);`,
  );
  await call(running, "message_received", turn);
  expect(toldBy(running).event).toMatchObject({
    type: "message",
    action: "received",
    content: "Second",
    sessionKey: session.key,
    context: { content: "Second", from: "ada" },
  });
  expect(running.contributions()).toEqual([
    "hook:gateway_start",
    "hook:message_received",
    "hook:openclaw:before_tool_call",
    "hook:openclaw:command.new",
  ]);
  expect(running.codes()).toEqual(["OPENCLAW_HOOK_NEVER_CALLED", "OPENCLAW_HOOK_NEVER_CALLED"]);
});

it("a hook of the older system without a name fails the plugin, as it does there [OC-9]", async () => {
  const running = await runRegister(`api.registerHook("message:sent", () => {});`);
  expect(running.codes()).toEqual(["OPENCLAW_HOOK_NAMELESS"]);
});

it("each hook of the gateway's that OpenClaw has is mapped, and every other has its reason [OC-8]", () => {
  const mapped = hookTable.filter(({ support }) => support !== "refused").map(({ name }) => name);
  const own = ["reply_stream"];
  expect(mapped.toSorted()).toEqual(
    Object.keys(gatewayHooks)
      .filter((name) => !own.includes(name))
      .toSorted(),
  );
  for (const row of hookTable.filter(({ support }) => support === "refused")) expect(row.note).toBeTruthy();
});
