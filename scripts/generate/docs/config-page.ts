import { vocabularyOf } from "../../../packages/core/src/catalog/vocabulary.js";
import { gatewaySdk } from "../../../packages/sdk/src/plugin.js";
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

/** Where plugins come from, and whether they run without another word. */
const places = table(
  ["origin", "where", "runs"],
  [
    ["`config`", "what `plugins.load.paths` names", "yes: naming it is consent"],
    ["`workspace`", "`.mortise/plugins` beside the config file", "when it is enabled or allowed"],
    [
      "`global`",
      "the user's own folder: `~/.local/share/mortise/plugins` on Linux (or below `XDG_DATA_HOME`), " +
        "`~/Library/Application Support/mortise/plugins` on macOS, `%LOCALAPPDATA%\\mortise\\Data\\plugins` on Windows",
      "when it is enabled or allowed, or the config mentions what it owns",
    ],
    [
      "`bundled`",
      "what comes with the application. For the gateway and the command: `plugins/` in a clone of Mortise; else the " +
        "packages that are installed beside theirs, `node_modules/@mortise/*`. Nothing for an application that names none",
      "when it is enabled or allowed, the config mentions what it owns, or its manifest says `enabledByDefault`",
    ],
  ],
);

/** `docs/reference/config.md`; `gateway` are the settings of the reference gateway. */
export function configPage(gateway: readonly SettingSource[]): Artifact {
  return referencePage("config", "The host's config: mortise.jsonc", "packages/core/src/config/schema.ts", [
    `JSON with comments and trailing commas. It is looked for upward from the current folder, as ${configFileNames.map(code).join(" or ")}, ` +
      "unless the application names a file. Relative paths start from the file's folder. Beside `plugins` stand the " +
      "sections of the application. Editors check the file by " +
      "[mortise.schema.json](../../packages/core/schemas/mortise.schema.json).",
    `\`\`\`jsonc title=mortise.jsonc\n${example}\n\`\`\``,
    "## Keys",
    schemaTable(HostConfigSchema, {
      "plugins.hooks": "hook",
      "plugins.entries": "id",
      "plugins.entries.<id>.hooks": "hook",
    }),
    "A part that does not hold is set aside with a diagnostic, and the rest works; but a broken gate stays shut: with a " +
      "broken `allow` nothing is allowed, with a broken `deny`, a broken `required` of a hook, or a text that is not JSON no plugin runs.",
    "## The gateway's section",
    "Beside `plugins`, under `gateway`, in the reference gateway:",
    table(
      ["key", "type", "meaning"],
      gateway.map(({ key, type, meaning }) => [code(`gateway.${key}`), typeText(type), plain(meaning)]),
    ),
    "## Secrets",
    'Wherever a plugin\'s `configSchema` admits a string, `{ "$env": "NAME" }` or `{ "$file": "path" }` may stand. The ' +
      "path is relative to the config file; at most 64 KiB are read, and one trailing newline is cut.",
    "## Where plugins are found",
    "Of two plugins with one id the one from the place further up goes first, where it may run at all " +
      "([shadowing](../trust-model.md#shadowing)).",
    places,
    "## Which plugins may run",
    "For each plugin these questions are asked in this order; the first answer counts. `mortise plugins inspect` shows " +
      "them with the answers.",
    rules.map(({ name }, index) => `${index + 1}. ${name}`).join("\n"),
    "What a program turned on or off while the host runs (`host.enable`, `host.disable`) takes the place of what the entry says.",
    "A plugin that was let through is kept out all the same where an engine that it needs is not there, it " +
      "conflicts with a plugin that goes first, every slot that it can fill is taken, its config does not hold, or a plugin " +
      "that it requires does not run. Every answer has its reason:",
    table(
      ["reason", "in words"],
      Object.entries(reasonTexts).map(([reason, text]) => [code(reason), text]),
    ),
    "## Slots",
    "A slot is filled by one plugin at a time. `plugins.slots` gives it to a plugin, which turns the plugin on unless it is " +
      "denied, disabled or not allowed; null leaves it empty. What is left open goes to the first plugin that can fill it. A " +
      "role, such as `memory.recall`, may go to another plugin than the rest. A plugin that is left with no slot is kept " +
      "out, unless it brings other things: then it runs, and what it brings under the slot is not used.",
    table(["slot", "roles"], slots()),
    "## What a mention turns on",
    "A bundled or global plugin, or one of a configured path, is turned on when the config names something that it owns: a " +
      "provider in `plugins.order`, an id in `plugins.owners` that is given to it, a channel under `channels`, what the " +
      "application's own sections name, and what `activation.enabledBy` of its manifest lists. `mortise plugins inspect` " +
      "says what it was and where. A plugin of the workspace is never turned on by this. A plugin whose every channel has " +
      "`enabled: false` under `channels` is off.",
    "## Plugins that were renamed, and plugins that conflict",
    "Where the config names an id that a plugin lists in its `legacyIds`, that plugin is meant, and an advisory names the " +
      "place and the new id; a plugin that has the id as its own goes first.",
    "Of two plugins that conflict one is kept out: the one that `plugins.entries` does not turn on by name; else the one " +
      "whose origin goes behind; else the one whose id comes last.",
  ]);
}

function slots(): readonly (readonly string[])[] {
  return [...vocabularyOf(gatewaySdk).byKind.values()].flatMap(({ slot }) =>
    slot
      ? [
          [
            code(slot.name),
            Object.keys(slot.roles ?? {})
              .map((role) => code(`${slot.name}.${role}`))
              .join(", "),
          ],
        ]
      : [],
  );
}

function typeText(type: string): string {
  return type === "readonly string[]" ? "list of strings" : type;
}
