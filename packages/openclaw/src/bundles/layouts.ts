import type { Layout, Place } from "./bundle.js";
import { foldersWith, markdownFiles } from "./parts/markdown.js";
import { hooks } from "./parts/hooks.js";
import { lspServers, mcpServers } from "./parts/servers.js";
import { apps, settingsFiles } from "./parts/settings.js";

const skills: Place = {
  key: "skills",
  paths: ["skills"],
  field: "skills",
  reader: foldersWith("SKILL.md", { license: "license" }),
};
const hookPacks: Place = { key: "hook-packs", paths: ["hooks/hooks.json", "hooks"], field: "hooks", reader: hooks };
const commandFiles = markdownFiles({ argumentHint: "argument-hint", model: "model" });
const agentFiles = markdownFiles({ model: "model", tools: "tools" });

const mcpIn = (...paths: readonly string[]): Place => ({
  key: "mcp-servers",
  paths,
  field: "mcpServers",
  reader: mcpServers,
});

/** Codex: `.codex-plugin/plugin.json`. */
export const codexLayout: Layout = {
  format: "bundle-codex",
  manifestFile: ".codex-plugin/plugin.json",
  needsName: false,
  places: [skills, hookPacks, mcpIn(".mcp.json"), { key: "apps", paths: [".app.json"], field: "apps", reader: apps }],
  unused: ["commands", "agents", "rules"],
};

/** Cursor: `.cursor-plugin/plugin.json`. Some keep a part below `.cursor`, as a project does. */
export const cursorLayout: Layout = {
  format: "bundle-cursor",
  manifestFile: ".cursor-plugin/plugin.json",
  needsName: false,
  places: [
    skills,
    { key: "bundle-commands", paths: ["commands", ".cursor/commands"], field: "commands", reader: commandFiles },
    { key: "agents", paths: ["agents", ".cursor/agents"], field: "agents", reader: agentFiles },
    {
      key: "rules",
      paths: ["rules", ".cursor/rules"],
      field: "rules",
      reader: markdownFiles({ globs: "globs", alwaysApply: "alwaysApply" }),
    },
    { ...hookPacks, paths: ["hooks/hooks.json", ".cursor/hooks.json", "hooks"] },
    mcpIn("mcp.json", ".mcp.json"),
  ],
  unused: [],
};

/** Claude: `.claude-plugin/plugin.json`. */
export const claudeLayout: Layout = {
  format: "bundle-claude",
  manifestFile: ".claude-plugin/plugin.json",
  needsName: false,
  places: [
    skills,
    { key: "bundle-commands", paths: ["commands"], field: "commands", reader: commandFiles },
    { key: "agents", paths: ["agents"], field: "agents", reader: agentFiles },
    { key: "output-styles", paths: ["output-styles"], field: "outputStyles", reader: markdownFiles() },
    hookPacks,
    mcpIn(".mcp.json"),
    { key: "lsp-servers", paths: [".lsp.json"], field: "lspServers", reader: lspServers },
    { key: "settings-files", paths: ["settings.json"], reader: settingsFiles },
  ],
  unused: ["themes", "monitors", "workflows", "bin"],
};

/** Claude without a manifest: the folder's name is the plugin's, and what is in it tells what it is. */
export const looseClaudeLayout: Layout = (({ manifestFile: _none, ...layout }) => layout)(claudeLayout);

/** Agent Plugins: `plugin.json` with a `$schema` of agent-plugins.org. Its places are fixed. */
export const agentLayout: Layout = {
  format: "bundle-agent",
  manifestFile: "plugin.json",
  needsName: true,
  places: [(({ field: _none, ...place }) => place)(skills), (({ field: _none, ...place }) => place)(mcpIn("mcp.json"))],
  unused: ["commands", "agents", "hooks", "rules"],
};
