// Plugins that were made for OpenClaw, through the gateway over HTTP.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { caller, mirror } from "./chat-plugin.js";
import { startGateway, writePlugins, type RunningGateway } from "./running-gateway.js";
import { ask, asking, named, seen } from "./tool-turns.js";

interface Published {
  readonly manifest?: object;
  /** The entry's file and text, in place of an ES module that has `register` in it. */
  readonly entry?: readonly [file: string, text: string];
}

/** Writes a package as it is published: an OpenClaw manifest, and an entry that the body of `register` is in. */
function writePackage(id: string, register: string, { manifest = {}, entry }: Published = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "mortise-openclaw-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, id);
  mkdirSync(root);
  const [file, text] = entry ?? [
    "index.mjs",
    `import { definePluginEntry } from "openclaw/plugin-sdk/plugin-entry";
export default definePluginEntry({ id: "${id}", name: "${id}", description: "", register(api) { ${register} } });`,
  ];
  const files = {
    "package.json": JSON.stringify({ name: id, version: "1.0.0", openclaw: { extensions: [`./${file}`] } }),
    "openclaw.plugin.json": JSON.stringify({ id, configSchema: { type: "object" }, ...manifest }),
    [file]: text,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  return root;
}

async function start(...roots: readonly string[]): Promise<RunningGateway> {
  const folder = writePlugins({ caller, mirror });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const paths = [...["caller", "mirror"].map((id) => join(folder, "plugins", id)), ...roots];
  return startGateway({ configText: JSON.stringify({ plugins: { load: { paths } } }) });
}

const weather = `api.registerTool({
  name: "forecast", label: "Forecast", description: "Tells the weather.",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  execute: async (id, { city }) => ({ content: [{ type: "text", text: "Sunny in " + city + "." }], details: { city } }),
});`;

it("a tool of one is offered, checked and called, and a hook of another has its word before [OC-7] [OC-8]", async () => {
  const manners = `api.on("before_tool_call", ({ toolName, params }) => toolName === "forecast" ? { params: { city: params.city.toUpperCase() } } : undefined);
    api.on("message_sending", ({ content }) => ({ content: content + " Bye." }));`;
  await using running = await start(writePackage("weather", weather), writePackage("manners", manners));
  const answer = await running.client.chat.completions.create(asking([["forecast", { city: "Oslo" }]]));
  const text = answer.choices[0]?.message.content ?? "";
  expect(text).toMatch(/ Bye\.$/);
  expect(seen(text.replace(/ Bye\.$/, ""))).toMatchObject({ offered: ["forecast"], told: ["Sunny in OSLO."] });
});

const sky = `export default function (api: any): void {
  api.registerTool((ctx: any) => ["rain", "snow"].map((name) => ({
    name, label: name, description: "Tells of " + name, parameters: { type: "object", properties: {} },
    execute: async () => ({ content: [{ type: "text", text: name + " for " + ctx.sessionId }] }),
  })), { names: ["rain", "snow"], optional: true });
}`;

it("a factory's optional tools, in TypeScript, run beside a hook of another that adds to the prompt [OC-7] [OC-8]", async () => {
  const guard = `api.on("before_prompt_build", ({ prompt }) => ({ prependContext: "Asked: " + prompt }), { priority: 90 });`;
  const factory = writePackage("sky", "", { entry: ["index.ts", sky] });
  await using running = await start(factory, writePackage("guard", guard));
  const calls = [["snow", {}]] as const;
  expect(await ask(running, [])).toMatchObject({ offered: [] });
  const tools = [named("rain"), named("snow")];
  expect(await ask(running, calls, { tools, metadata: { session_id: "talk" } })).toMatchObject({
    offered: ["rain", "snow"],
    told: ["snow for talk"],
  });
  const answer = await running.client.chat.completions.create({
    model: "mirror/mirror-1",
    messages: [{ role: "user", content: "Hello" }],
  });
  expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toMatchObject({
    messages: [
      { role: "system", content: "Asked: Hello" },
      { role: "user", content: "Hello" },
    ],
  });
});

it("a command, a route and a service of one work [OC-7]", async () => {
  const register = `let started = 0;
    api.registerService({ id: "counter", start: () => { started += 1; } });
    api.registerCommand({ name: "count", description: "Counts.", handler: (ctx) => ({ text: ctx.args + started }) });
    api.registerHttpRoute({ path: "/webhook", auth: "plugin", handler: (req, res) => { res.statusCode = 202; res.end("got " + req.method); } });`;
  const root = writePackage("bundle-of-things", register, { manifest: { activation: { onStartup: true } } });
  await using running = await start(root);
  const answer = await running.client.chat.completions.create({
    model: "caller/caller-1",
    messages: [{ role: "user", content: "/count so far " }],
  });
  expect(answer.choices[0]?.message.content).toBe("so far1");
  const response = await fetch(`${running.url}/webhook`, { method: "POST", body: "x" });
  expect([response.status, await response.text()]).toEqual([202, "got POST"]);
});
