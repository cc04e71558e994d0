import {
  readPointer,
  type ManifestFormat,
  type ManifestReading,
  type ManifestSource,
  type PluginFolder,
} from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "../diagnostics.js";
import { parseManifest } from "../parse.js";
import type { Layout } from "./bundle.js";
import { prepareFrontMatter } from "./front-matter.js";
import { agentLayout, claudeLayout, codexLayout, cursorLayout, looseClaudeLayout } from "./layouts.js";
import { readBundle } from "./normalise.js";

const agentSchema = "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json";
const namesAgentSchema = /"\$schema"\s*:\s*"https:\/\/agent-plugins\.org\/schemas\/[^"]*plugin\.schema\.json"/;

/**
 * The formats of bundles: folders of skills, commands, agents, hooks and server configs that were made for Codex, Cursor,
 * Claude or any host of Agent Plugins. Each becomes a plugin without code, so nothing of it is ever run by reading,
 * enabling or starting it. Given after the formats of plugins that have code, because those go first.
 */
export function bundleFormats(): readonly ManifestFormat[] {
  return [
    formatOf(codexLayout),
    formatOf(cursorLayout),
    formatOf(claudeLayout),
    { ...formatOf(agentLayout), recognise: recogniseAgent, read: readAgent },
    { ...formatOf(looseClaudeLayout), recognise: recogniseLooseClaude },
  ];
}

function formatOf(layout: Layout): ManifestFormat {
  const { format: name, manifestFile } = layout;
  return {
    name,
    ...(manifestFile !== undefined && { manifestFile }),
    prepare: prepareFrontMatter,
    parse: parseManifest,
    read: (source) => readBundle(source, layout),
  };
}

/** Many things are called plugin.json. One that cannot be read may be one, and then the gates say why not. */
function recogniseAgent(folder: PluginFolder): "likely" | undefined {
  const text = folder.read("plugin.json");
  return text === undefined || namesAgentSchema.test(text) ? "likely" : undefined;
}

function readAgent(source: ManifestSource): ManifestReading {
  const found = readPointer(source.json.value, "/$schema");
  if (found === agentSchema) return readBundle(source, agentLayout);
  const place = { path: source.path, pointer: "/$schema", ...source.json.locate("/$schema") };
  const parameters = { found: JSON.stringify(found) ?? "missing", supported: agentSchema };
  return { plugins: [], diagnostics: [diagnoseOpenclaw("BUNDLE_SCHEMA_UNSUPPORTED", parameters, place)] };
}

const looseFiles = [".mcp.json", ".lsp.json", "settings.json", "hooks/hooks.json"];
/** OpenClaw would load these; a folder with code of its own is no bundle. */
const codeFiles = ["index.ts", "index.js", "index.mjs", "index.cjs"];

function recogniseLooseClaude(folder: PluginFolder): "likely" | undefined {
  if (codeFiles.some((file) => folder.exists(file))) return undefined;
  const isBundle =
    looseFiles.some((file) => folder.exists(file)) ||
    folder.list("skills").some(({ name, kind }) => kind === "folder" && folder.exists(`skills/${name}/SKILL.md`)) ||
    ["commands", "agents"].some((name) => folder.list(name).some((entry) => entry.name.endsWith(".md")));
  return isBundle ? "likely" : undefined;
}
