import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import type { TSchema } from "typebox";
import { ManifestSchema } from "../../packages/core/src/catalog/native/schema.js";
import { HostConfigSchema } from "../../packages/core/src/config/schema.js";

type Artifact = readonly [file: string, text: string];

/** A schema compiled ahead, so that reading a manifest imports no validator library. */
function compiled(schema: TSchema, name: string, issues: string): string {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, code: { source: true, esm: true } });
  // The standalone compiler is CommonJS: its default export arrives wrapped or not, by the importer.
  const generate = "default" in standalone ? (standalone.default as unknown as typeof standalone) : standalone;
  const code = (generate as unknown as (ajv: Ajv2020, refs: Record<string, string>) => string)(ajv, {
    [name]: (ajv.addSchema(schema), (schema as { $id?: string }).$id as string),
  });
  if (code.includes("require(")) throw new Error(`${name} needs a run-time helper of Ajv; use a pattern instead`);
  const typed = code
    .replace('"use strict";', "")
    .replace(new RegExp(`export const ${name} = (\\w+);`), `export const ${name}: SchemaValidator = $1;\n`);
  const head = "// @ts-nocheck\n// Made from schema.ts by scripts/generate.ts. Do not edit.";
  return `${head}\nimport type { SchemaValidator } from "${issues}";\n${typed}\n`;
}

function published(schema: TSchema): string {
  const { $id, ...rest } = JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
  return `${JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", $id, ...rest }, null, 2)}\n`;
}

/** The host config's validator and its published schema. */
export function hostConfigArtifacts(): readonly Artifact[] {
  return [
    [
      "packages/core/src/config/host-config.generated.ts",
      compiled(HostConfigSchema, "validateHostConfig", "./schema-issue.js"),
    ],
    ["packages/core/schemas/mortise.schema.json", published(HostConfigSchema)],
  ];
}

/** The manifest's validator and its published schema. */
export function manifestArtifacts(): readonly Artifact[] {
  return [
    [
      "packages/core/src/catalog/native/manifest.generated.ts",
      compiled(ManifestSchema, "validateManifest", "../../config/schema-issue.js"),
    ],
    ["packages/core/schemas/mortise.plugin.schema.json", published(ManifestSchema)],
  ];
}
