import { configFileNames } from "../../../packages/core/src/config/read.js";
import { HostConfigSchema } from "../../../packages/core/src/config/schema.js";
import { reasonTexts } from "../../../packages/core/src/policy/decision.js";
import { rules } from "../../../packages/core/src/policy/rules.js";
import { code, plain, referencePage, table, type Artifact } from "./markdown.js";
import { schemaTable } from "./schema-table.js";
import type { SettingSource } from "./settings-source.js";

const example = `{
  "plugins": {
    "deny": ["mistral"],
    "load": { "paths": ["./my-plugins/*"] },
    "order": { "speech": ["elevenlabs", "espeak"] },
    "entries": {
      "espeak": { "enabled": true },
      "elevenlabs": { "enabled": true, "config": { "apiKey": { "$env": "ELEVENLABS_API_KEY" } } }
    }
  }
}`;

/** `docs/reference/config.md`; `gateway` are the settings of the reference gateway. */
export function configPage(gateway: readonly SettingSource[]): Artifact {
  return referencePage("config", "The host's config: mortise.jsonc", "packages/core/src/config/schema.ts", [
    `JSON with comments and trailing commas. It is looked for upward from the current folder, as ${configFileNames.map(code).join(" or ")}, ` +
      "unless the application names a file. Relative paths start from the file's folder. Beside `plugins` stand the " +
      "sections of the application. Editors check the file by " +
      "[mortise.schema.json](../../packages/core/schemas/mortise.schema.json).",
    `\`\`\`jsonc title=mortise.jsonc\n${example}\n\`\`\``,
    "## Keys",
    schemaTable(HostConfigSchema, { "plugins.entries": "id" }),
    "A part that does not hold is set aside with a diagnostic, and the rest works; but a broken gate stays shut: with a " +
      "broken `allow` nothing is allowed, with a broken `deny` or a text that is not JSON no plugin runs.",
    "## The gateway's section",
    "Beside `plugins`, under `gateway`, in the reference gateway:",
    table(
      ["key", "type", "meaning"],
      gateway.map(({ key, type, meaning }) => [code(`gateway.${key}`), typeText(type), plain(meaning)]),
    ),
    "## Secrets",
    'Wherever a plugin\'s `configSchema` admits a string, `{ "$env": "NAME" }` or `{ "$file": "path" }` may stand. The ' +
      "path is relative to the config file; at most 64 KiB are read, and one trailing newline is cut.",
    "## Which plugins may run",
    "For each plugin these questions are asked in this order; the first answer counts. `mortise plugins inspect` shows " +
      "them with the answers.",
    rules.map(({ name }, index) => `${index + 1}. ${name}`).join("\n"),
    "A plugin that was let through is kept out all the same where an engine that it needs is not there, every slot that it " +
      "can fill is taken, its config does not hold, or a plugin that it requires does not run. Every answer has its reason:",
    table(
      ["reason", "in words"],
      Object.entries(reasonTexts).map(([reason, text]) => [code(reason), text]),
    ),
  ]);
}

function typeText(type: string): string {
  return type === "readonly string[]" ? "list of strings" : type;
}
