import { tool, type ToolFactory } from "@mortise/sdk";
import type { ResolvedProvider } from "@mortise/core";
import { expect, it } from "vitest";
import { runRegister, type RunningPlugin } from "../../test/running-plugin.js";

const listing = (...tools: readonly string[]) => ({ manifest: { contracts: { tools } } });
const toolText = (name: string, execute: string, more = "") =>
  `{ name: "${name}", description: "Says it again.", parameters: { type: "object" }, ${more} execute: async (id, params, signal, onUpdate) => ${execute} }`;

async function make(running: RunningPlugin, name: string, scope: object = {}) {
  const factory = (await running.find(tool, name)) as ResolvedProvider<ToolFactory>;
  return running.host.call(factory, "create", scope);
}

it("a tool answers in our form what it answers in theirs [OC-7]", async () => {
  const execute = `({ content: [{ type: "text", text: params.text }, { type: "text", text: typeof id + (signal instanceof AbortSignal) }], details: { n: 1 } })`;
  const running = await runRegister(`api.registerTool(${toolText("echo", execute)});`, listing("echo"));
  expect(running.messages()).toEqual([]);
  expect(await running.ask("echo", { text: "hello" })).toEqual({ text: "hello\nstringtrue", data: { n: 1 } });
});

it.each([
  [`"plain"`, { text: "plain" }],
  [`({ content: [], details: { a: [1] } })`, { text: `{"a":[1]}`, data: { a: [1] } }],
  [`({ some: "thing" })`, { text: `{"some":"thing"}`, data: { some: "thing" } }],
  [`({ content: [{ type: "text", text: "no" }], isError: true })`, { text: "no", isError: true }],
  [`({ content: [{ type: "image", data: "AAAA", mimeType: "image/png" }] })`, { text: "[image, image/png, 3 bytes]" }],
  ["undefined", { text: "" }],
])("the answer %s has a form here [OC-7]", async (answer, expected) => {
  const running = await runRegister(`api.registerTool(${toolText("echo", answer)});`, listing("echo"));
  expect(await running.ask("echo")).toEqual(expected);
});

it("what a tool tells while it runs goes to the caller, and what it changes of its arguments stays with it [OC-7]", async () => {
  const execute = `{ onUpdate({ content: [{ type: "text", text: "half" }] }); params.list.push(2); return "done"; }`;
  const running = await runRegister(`api.registerTool(${toolText("echo", execute)});`, listing("echo"));
  const events: unknown[] = [];
  const args = { list: [1] };
  const found = (await running.find(tool, "echo")) as ResolvedProvider<ToolFactory>;
  await running.host.call(found, "execute" as never, args, { emit: (event) => events.push(event) });
  expect(events).toEqual([{ type: "status", data: { text: "half" } }]);
  expect(args).toEqual({ list: [1] });
});

it("schemas lose what JSON does not carry, and a tool without one takes any object [OC-7]", async () => {
  const running = await runRegister(
    `const schema = { type: "object", [Symbol("kind")]: "Object", properties: { a: { type: "string", [Symbol("kind")]: "String" } } };
     api.registerTool({ ...${toolText("one", `"1"`)}, parameters: schema });
     api.registerTool({ name: "two", label: "Two", execute: () => "2" });`,
    listing("one", "two"),
  );
  const parametersOf = async (name: string) => (await running.find(tool, name)).value;
  expect(await parametersOf("one")).toMatchObject({
    parameters: { type: "object", properties: { a: { type: "string" } } },
  });
  expect(Object.getOwnPropertySymbols(((await parametersOf("one")) as { parameters: object }).parameters)).toEqual([]);
  expect(await parametersOf("two")).toMatchObject({
    description: "Two",
    parameters: { type: "object", properties: {} },
  });
});

it("a factory makes its tools for each turn, by their names [OC-7]", async () => {
  const running = await runRegister(
    `const make = (ctx) => [${toolText("one", `"for " + ctx.activeModel.modelId + ctx.requesterSenderId`)}, ${toolText("two", `"2"`)}];
     api.registerTool(make, { names: ["one", "two"] });
     api.registerTool(() => null, { name: "three", optional: true });
     api.registerTool({ contextVersion: 2, create: async () => (${toolText("four", `"4"`)}) }, { name: "four" });
     api.registerTool((ctx) => (${toolText("five", `"5"`)}));`,
    listing("one", "two", "three", "four", "five"),
  );
  expect(running.messages()).toEqual([]);
  const one = await make(running, "one", { model: "acme/large", requesterSenderId: "ada" });
  const answer = await (one as { execute: (args: object, context: object) => Promise<unknown> }).execute(
    {},
    { signal: new AbortController().signal, emit: () => {} },
  );
  expect(answer).toEqual({ text: "for largeada" });
  expect(await make(running, "three")).toBeUndefined();
  expect(await make(running, "four")).toMatchObject({ description: "Says it again." });
  expect(await make(running, "five")).toMatchObject({ description: "Says it again." });
  expect((await running.find(tool, "three")).value).toMatchObject({ optional: true });
});

it("a list of tools is all of them, and options say what is optional [OC-7]", async () => {
  const body = `api.registerTool([${toolText("one", `"1"`)}, ${toolText("two", `"2"`, "optional: true,")}]);
    api.registerTool(${toolText("three", `"3"`)}, { optional: true });`;
  const running = await runRegister(body, listing("one", "two", "three"));
  const isOptional = async (name: string) => (await running.find(tool, name)).value.optional === true;
  expect(await Promise.all(["one", "two", "three"].map(isOptional))).toEqual([false, true, true]);
});

it("a tool that contracts.tools does not list is kept with a warning, or strictly refused [OC-7]", async () => {
  const body = `api.registerTool(${toolText("echo", `"1"`)}); api.registerCommand({ name: "rest", handler: () => ({ text: "" }) });`;
  const lenient = await runRegister(body);
  expect([lenient.codes(), lenient.contributions()]).toEqual([
    ["OPENCLAW_TOOL_UNDECLARED"],
    ["command:rest", "tool:echo"],
  ]);
  const strict = await runRegister(body, { compat: "strict" });
  expect([strict.codes(), strict.contributions()]).toEqual([["REGISTER_UNDECLARED"], ["command:rest"]]);
});

it("what is no tool is left out, and the rest of the plugin works [OC-9]", async () => {
  const running = await runRegister(
    `api.registerTool({ description: "nameless" }); api.registerTool({ name: "has space", description: "", execute() {} });
     api.registerTool({ name: "dumb", description: "does nothing" }); api.registerTool(() => { throw new Error("not now"); });
     api.registerTool(${toolText("echo", `"1"`)});`,
    listing(),
  );
  expect(running.contributions()).toEqual(["tool:echo", "tool:has-space"]);
  expect(running.codes().filter((code) => code === "OPENCLAW_REGISTRATION_LEFT_OUT")).toHaveLength(3);
  expect(running.codes()).toContain("OPENCLAW_ID_REWRITTEN");
});
