// The five layouts, on real folders, through core's own discovery.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { discoverBundles, markdown, readBundle, readBundleAt } from "../../test/bundle-folder.js";
import { manifestOf, notesOf, writePlugin } from "../../test/plugin-folder.js";

const agentSchema = "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json";
const skill = { "skills/review/SKILL.md": markdown({ name: "Review", description: "Reviews a change." }) };
const reviewSkill = { path: "skills/review", name: "Review", description: "Reviews a change." };
const entry = (value: string) => ({ "package.json": { openclaw: { extensions: [value] } }, "index.js": "" });
const openclaw = { "openclaw.plugin.json": { id: "native", configSchema: { type: "object" } } };

describe("a bundle [OC-5]", () => {
  it("for Codex brings skills, hooks, MCP servers and apps", async () => {
    const candidate = await readBundle({
      ...skill,
      ".codex-plugin/plugin.json": {
        name: "acme-tools",
        version: "1.2.0",
        description: "Tools.",
        author: { name: "Acme" },
        interface: { displayName: "Acme" },
        skills: "./skills/",
        mcpServers: "./.mcp.json",
        apps: "./.app.json",
      },
      ".mcp.json": { mcpServers: { docs: { command: "docs-server", args: ["--stdio"] } } },
      ".app.json": { apps: { tracker: { id: "connector_1" } } },
      "hooks/hooks.json": { hooks: { SessionStart: [{ hooks: [] }] } },
      "hooks/greet/HOOK.md": markdown({ name: "greet", description: "Greets." }),
      "hooks/greet/handler.js": "throw new Error('nothing may run this');",
      "commands/deploy.md": "",
    });
    expect(candidate).toMatchObject({ id: "acme-tools", format: "bundle-codex", status: "ready", isCodeless: true });
    expect(candidate.entry).toBeUndefined();
    expect(manifestOf(candidate)).toMatchObject({
      name: "acme-tools",
      version: "1.2.0",
      description: "Tools.",
      foreign: { author: { name: "Acme" }, interface: { displayName: "Acme" } },
    });
    expect(manifestOf(candidate).provides).toEqual({
      skills: { review: reviewSkill },
      "hook-packs": {
        SessionStart: {
          path: "hooks/hooks.json",
          pointer: "/hooks/SessionStart",
          event: "SessionStart",
          handlers: 1,
        },
        greet: { path: "hooks/greet", name: "greet", description: "Greets." },
      },
      "mcp-servers": {
        docs: {
          path: ".mcp.json",
          pointer: "/mcpServers/docs",
          command: "docs-server",
          args: ["--stdio"],
          type: "stdio",
        },
      },
      apps: { tracker: { path: ".app.json", pointer: "/apps/tracker", app: "connector_1" } },
    });
    expect(notesOf(candidate)).toEqual(["advisory BUNDLE_PART_UNUSED"]);
  });

  it("for Claude brings commands, agents, output styles, language servers and settings as well", async () => {
    const candidate = await readBundle({
      ...skill,
      ".claude-plugin/plugin.json": {
        name: "acme",
        commands: ["./more/special.md"],
        lspServers: { go: { command: "gopls", extensionToLanguage: { ".go": "go" } } },
      },
      "commands/git/new-branch.md": markdown({ description: "A branch.", "argument-hint": '"[name]"' }),
      "more/special.md": "no front matter",
      "agents/tester.md": markdown({ name: "tester", tools: "[Read, Grep]" }),
      "output-styles/short.md": markdown({ description: "In short." }),
      "settings.json": { agent: "tester", env: { TOKEN: "secret-value" } },
    });
    expect([candidate.format, ...notesOf(candidate)]).toEqual(["bundle-claude"]);
    expect(manifestOf(candidate).provides).toEqual({
      skills: { review: reviewSkill },
      "bundle-commands": {
        "git/new-branch": { path: "commands/git/new-branch.md", description: "A branch.", argumentHint: "[name]" },
        special: { path: "more/special.md" },
      },
      agents: { tester: { path: "agents/tester.md", name: "tester", tools: ["Read", "Grep"] } },
      "output-styles": { short: { path: "output-styles/short.md", description: "In short." } },
      "lsp-servers": {
        go: {
          path: ".claude-plugin/plugin.json",
          pointer: "/lspServers/go",
          command: "gopls",
          type: "stdio",
          extensionToLanguage: { ".go": "go" },
        },
      },
      "settings-files": { "settings.json": { path: "settings.json", keys: ["agent", "env"] } },
    });
  });

  it("for Cursor brings rules, and parts that lie below .cursor", async () => {
    const candidate = await readBundle({
      ".cursor-plugin/plugin.json": { name: "acme" },
      "rules/style.mdc": markdown({ description: "Style.", globs: "*.ts", alwaysApply: "true" }),
      ".cursor/commands/ship.md": "",
      ".cursor/hooks.json": { version: 1, hooks: { afterFileEdit: [{ command: "./format.sh" }] } },
      "mcp.json": { mcpServers: { web: { url: "https://mcp.example.org/v1" } } },
    });
    expect(candidate.format).toBe("bundle-cursor");
    expect(manifestOf(candidate).provides).toMatchObject({
      rules: { style: { path: "rules/style.mdc", description: "Style.", globs: "*.ts", alwaysApply: "true" } },
      "bundle-commands": { ship: { path: ".cursor/commands/ship.md" } },
      "hook-packs": { afterFileEdit: { handlers: 1 } },
      "mcp-servers": { web: { type: "http", url: "https://mcp.example.org/v1" } },
    });
    expect(notesOf(candidate)).toEqual([]);
  });

  it("for Agent Plugins has its parts in fixed places, whatever its manifest names", async () => {
    const candidate = await readBundle({
      ...skill,
      "plugin.json": { $schema: agentSchema, name: "acme", skills: "./elsewhere", extensions: { "org.acme": {} } },
      "elsewhere/other/SKILL.md": "",
      "mcp.json": { $schema: "x", mcpServers: { local: { type: "stdio", command: ["run", "it"] } } },
      "agents/a.md": "",
    });
    expect(candidate).toMatchObject({ id: "acme", format: "bundle-agent" });
    expect(manifestOf(candidate).provides).toEqual({
      skills: { review: reviewSkill },
      "mcp-servers": {
        local: { path: "mcp.json", pointer: "/mcpServers/local", command: "run", args: ["it"], type: "stdio" },
      },
    });
    expect(manifestOf(candidate).foreign).toMatchObject({ extensions: { "org.acme": {} }, skills: "./elsewhere" });
    expect(notesOf(candidate)).toEqual(["advisory MANIFEST_UNKNOWN_KEY /skills", "advisory BUNDLE_PART_UNUSED"]);
  });

  it.each([
    ["skills/a/SKILL.md", "skills"],
    ["commands/a.md", "bundle-commands"],
    ["agents/a.md", "agents"],
  ])("without a manifest is Claude's by its %s", async (file, key) => {
    const root = writePlugin({ [file]: markdown({ description: "A." }) });
    for (const origin of ["config", "workspace"] as const) {
      const candidate = await readBundleAt(root, origin);
      expect(candidate).toMatchObject({ id: "plugin", format: "bundle-claude", status: "ready", diagnostics: [] });
      expect(candidate.manifestPath).toBeUndefined();
      expect(manifestOf(candidate).provides).toMatchObject({ [key]: { a: { description: "A." } } });
    }
  });

  it.each([
    [".mcp.json", { a: { command: "c" } }, "mcp-servers"],
    [".lsp.json", { a: { command: "c" } }, "lsp-servers"],
    ["hooks/hooks.json", { hooks: { a: [] } }, "hook-packs"],
    ["settings.json", { a: 1 }, "settings-files"],
  ])("without a manifest is Claude's by its %s", async (file, content, key) => {
    const candidate = await readBundle({ [file]: content });
    expect(candidate).toMatchObject({ format: "bundle-claude", status: "ready", diagnostics: [] });
    expect(Object.keys(manifestOf(candidate).provides)).toEqual([key]);
  });
});

describe("a folder with signs of several", () => {
  const manifests = {
    ".codex-plugin/plugin.json": { name: "codex" },
    ".cursor-plugin/plugin.json": { name: "cursor" },
    ".claude-plugin/plugin.json": { name: "claude" },
    "plugin.json": { $schema: agentSchema, name: "agent" },
    ...skill,
  };
  const without = (...paths: readonly string[]) =>
    Object.fromEntries(Object.entries(manifests).filter(([path]) => !paths.includes(path)));

  it.each([
    ["mortise", { ...manifests, ...openclaw, ...entry("./index.js"), "mortise.plugin.json": { id: "own" } }],
    ["openclaw", { ...manifests, ...openclaw, ...entry("./index.js") }],
    ["bundle-codex", { ...manifests, ...openclaw, "index.js": "" }],
    ["bundle-cursor", without(".codex-plugin/plugin.json")],
    ["bundle-claude", without(".codex-plugin/plugin.json", ".cursor-plugin/plugin.json")],
    ["openclaw", { "plugin.json": manifests["plugin.json"], ...openclaw, ...skill, "index.js": "" }],
    ["bundle-agent", { "plugin.json": manifests["plugin.json"], ...skill }],
  ])("is %s", async (format, files) => {
    expect((await readBundle(files)).format).toBe(format);
  });

  it.each([
    ["code of its own", { ...skill, "index.js": "" }],
    ["a package.json that says it is a plugin with code", { ...skill, "package.json": { openclaw: {} } }],
    ["another plugin.json", { "plugin.json": { name: "something else" } }],
    [
      "folders of these names with other things in them",
      { "skills/a.txt": "", "commands/b/c.txt": "", "agents/d": "" },
    ],
  ])("is none with %s", async (_what, files) => {
    expect((await discoverBundles(writePlugin(files))).candidates).toEqual([]);
  });

  it("is a folder of plugins where the config names it and there are some, though it looks like a bundle", async () => {
    const root = writePlugin({ ".mcp.json": {}, "one/mortise.plugin.json": { id: "one" }, "one/index.js": "" });
    expect((await readBundleAt(root)).id).toBe("one");
  });

  it("is found by its manifest too", async () => {
    const root = writePlugin({ ".claude-plugin/plugin.json": { name: "acme" } });
    expect(await readBundleAt(join(root, ".claude-plugin/plugin.json"))).toMatchObject({ id: "acme", root });
  });
});
