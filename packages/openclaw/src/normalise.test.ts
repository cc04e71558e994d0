import { describe, expect, it } from "vitest";
import { manifestOf, notesOf, readOne, withFields } from "../test/plugin-folder.js";

const manifestWith = (fields: Readonly<Record<string, unknown>>) => manifestOf(withFields(fields));

describe("the normalised manifest [OC-2]", () => {
  it("has the display fields", () => {
    const manifest = manifestWith({ name: " Sample ", description: "d", version: "1.2.3" });
    expect(manifest).toMatchObject({ id: "sample", name: "Sample", description: "d", version: "1.2.3" });
  });

  it("declares what is provided, with the models of each provider", () => {
    const { provides } = manifestWith({
      providers: ["acme", "plain"],
      modelCatalog: {
        providers: { acme: { models: [{ id: "m1" }, { id: "m2", name: "Two" }] }, other: { models: [{ id: "x" }] } },
      },
      contracts: {
        speechProviders: ["voice"],
        mediaUnderstandingProviders: ["eyes"],
        embeddingProviders: ["vectors"],
        webSearchProviders: ["finder"],
        tools: ["tool_one"],
        imageGenerationProviders: ["painter"],
        workerProviders: ["w"],
      },
      commandAliases: [{ name: "dream", kind: "runtime-slash", cliCommand: "memory" }, { name: "wiki" }],
    });
    const models = [{ id: "m1" }, { id: "m2", name: "Two" }];
    expect(provides).toEqual({
      "text-inference": { acme: { models: ["m1", "m2"], modelCatalog: { models } }, plain: {} },
      speech: { voice: {} },
      "media-understanding": { eyes: {} },
      embedding: { vectors: {} },
      "web-search": { finder: {} },
      "image-generation": { painter: {} },
      tools: { tool_one: {} },
      commands: { dream: { cliCommand: "memory" } },
    });
  });

  it("declares only what the host has a word for, and keeps the rest readable", () => {
    const fields = { providers: ["acme"], contracts: { tools: ["t"] } };
    const manifest = manifestOf(withFields(fields, { sdk: { contracts: {}, hooks: {} } }));
    expect(manifest.provides).toEqual({});
    expect(manifest.undeclarable).toEqual(["hooks"]);
    expect(manifest.foreign).toEqual(fields);
  });

  it("leaves out ids that the contract does not take, and says where they stand", () => {
    const candidate = withFields({ contracts: { tools: ["good_tool", "bad tool"], speechProviders: ["constructor"] } });
    expect(manifestOf(candidate).provides).toEqual({ tools: { good_tool: {} } });
    expect(notesOf(candidate)).toEqual([
      "warning MANIFEST_ID_INVALID /contracts/speechProviders",
      "warning MANIFEST_ID_INVALID /contracts/tools",
    ]);
  });

  it("keeps the config hints it knows, dotted paths included", () => {
    const hint = { label: "L", help: "H", placeholder: "P", sensitive: true, advanced: false, tags: ["t"] };
    const written = { ...hint, group: "g", presentation: "phone-number" };
    const uiHints = { "accounts.*.password": written, "a.b": { description: "D" }, c: { help: "H", description: "D" } };
    const manifest = manifestWith({ uiHints });
    expect(manifest.ui).toEqual({
      "accounts.*.password": { ...hint, group: "g" },
      "a.b": { help: "D" },
      c: { help: "H" },
    });
    expect(manifest.foreign["uiHints"]).toEqual(uiHints);
  });

  it("turns activation into triggers, each once", () => {
    const { activation } = manifestWith({
      channels: ["chat"],
      commandAliases: [{ name: "alias", cliCommand: "root" }],
      activation: {
        onStartup: true,
        onProviders: ["p"],
        onCommands: ["c", "root"],
        onChannels: ["chat"],
        onRoutes: ["r"],
        onConfigPaths: ["browser.profile"],
        onCapabilities: ["tool"],
        onAgentHarnesses: ["h"],
      },
    });
    expect(activation.onStartup).toBe(true);
    expect(activation.on.toSorted()).toEqual([
      "agent-harness:h",
      "capability:tool",
      "channel:chat",
      "cli:alias",
      "cli:c",
      "cli:root",
      "command:alias",
      "command:c",
      "command:root",
      "config:browser.profile",
      "provider:p",
      "route:r",
    ]);
    expect(activation.enabledBy).toEqual(["agent-harness:h"]);
  });

  it("names the variables of an API key only where it is certain which key is meant", () => {
    const one = { id: "acme", envVars: ["ACME_KEY", "OLD_KEY"] };
    const withKey = { type: "object", properties: { apiKey: { type: "string" } } };
    const envOf = (providers: unknown, configSchema: unknown) =>
      manifestWith({ setup: { providers }, configSchema }).setup.env;
    expect(envOf([one], withKey)).toEqual({ apiKey: ["ACME_KEY", "OLD_KEY"] });
    expect(envOf([one, { ...one, id: "b" }], withKey)).toEqual({});
    expect(envOf([one], { type: "object" })).toEqual({});
    expect(envOf([{ id: "acme" }], withKey)).toEqual({});
    const choice = { provider: "acme", optionKey: "apiKey" };
    const chosen = (providerAuthChoices: unknown) =>
      manifestWith({ setup: { providers: [{ ...one, id: "b" }, one] }, configSchema: withKey, providerAuthChoices });
    expect(chosen([choice]).setup.env).toEqual({ apiKey: ["ACME_KEY", "OLD_KEY"] });
    expect(chosen([{ ...choice, provider: "c" }]).setup.env).toEqual({});
    expect(chosen([{ ...choice, optionKey: "token" }]).setup.env).toEqual({});
  });

  it("is on by default by declaration, or on its platforms", () => {
    expect(manifestWith({ enabledByDefault: true }).enabledByDefault).toBe(true);
    expect(manifestWith({ enabledByDefault: false }).enabledByDefault).toBe(false);
    expect(manifestWith({ enabledByDefaultOnPlatforms: [process.platform] }).enabledByDefault).toBe(true);
    expect(manifestWith({ enabledByDefaultOnPlatforms: ["haiku"] }).enabledByDefault).toBe(false);
  });

  it("asks for a Node version", () => {
    const files = { "openclaw.plugin.json": { id: "a", configSchema: {} }, "index.js": "" };
    const manifest = manifestOf(readOne({ ...files, "package.json": { engines: { node: ">=20" } } }));
    expect(manifest.engines).toEqual({ node: ">=20" });
    const odd = readOne({ ...files, "package.json": { engines: { node: 20 } } });
    expect(manifestOf(odd).engines).toEqual({});
    expect(odd.diagnostics).toMatchObject([{ code: "PACKAGE_INVALID", level: "warning", pointer: "/engines/node" }]);
  });

  it("asks for another Node: a warning, and strictly a reason to keep it out", () => {
    const files = { "openclaw.plugin.json": { id: "a", configSchema: {} }, "index.js": "" };
    const asking = { ...files, "package.json": { engines: { node: ">=9000" } } };
    const lenient = readOne(asking);
    expect(manifestOf(lenient).engines).toEqual({});
    expect(lenient.diagnostics).toMatchObject([{ code: "OPENCLAW_NODE_LENIENT", pointer: "/engines/node" }]);
    const strict = readOne(asking, { compat: "strict" });
    expect(manifestOf(strict).engines).toEqual({ node: ">=9000" });
    expect(strict.diagnostics).toEqual([]);
  });

  it("goes after the plugins it requires, and strictly not without them", () => {
    const fields = { requiresPlugins: ["b", "c", "b"] };
    const lenient = withFields(fields);
    expect([manifestOf(lenient).requires, manifestOf(lenient).after]).toEqual([{}, ["b", "c"]]);
    expect(notesOf(lenient)).toEqual(["advisory OPENCLAW_REQUIREMENT_LENIENT /requiresPlugins"]);
    const strict = withFields(fields, { compat: "strict" });
    expect([manifestOf(strict).requires, manifestOf(strict).after]).toEqual([{ b: "*", c: "*" }, []]);
    expect(notesOf(strict)).toEqual([]);
  });

  it("says what cannot be declared, and how strictly the rest is held", () => {
    const keysOf = (compat: "strict" | "lenient", fields = {}) =>
      manifestOf(withFields(fields, { compat })).undeclarable;
    const always = ["hooks", "commands", "services", "routes", "cli", "gateway-discovery", "agent-harness"];
    expect(keysOf("strict")).toEqual(expect.arrayContaining(always));
    for (const key of ["text-inference", "speech", "channel", "skills", "memory", "context-engine", "tools"]) {
      expect(keysOf("strict")).not.toContain(key);
    }
    expect(keysOf("lenient").toSorted()).toEqual([...keysOf("strict"), "tools"].toSorted());
    expect(keysOf("strict", { kind: "memory" }).toSorted()).toEqual([...keysOf("strict"), "memory"].toSorted());
    expect(manifestWith({}).declarations).toBe("lenient");
    expect(manifestOf(withFields({}, { compat: "strict" })).declarations).toBe("strict");
  });

  it("keeps every other field, the unknown and the package's block", () => {
    const fields = {
      contracts: { workerProviders: ["w"], tool: ["misspelt"] },
      activation: { onStart: true },
      entryPoint: "x.ts",
      catalog: 7,
    };
    const block = { extensions: ["./index.js"], compat: { pluginApi: ">=1" } };
    const files = { "openclaw.plugin.json": { id: "a", configSchema: {}, ...fields }, "index.js": "" };
    const { foreign } = manifestOf(readOne({ ...files, "package.json": { openclaw: block } }));
    const { catalog: _malformed, ...kept } = fields;
    expect(foreign).toEqual({ ...kept, "package.json": { openclaw: block } });
  });
});
