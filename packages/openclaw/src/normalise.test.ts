import { describe, expect, it } from "vitest";
import { manifestOf, notesOf, readOne, withFields } from "../test/plugin-folder.js";

const manifestWith = (fields: Readonly<Record<string, unknown>>) => manifestOf(withFields(fields));

describe("the normalised manifest", () => {
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
      },
      commandAliases: [{ name: "dream", kind: "runtime-slash", cliCommand: "memory" }, { name: "wiki" }],
    });
    expect(provides).toEqual({
      "text-inference": { acme: { models: ["m1", "m2"] }, plain: {} },
      speech: { voice: {} },
      "media-understanding": { eyes: {} },
      embedding: { vectors: {} },
      "web-search": { finder: {} },
      tools: { tool_one: {} },
      commands: { dream: {} },
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
    const hint = { label: "L", help: "H", placeholder: "P", sensitive: true, advanced: false };
    const uiHints = { "accounts.*.password": { ...hint, group: "g" } };
    const manifest = manifestWith({ uiHints });
    expect(manifest.ui).toEqual({ "accounts.*.password": hint });
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
      "command:alias",
      "command:c",
      "command:root",
      "config:browser.profile",
      "provider:p",
      "route:r",
    ]);
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
  });

  it("is on by default by declaration, or on its platforms", () => {
    expect(manifestWith({ enabledByDefault: true }).enabledByDefault).toBe(true);
    expect(manifestWith({ enabledByDefault: false }).enabledByDefault).toBe(false);
    expect(manifestWith({ enabledByDefaultOnPlatforms: [process.platform] }).enabledByDefault).toBe(true);
    expect(manifestWith({ enabledByDefaultOnPlatforms: ["haiku"] }).enabledByDefault).toBe(false);
  });

  it("asks for a Node version and never for plugins", () => {
    const files = { "openclaw.plugin.json": { id: "a", configSchema: {}, requiresPlugins: ["b"] }, "index.js": "" };
    const manifest = manifestOf(readOne({ ...files, "package.json": { engines: { node: ">=20" } } }));
    expect(manifest.engines).toEqual({ node: ">=20" });
    expect(manifest.requires).toEqual({});
    expect(manifest.foreign).toEqual({ requiresPlugins: ["b"] });
    const odd = readOne({ ...files, "package.json": { engines: { node: 20 } } });
    expect(manifestOf(odd).engines).toEqual({});
    expect(odd.diagnostics).toMatchObject([{ code: "PACKAGE_INVALID", level: "warning", pointer: "/engines/node" }]);
  });

  it("says what cannot be declared, and how strictly the rest is held", () => {
    const strict = manifestOf(withFields({}, { compat: "strict" }));
    expect([strict.declarations, ...strict.undeclarable]).toEqual([
      "strict",
      "hooks",
      "services",
      "routes",
      "commands",
    ]);
    const lenient = manifestWith({});
    expect([lenient.declarations, ...lenient.undeclarable]).toEqual([
      "lenient",
      "hooks",
      "services",
      "routes",
      "commands",
      "tools",
    ]);
  });

  it("keeps every other field, the unknown and the package's block", () => {
    const fields = { skills: ["./skills"], contracts: { workerProviders: ["w"] }, entryPoint: "x.ts", catalog: 7 };
    const block = { extensions: ["./index.js"], compat: { pluginApi: ">=1" } };
    const files = { "openclaw.plugin.json": { id: "a", configSchema: {}, ...fields }, "index.js": "" };
    const { foreign } = manifestOf(readOne({ ...files, "package.json": { openclaw: block } }));
    const { catalog: _malformed, ...kept } = fields;
    expect(foreign).toEqual({ ...kept, "package.json": { openclaw: block } });
  });
});
