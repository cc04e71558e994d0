import { chmodSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import { makeProject, type Project } from "../../test/project.js";
import { answerJob } from "./answer-job.js";
import { createAsk } from "./ask-source.js";
import { buildPlugin, type PluginBuild } from "./build-plugin.js";
import { findPlugins } from "./find-plugins.js";

beforeEach(() => void vi.stubEnv("XDG_CACHE_HOME", makeProject({}, {}).at("cache")));

/** Builds the plugin of a project's folder, here in this process. */
async function build(project: Project, options: { check?: boolean; tools?: boolean } = {}): Promise<PluginBuild> {
  const { candidates } = await findPlugins(project.at("plugins"));
  const [candidate] = candidates;
  if (!candidate || candidates.length > 1) throw new Error(`${candidates.length} plugins instead of one`);
  const ask = createAsk(answerJob, project.config);
  return buildPlugin(candidate, { ask, check: false, tools: false, ...options });
}

const manifestOf = (project: Project, id: string) => project.at("plugins", id, "mortise.plugin.json");
const textOf = (project: Project, id: string) => readFileSync(manifestOf(project, id), "utf8");
const valueOf = (project: Project, id: string) => JSON.parse(textOf(project, id)) as Record<string, unknown>;

/** A plugin that says at which of its steps it was, in a file beside it. */
const typed = `
import { appendFileSync } from "node:fs";
import { definePlugin } from "@mortise/sdk";
import { config, userConfig } from "./config.js";

const note = (step: string) => appendFileSync(new URL("./steps", import.meta.url), step + " ");
note("evaluated");

export default definePlugin({ id: "typed", config, userConfig, register: () => note("registered") });
`;

const schemaCode = `
import { Type } from "@mortise/sdk/typebox";

export const config = Type.Object(
  {
    apiKey: Type.Refine(Type.String({ minLength: 1 }), (key) => key !== "x"),
    speed: Type.Optional(Type.Number({ default: 1 })),
  },
  { additionalProperties: false },
);

export const userConfig = Type.Object({ volume: Type.Readonly(Type.Optional(Type.Number())) });
`;

const schema = {
  type: "object",
  additionalProperties: false,
  required: ["apiKey"],
  properties: { apiKey: { type: "string", minLength: 1 }, speed: { type: "number", default: 1 } },
};

const userSchema = { type: "object", properties: { volume: { type: "number" } } };

function typedProject(manifest: object | string): Project {
  const project = makeProject({}, { typed: { manifest } });
  const entry = { entry: "./index.js", source: "./index.ts" };
  project.write("plugins/typed/package.json", JSON.stringify({ type: "module", mortise: entry }));
  project.write("plugins/typed/index.js", 'throw new Error("the built file, where there is a source");');
  project.write("plugins/typed/index.ts", typed);
  project.write("plugins/typed/config.ts", schemaCode);
  return project;
}

test("the schema of a TypeScript source is written as plain JSON, and nothing is registered for it [MAN-5]", async () => {
  const project = typedProject({ ui: { apiKey: { sensitive: true } } });
  const { result, changes, diagnostics } = await build(project);
  expect({ result, diagnostics }).toEqual({ result: "written", diagnostics: [] });
  expect(changes).toEqual([
    { pointer: "/configSchema", wanted: schema },
    { pointer: "/userConfigSchema", wanted: userSchema },
  ]);
  expect(valueOf(project, "typed")).toMatchObject({ configSchema: schema, userConfigSchema: userSchema });
  expect(Object.keys(valueOf(project, "typed"))).toEqual(["id", "configSchema", "userConfigSchema", "ui"]);
  expect(readFileSync(project.at("plugins/typed/steps"), "utf8")).toBe("evaluated ");
});

test("a manifest that is right is not touched, in whatever order it says so", async () => {
  const { properties, ...rest } = schema;
  const text = `// mine\n${JSON.stringify({ userConfigSchema: userSchema, configSchema: { properties, ...rest }, id: "typed" })}`;
  const project = typedProject(text);
  const before = statSync(manifestOf(project, "typed"), { bigint: true });
  expect((await build(project)).result).toBe("unchanged");
  const after = statSync(manifestOf(project, "typed"), { bigint: true });
  expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
});

test("--check names each place that differs, with the change that mends it, and writes nothing", async () => {
  const properties = { apiKey: { type: "string" }, voice: { type: "string" }, speed: { type: "number", default: 2 } };
  const text = JSON.stringify(
    { id: "typed", configSchema: { ...schema, properties }, userConfigSchema: userSchema },
    undefined,
    2,
  );
  const project = typedProject(text);
  const { result, diagnostics } = await build(project, { check: true });
  expect(result).toBe("differs");
  const path = manifestOf(project, "typed");
  const at = (pointer: string) => `/configSchema/properties/${pointer}`;
  expect(diagnostics).toMatchObject([
    { code: "CLI_BUILD_DRIFT", path, pointer: at("apiKey/minLength"), fix: { value: 1 } },
    { code: "CLI_BUILD_DRIFT", path, pointer: at("speed/default"), line: 18, fix: { value: 1 } },
    { code: "CLI_BUILD_DRIFT", path, pointer: at("voice"), fix: { path, pointer: at("voice") } },
  ]);
  expect(diagnostics.map(({ message }) => message.replace(/^.*? source\. /, ""))).toEqual([
    "Manifest: nothing. Source: 1.",
    "Manifest: 2. Source: 1.",
    'Manifest: {"type":"string"}. Source: nothing.',
  ]);
  expect(diagnostics[2]?.fix).not.toHaveProperty("value");
  expect(textOf(project, "typed")).toBe(text);
  expect((await build(project)).result).toBe("written");
  expect((await build(project, { check: true })).diagnostics).toEqual([]);
});

test("what is written is written whole: mode and links stay, and nothing else is left behind", async () => {
  const project = typedProject({});
  const real = project.at("plugins/typed/real.json");
  writeFileSync(real, textOf(project, "typed"));
  chmodSync(real, 0o640);
  rmSync(manifestOf(project, "typed"));
  symlinkSync("real.json", manifestOf(project, "typed"));
  expect((await build(project)).result).toBe("written");
  expect(statSync(real).mode & 0o777).toBe(0o640);
  expect(readFileSync(real, "utf8")).toContain("configSchema");
  expect(readdirSync(project.at("plugins/typed")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

const plain = (id: string, members: string) => `export default { id: "${id}", register() {}, ${members} };`;

test("a JavaScript plugin may have plain JSON Schema, for users as well", async () => {
  const code = plain("js", 'config: { type: "object" }, userConfig: { type: "object", properties: {} }');
  const project = makeProject({}, { js: { manifest: {}, code } });
  expect((await build(project)).result).toBe("written");
  expect(valueOf(project, "js")).toEqual({
    id: "js",
    configSchema: { type: "object" },
    userConfigSchema: { type: "object", properties: {} },
  });
});

test("a schema that the source does not have stays in the manifest, and that is said", async () => {
  const manifest = { configSchema: { type: "object" } };
  const project = makeProject({}, { bare: { manifest, code: plain("bare", "") } });
  const before = textOf(project, "bare");
  for (const check of [true, false]) {
    const { result, diagnostics } = await build(project, { check });
    expect(result).toBe("unchanged");
    expect(diagnostics).toMatchObject([{ code: "CLI_BUILD_NO_SCHEMA", level: "advisory", pointer: "/configSchema" }]);
  }
  expect(textOf(project, "bare")).toBe(before);
});

test.each([
  ["throws", 'throw new Error("thrown on import");', "LOAD_FAILED", "thrown on import"],
  ["exports no plugin", "export const plugin = 1;", "LOAD_NO_PLUGIN", "no default export"],
  ["is another plugin's", plain("other", ""), "LOAD_ID_MISMATCH", "other"],
  [
    "has another library's schema",
    plain("bad", 'config: { "~standard": { vendor: "zod" } }'),
    "CLI_BUILD_SCHEMA_UNUSABLE",
    "zod",
  ],
  ["is not there", undefined, "ENTRY_NOT_FOUND", "index.js"],
])("a module that %s fails the build and changes nothing", async (_what, code, expected, words) => {
  const project = makeProject({}, { bad: { manifest: {}, ...(code !== undefined && { code }) } });
  const before = textOf(project, "bad");
  const { result, diagnostics } = await build(project);
  expect(result).toBe("failed");
  expect(diagnostics).toMatchObject([{ code: expected, level: "error", plugin: "bad" }]);
  expect(diagnostics[0]?.message).toContain(words);
  expect(textOf(project, "bad")).toBe(before);
});

test("a manifest that is broken, or that no text can make right, is left as it is", async () => {
  const torn = makeProject({}, { torn: { manifest: '{ "id": "torn", oops' } });
  expect(await build(torn)).toMatchObject({ result: "failed", diagnostics: [{ code: "MANIFEST_SYNTAX" }] });
  const code = plain("odd", 'config: JSON.parse(\'{ "properties": { "__proto__": { "type": "string" } } }\')');
  const odd = makeProject({}, { odd: { manifest: {}, code } });
  expect(await build(odd)).toMatchObject({ result: "failed", diagnostics: [{ code: "CLI_BUILD_UNWRITABLE" }] });
  expect(valueOf(odd, "odd")).toEqual({ id: "odd" });
});

const toolsCode = (description: string) => `
export default {
  id: "tooled",
  config: { type: "object", required: ["key"], properties: { key: { type: "string" }, more: { type: "boolean" } } },
  register(api) {
    const tool = (name) => ({ name, description: "${description}", parameters: { type: "object" }, execute: async () => ({ text: "" }) });
    api.registerTool(tool("first"));
    if (api.config.more) api.registerTool({ ...tool("second"), optional: true });
  },
};`;

const tooled = (config: object) =>
  makeProject(
    { plugins: { entries: { tooled: { config } } } },
    { tooled: { manifest: { provides: { tools: ["first", "second"] } }, code: toolsCode("One.") } },
  );

test("--tools writes what the plugin registers with the config's settings; from then on --check looks at it", async () => {
  const project = tooled({ key: "k", more: true });
  expect((await build(project)).changes.map(({ pointer }) => pointer)).toEqual(["/configSchema"]);
  expect((await build(project, { check: true })).result).toBe("unchanged");
  const { result, diagnostics } = await build(project, { tools: true });
  expect({ result, diagnostics }).toEqual({ result: "written", diagnostics: [] });
  const described = { description: "One.", parameters: { type: "object" } };
  const tools = { first: described, second: { ...described, optional: true } };
  expect(valueOf(project, "tooled")["provides"]).toEqual({ tools });

  // Another file, because a process imports each only once.
  project.write("plugins/tooled/next.js", toolsCode("Two."));
  project.write("plugins/tooled/package.json", JSON.stringify({ type: "module", mortise: { entry: "./next.js" } }));
  const drift = await build(project, { check: true });
  expect(drift.diagnostics.map(({ pointer }) => pointer)).toEqual([
    "/provides/tools/first/description",
    "/provides/tools/second/description",
  ]);
  expect(drift.diagnostics[0]?.help).toContain("--tools");
});

test("a tool that is not registered is left out and named; without valid config no tool is known", async () => {
  const some = tooled({ key: "k" });
  const { result, diagnostics } = await build(some, { tools: true });
  expect(result).toBe("written");
  expect(diagnostics).toMatchObject([{ code: "CLI_BUILD_TOOL_UNREAD", level: "advisory" }]);
  expect(diagnostics[0]?.message).toContain('"second"');
  expect(valueOf(some, "tooled")["provides"]).toMatchObject({ tools: { second: {} } });

  const none = await build(tooled({}), { tools: true });
  expect(none.result).toBe("failed");
  expect(none.changes.map(({ pointer }) => pointer)).toEqual(["/configSchema"]);
  expect(none.diagnostics.map(({ code }) => code)).toEqual(["CLI_BUILD_NOT_LOADED", "PLUGIN_CONFIG_MISSING"]);
});
