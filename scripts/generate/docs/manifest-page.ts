import { hooksKey, knownMetadata, vocabularyOf } from "../../../packages/core/src/catalog/vocabulary.js";
import { defaultEntries } from "../../../packages/core/src/catalog/native/entry.js";
import { ManifestSchema } from "../../../packages/core/src/catalog/native/schema.js";
import { gatewayContracts } from "../../../packages/sdk/src/gateway-contracts.js";
import { gatewayResources } from "../../../packages/sdk/src/gateway-resources.js";
import { code, referencePage, table, type Artifact } from "./markdown.js";
import { schemaTable } from "./schema-table.js";

const example = `{
  "$schema": "../../packages/core/schemas/mortise.plugin.schema.json",
  "id": "parrot",
  "name": "Parrot",
  "description": "Says what it heard.",
  "version": "1.0.0",
  "engines": { "mortise": "^1", "node": ">=20.19" },
  "provides": {
    "text-inference": { "parrot": { "models": ["grey"] } }, // ids with metadata
    "tools": ["repeat"],                                    // or ids alone
    "hooks": ["llm_output"]
  },
  "configSchema": {
    "type": "object",
    "additionalProperties": false,
    "properties": { "apiKey": { "type": "string" }, "volume": { "type": "number", "default": 1 } },
    "required": ["apiKey"]
  },
  "ui": { "apiKey": { "label": "API key", "sensitive": true } },
  "setup": { "env": { "apiKey": "PARROT_API_KEY" } }
}`;

/** `docs/reference/manifest.md`. */
export function manifestPage(): Artifact {
  const vocabulary = vocabularyOf({ contracts: gatewayContracts, hooks: {}, resources: gatewayResources });
  const keys = [...vocabulary.byKey.keys(), hooksKey];
  const said = keys.map((key) => [code(key), (knownMetadata(key, vocabulary) ?? []).map(code).join(", ")]);
  return referencePage("manifest", "The manifest: mortise.plugin.json", "packages/core/src/catalog/native/schema.ts", [
    "A plugin is a folder with a `mortise.plugin.json`. It is read without running anything; comments and trailing " +
      "commas are fine. Only `id` is required. A key that is not listed here is ignored, with an advisory " +
      "([MANIFEST_UNKNOWN_KEY](diagnostics.md#manifest_unknown_key)). Editors check the file by " +
      "[mortise.plugin.schema.json](../../packages/core/schemas/mortise.plugin.schema.json).",
    `\`\`\`jsonc title=mortise.plugin.json\n${example}\n\`\`\``,
    "## Keys",
    schemaTable(ManifestSchema, { ui: "config key", locales: "language", "locales.<language>.ui": "config key" }),
    "## What `provides` may name",
    `In the reference gateway: ${keys.map(code).join(", ")}. An application with contracts of its own has their keys too. What each stands ` +
      "for is listed under [capabilities and surfaces](capabilities.md) and [hooks](hooks.md). A plugin that registers " +
      "what `provides` does not name has that registration refused " +
      "([REGISTER_UNDECLARED](diagnostics.md#register_undeclared)).",
    "## What may be said of an id",
    "Ids are listed alone, or each with what is worth knowing before its plugin is loaded: " +
      '`{ "tools": { "repeat": { "description": "Says it again." } } }`. Other names than these are kept and mean ' +
      "nothing, with an advisory ([MANIFEST_METADATA_UNKNOWN](diagnostics.md#manifest_metadata_unknown)); of an " +
      "application's own contract anything may be said, unless the contract has `metadata`.",
    table(["key in `provides`", "what may be said"], said),
    "## The entry",
    "The manifest does not name the code. `package.json` beside it may: `mortise.entry` is the file that runs, " +
      "`mortise.source` the one that runs in development, and also where `mortise.entry` is not there. Without either, " +
      `the first of these that exists: ${defaultEntries.map(code).join(", ")}.`,
  ]);
}
