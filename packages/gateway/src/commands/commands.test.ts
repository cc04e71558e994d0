import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { APIError } from "openai";
import { actor } from "../../test/chat-plugin.js";
import {
  collect,
  heard,
  startGateway,
  takeHeard,
  type RunningGateway,
  type TestPlugin,
} from "../../test/running-gateway.js";

const remindSchema = {
  type: "object",
  properties: {
    minutes: { type: "integer", minimum: 1 },
    text: { type: "array", items: { type: "string" } },
    loud: { type: "boolean", default: false },
    tone: { enum: ["bell", "horn"] },
  },
  required: ["minutes"],
};

const commands: TestPlugin = {
  provides: {
    commands: {
      echo: { description: "Says it again.", aliases: ["say", "remind"] },
      remind: { description: "Reminds you." },
      dice: { description: "Rolls dice.", pattern: "roll (\\d+)d(\\d+)( twice)?" },
      late: { description: "Comes late.", pattern: "roll .*" },
    },
  },
  register: `
    heard.push("commands loaded");
    const show = async (invocation) => ({ text: JSON.stringify(invocation) });
    api.registerCommand({ name: "echo", description: "Says it again.", aliases: ["say", "remind"], execute: show });
    api.registerCommand({ name: "remind", description: "Reminds you.", parameters: ${JSON.stringify(remindSchema)}, execute: show });
    api.registerCommand({ name: "dice", description: "Rolls dice.", pattern: "roll (\\\\d+)d(\\\\d+)( twice)?", execute: show });
    api.registerCommand({ name: "late", description: "Comes late.", pattern: "roll .*", execute: async () => ({ text: "late" }) });`,
};

const model = "actor/actor-1";
const user = (content: string) => [{ role: "user" as const, content }];

async function say({ client }: RunningGateway, content: string): Promise<string> {
  const answer = await client.chat.completions.create({ model, messages: user(content) });
  return answer.choices[0]?.message.content ?? "";
}

const answerOfModel = "Hello, whole.";

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

describe("a chat command [TURN-4]", () => {
  it("answers in place of the model, whole and streamed", async () => {
    await using running = await startGateway({ plugins: { actor, commands } });
    const answer = await running.client.chat.completions.create({ model, messages: user("/echo  some words ") });
    expect(answer).toMatchObject({
      model,
      choices: [{ finish_reason: "stop", message: { content: '{"args":"some words"}' } }],
    });
    expect(answer.usage).toBeUndefined();
    const stream = await running.client.chat.completions.create({ model, messages: user("/echo"), stream: true });
    const chunks = await collect(stream);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe('{"args":""}');
  });

  it("is called by its name, by an alias, then by a pattern in plugin order; what is none is for the model", async () => {
    await using running = await startGateway({ plugins: { actor, commands } });
    expect(await say(running, "/ECHO a")).toBe('{"args":"a"}');
    expect(await say(running, "/say b")).toBe('{"args":"b"}');
    expect(await say(running, "/remind 5")).toContain('"minutes":5');
    expect(await say(running, "roll 2d6")).toBe('{"args":"roll 2d6","match":["2","6",""]}');
    expect(await say(running, "roll them all")).toBe("late");
    for (const text of ["/unknown x", "echo a", "/", "please roll 2d6", "hi /echo"]) {
      expect([text, await say(running, text)]).toEqual([text, answerOfModel]);
    }
  });

  it("is looked for in the last message alone, and only where the user wrote it", async () => {
    await using running = await startGateway({ plugins: { actor, commands } });
    const last = (messages: readonly object[]) =>
      running.client.chat.completions.create({ model, messages: messages as never });
    const earlier = await last([...user("/echo a"), { role: "assistant", content: "a" }, ...user("hi")]);
    expect(earlier.choices[0]?.message.content).toBe(answerOfModel);
    const parts = await last([
      {
        role: "user",
        content: [
          { type: "text", text: "/echo " },
          { type: "text", text: "b" },
        ],
      },
    ]);
    expect(parts.choices[0]?.message.content).toBe('{"args":"b"}');
    expect((await last([{ role: "system", content: "/echo c" }])).choices[0]?.message.content).toBe(answerOfModel);
  });

  it("loads its plugin when it is called first", async () => {
    await using running = await startGateway({ plugins: { actor, commands } });
    expect(await say(running, "hi")).toBe(answerOfModel);
    expect(heard()).toEqual([]);
    await say(running, "/say hi");
    expect(heard()).toEqual(["commands loaded"]);
  });

  it("has the prefix that the application sets; none turns them all off", async () => {
    await using running = await startGateway({
      plugins: { actor, commands },
      section: { chat: { commandPrefix: "!!" } },
    });
    expect(await say(running, "!!echo a")).toBe('{"args":"a"}');
    expect(await say(running, "/echo a")).toBe(answerOfModel);
    await using off = await startGateway({ plugins: { actor, commands }, section: { chat: { commandPrefix: "" } } });
    for (const text of ["echo a", "/echo a", "roll 2d6"]) expect(await say(off, text)).toBe(answerOfModel);
  });

  it.each([
    ["5", { minutes: 5, loud: false }],
    ['5 "buy milk" eggs', { minutes: 5, text: ["buy milk", "eggs"], loud: false }],
    ["--minutes 5 --loud tea 7", { minutes: 5, text: ["tea", "7"], loud: true }],
    ["5 --no-loud --tone=horn", { minutes: 5, loud: false, tone: "horn" }],
    ["5 -- --loud", { minutes: 5, text: ["--loud"], loud: false }],
  ])("has its arguments read by its schema: %s", async (typed, values) => {
    await using running = await startGateway({ plugins: { actor, commands } });
    expect(JSON.parse(await say(running, `/remind ${typed}`))).toEqual({ args: typed, values });
  });

  it.each([
    ["", "must have required property 'minutes'"],
    ["soon", "minutes must be integer"],
    ["0", "minutes must be >= 1"],
    ["5 --tone drum", "tone must be equal to one of the allowed values (bell, horn)"],
    ["5 --volume 3", "there is no --volume"],
    ["5 --__proto__ 3", "there is no --"],
  ])("whose arguments do not fit answers with its usage: %s", async (typed, problem) => {
    await using running = await startGateway({ plugins: { actor, commands } });
    const text = await say(running, `/remind ${typed}`);
    expect(text).toContain(problem);
    expect(text).toMatch(/\nUsage: \/remind <minutes> \[text…\] \[--loud\] \[tone\]$/);
  });

  it("that throws has the error's status, and one whose plugin failed says so", async () => {
    const broken: TestPlugin = {
      provides: { commands: ["locked"] },
      register:
        'api.registerCommand({ name: "locked", description: "", execute: async () => { throw fail("permission", "not you"); } });',
    };
    const dead: TestPlugin = { provides: { commands: ["dead"] }, register: 'throw new Error("no");' };
    await using running = await startGateway({ plugins: { actor, broken, dead } });
    await expect(say(running, "/locked")).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining("not you"),
    });
    const failure: unknown = await say(running, "/dead").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(APIError);
    expect(failure).toMatchObject({ status: 503, code: "plugin_failed" });
  });
});

describe("a pattern", () => {
  const withPattern = (pattern: string): TestPlugin => ({
    provides: { commands: { odd: { pattern } } },
    register: 'api.registerCommand({ name: "odd", description: "", execute: async () => ({ text: "odd" }) });',
  });

  it.each([
    ["is no regular expression", "(", /Unterminated group/],
    ["takes for ever", "(a+)+b", /timed out/],
  ])("that %s is said once, and never stops a message", async (_, pattern, reason) => {
    await using running = await startGateway({ plugins: { actor, odd: withPattern(pattern) } });
    for (let times = 0; times < 2; times++) expect(await say(running, "a".repeat(60))).toBe(answerOfModel);
    const said = running.gateway.host.diagnostics.all.filter(({ code }) => code === "GATEWAY_COMMAND_PATTERN_UNUSABLE");
    expect(said).toMatchObject([{ plugin: "odd", level: "warning", message: expect.stringMatching(reason) }]);
    expect(await say(running, "/odd")).toBe("odd");
  });

  it("is not held against a long message", async () => {
    await using running = await startGateway({ plugins: { actor, odd: withPattern("a*") } });
    expect(await say(running, "a".repeat(2_000))).toBe("odd");
    expect(await say(running, "a".repeat(2_001))).toBe(answerOfModel);
  });
});
