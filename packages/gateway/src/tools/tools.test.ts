import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { APIUserAbortError } from "openai";
import { caller } from "../../test/chat-plugin.js";
import { openRpc } from "../../test/rpc-client.js";
import { collect, heard, hookPlugin, startGateway, takeHeard } from "../../test/running-gateway.js";
import { lookup, weather, workshop } from "../../test/tool-plugins.js";
import { ask, asking, named, seen, startWithCaller, sunny } from "../../test/tool-turns.js";

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

describe("a plugin's tool [TURN-1]", () => {
  it("is run when the model calls it, and the model answers with what it was told", async () => {
    await using running = await startWithCaller({ weather });
    const answer = await running.client.chat.completions.create(asking(sunny));
    const [choice] = answer.choices;
    expect(choice?.message.content).toMatch(/^Let me see\.\n\n\{/);
    expect(choice).toMatchObject({ finish_reason: "stop", message: { role: "assistant" } });
    expect(choice?.message.tool_calls).toBeUndefined();
    expect(seen(choice?.message.content)).toEqual({
      offered: ["weather"],
      told: ["Sunny in Oslo."],
      toolChoice: "auto",
    });
    expect(answer.usage).toEqual({ prompt_tokens: 4, completion_tokens: 6, total_tokens: 10 });
    expect(takeHeard()).toEqual(["weather loaded", ["weather", "Oslo", answer.id]]);
  });

  it("is run in a streamed answer too, and the caller sees text alone", async () => {
    await using running = await startWithCaller({ weather });
    const stream = await running.client.chat.completions.create({
      ...asking(sunny),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");
    expect(text).toMatch(/^Let me see\.\n\n\{/);
    expect(seen(text).told).toEqual(["Sunny in Oslo."]);
    expect(chunks.some(({ choices }) => choices[0]?.delta.tool_calls)).toBe(false);
    expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual(["stop"]);
    expect(chunks.at(-1)?.usage).toEqual({ prompt_tokens: 4, completion_tokens: 6, total_tokens: 10 });
  });

  it("is offered without loading its plugin where the manifest describes it", async () => {
    await using running = await startWithCaller({ weather });
    expect(await ask(running, [])).toMatchObject({ offered: ["weather"] });
    expect(heard()).toEqual([]);
  });

  it("may be called several times at once, and is answered in the order of the calls", async () => {
    await using running = await startWithCaller({ weather });
    const { told } = await ask(running, [...sunny, ["weather", { city: "Rome" }]]);
    expect(told).toEqual(["Sunny in Oslo.", "Sunny in Rome."]);
  });

  it.each([
    ["arguments that are no JSON", "{city", /^Error: The arguments are not JSON: /],
    [
      "arguments that do not fit",
      { town: "Oslo" },
      "Error: The arguments do not fit: must have required property 'city'.",
    ],
    ["arguments that are no object", "[]", "Error: The arguments must be a JSON object."],
  ])("never sees %s: the model is told", async (_, args, told) => {
    await using running = await startWithCaller({ weather });
    expect((await ask(running, [["weather", args]])).told).toEqual([expect.stringMatching(told)]);
    expect(heard()).toEqual(["weather loaded"]);
  });

  it.each([
    ["throws", "Atlantis", "Error: The tool failed: it has sunk"],
    ["gives nonsense", "Nowhere", "Error: The tool gave something that is no answer."],
  ])("that %s is an error for the model, not for the caller", async (_, place, told) => {
    await using running = await startWithCaller({ weather });
    expect((await ask(running, [["weather", { city: place }]])).told).toEqual([told]);
  });

  it("is aborted when the caller goes away", async () => {
    await using running = await startWithCaller({ weather });
    const leave = new AbortController();
    const body = asking([["weather", { city: "Limbo" }]]);
    const outcome = running.client.chat.completions
      .create(body, { signal: leave.signal })
      .catch((error: unknown) => error);
    await vi.waitFor(() => expect(heard()).toHaveLength(2));
    leave.abort();
    expect(await outcome).toBeInstanceOf(APIUserAbortError);
    await vi.waitFor(() => expect(heard()).toContain("weather aborted"));
  });

  it("is made for each turn where it is a factory, and not offered where that makes none", async () => {
    await using running = await startWithCaller({ workshop });
    const { offered, told } = await ask(running, [["tailored", {}]]);
    expect(offered).toEqual(["tailored"]);
    expect(told).toEqual(["made for caller/caller-1"]);
    expect(takeHeard()).toEqual([["made", { model: "caller/caller-1" }]]);
  });
});

describe("which tools are offered", () => {
  it("optional ones only where the request names them", async () => {
    await using running = await startWithCaller({ workshop });
    const { offered, told } = await ask(running, [["rare", {}]], { tools: [named("rare")] });
    expect(offered).toEqual(["tailored", "rare"]);
    expect(told).toEqual(["Error: found"]);
  });

  it("optional ones always where the settings name them", async () => {
    await using running = await startWithCaller({ workshop }, { optionalTools: ["rare"] });
    expect((await ask(running, [])).offered).toEqual(["tailored", "rare"]);
  });

  it("none where the request says so, or the settings allow no rounds", async () => {
    await using running = await startWithCaller({ weather });
    expect((await ask(running, [], { tool_choice: "none" })).offered).toEqual([]);
    await using other = await startWithCaller({ weather }, { toolRounds: 0 });
    expect((await ask(other, [])).offered).toEqual([]);
  });

  it("those that before_prompt_build allows; of several lists, what is in all of them", async () => {
    const allow = (...names: readonly string[]) =>
      hookPlugin("before_prompt_build", `() => ({ toolsAllow: ${JSON.stringify(names)} })`);
    await using running = await startWithCaller({
      weather,
      workshop,
      a: allow("weather", "tailored"),
      b: allow("rare", "weather"),
    });
    expect((await ask(running, [])).offered).toEqual(["weather"]);
  });
});

describe("a tool whose manifest says what it needs [VAL-7]", () => {
  const needs = "It needs the environment variable LOOKUP_KEY, or plugins.entries.lookup.config.apiKey.";
  const own = "It needs plugins.entries.lookup.config.apiKey.";

  it("is not offered before that is there, and its plugin is not loaded to know", async () => {
    await using running = await startWithCaller({ lookup });
    expect((await ask(running, [])).offered).toEqual(["look_around"]);
    expect(heard()).toEqual([]);
  });

  it("is not offered where its plugin runs for another tool, nor where the request names it", async () => {
    await using running = await startWithCaller({ lookup });
    const tools = [named("look_up")];
    expect((await ask(running, [["look_around", {}]], { tools })).told).toEqual(["look_around"]);
    expect(heard()).toEqual(["lookup loaded"]);
    const again = await ask(running, []);
    expect(again.offered).toEqual(["look_around"]);
  });

  it("is offered where the environment or the config has it", async () => {
    const all = ["look_up", "look_down", "look_around"];
    await using keyed = await startGateway({ plugins: { caller, lookup }, env: { LOOKUP_KEY: "key" } });
    expect((await ask(keyed, [])).offered).toEqual(all);
    const settings = { entries: { lookup: { config: { apiKey: "key" } } } };
    await using configured = await startGateway({ plugins: { caller, lookup }, settings });
    expect((await ask(configured, [])).offered).toEqual(all);
  });

  it("is listed with what is missing, in tools.list and in its plugin's report, and nothing is loaded for it", async () => {
    await using running = await startWithCaller({ lookup });
    await using rpc = await openRpc(running.port);
    expect((await rpc.call("tools.list")).result).toEqual({
      tools: [
        {
          name: "look_up",
          plugin: "lookup",
          description: "Looks up.",
          parameters: { type: "object" },
          unavailable: own,
        },
        { name: "look_down", plugin: "lookup", unavailable: needs },
        { name: "look_around", plugin: "lookup", description: "Looks around.", parameters: { type: "object" } },
      ],
    });
    expect((await rpc.call("plugins.inspect", { id: "lookup" })).result).toMatchObject({
      unavailableTools: [
        { name: "look_up", reason: own },
        { name: "look_down", reason: needs },
      ],
    });
    expect(heard()).toEqual([]);
  });
});

describe("the caller's own tools", () => {
  const own = named("look", { description: "Looks.", parameters: { type: "object" } });

  it("are called by the caller", async () => {
    await using running = await startWithCaller({ weather });
    const answer = await running.client.chat.completions.create({ ...asking([["look", {}]]), tools: [own] });
    expect(answer.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: { tool_calls: [{ id: "call_0", function: { name: "look", arguments: "{}" } }] },
    });
  });

  it("go before a plugin's tool of the same name", async () => {
    await using running = await startWithCaller({ weather });
    const tools = [named("weather", { description: "Mine." })];
    const answer = await running.client.chat.completions.create({ ...asking(sunny), tools });
    expect(answer.choices[0]?.finish_reason).toBe("tool_calls");
    expect(heard()).toEqual([]);
  });

  it.each([false, true])("are called alone where plugins' tools are called too (streamed: %s)", async (stream) => {
    await using running = await startWithCaller({ weather });
    const body = { ...asking([...sunny, ["look", { at: "it" }]]), tools: [own], stream };
    const answer = stream
      ? await running.client.chat.completions.stream({ ...body, stream }).finalChatCompletion()
      : await running.client.chat.completions.create({ ...body, stream });
    expect(answer.choices[0]).toMatchObject({ finish_reason: "tool_calls", message: { content: "Let me see." } });
    expect(answer.choices[0]?.message.tool_calls).toMatchObject([
      { id: "call_1", function: { name: "look", arguments: '{"at":"it"}' } },
    ]);
    expect(heard()).toEqual([]);
  });
});

describe("a model that does not stop", () => {
  it("must answer when its rounds are used up", async () => {
    await using running = await startWithCaller({ weather }, { toolRounds: 2 });
    const answer = await running.client.chat.completions.create(asking(sunny, { again: true }));
    expect(seen(answer.choices[0]?.message.content)).toMatchObject({
      told: ["Sunny in Oslo.", "Sunny in Oslo."],
      toolChoice: "none",
    });
  });

  it("is cut short where it will not", async () => {
    await using running = await startWithCaller({ weather }, { toolRounds: 1 });
    const answer = await running.client.chat.completions.create(asking(sunny, { again: true, stubborn: true }));
    expect(answer.choices[0]?.finish_reason).toBe("length");
    expect(answer.choices[0]?.message).toMatchObject({ content: "Let me see.\n\nLet me see." });
    expect(heard().filter((each) => Array.isArray(each))).toHaveLength(1);
  });
});
