import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { joinPointer, readPointer } from "../../src/config/pointer.js";
import type { JsonSchema } from "../../src/catalog/manifest.js";
import { isReady } from "../../src/catalog/candidate.js";
import type { ControlPlane } from "../../src/control-plane.js";
import { judge } from "../../src/validation/ajv.js";

const options = { strict: false, logger: false, allErrors: true, useDefaults: true, ownProperties: true } as const;

/** Ajv as it comes from the shelf, and anew for each schema. */
function validatorOf(schema: JsonSchema, isOld: boolean): (value: unknown) => boolean {
  // What is large and often referred to would fill the memory.
  const inlineRefs = JSON.stringify(schema).length < 5_000;
  const ajv = isOld ? new Ajv({ ...options, inlineRefs }) : new Ajv2020({ ...options, inlineRefs });
  // ajv-formats is CommonJS: its default export arrives wrapped or not, by the importer.
  const add = "default" in addFormats ? (addFormats.default as unknown as typeof addFormats) : addFormats;
  (add as unknown as (ajv: Ajv) => void)(ajv);
  // No schema may be checked later: where Ajv meets the word, the schema is wrong.
  ajv.removeKeyword("$async").addKeyword({ keyword: "$async", metaSchema: { not: {} } });
  return ajv.compile(schema);
}

function plainVerdict({ $schema, ...schema }: JsonSchema, config: unknown): string {
  try {
    const isOld = typeof $schema === "string" && /draft-0[4-7]/.test($schema);
    return validatorOf(schema, isOld)(structuredClone(config)) ? "valid" : "invalid";
  } catch {
    return "schema-invalid";
  }
}

/** Whether the merged schema is one, and configs are judged as plain Ajv judges them. */
export function disagreements({ plugins, loaded }: ControlPlane, merged: JsonSchema): readonly string[] {
  const found: string[] = [];
  try {
    validatorOf(merged, false);
  } catch (error) {
    found.push(`the merged schema is none: ${String(error)}`);
  }
  for (const { decision } of plugins) {
    const { candidate } = decision;
    if (!isReady(candidate)) continue;
    const { configSchema } = candidate.manifest;
    // Names that clash with others are no matter here: each schema stands for itself.
    if (JSON.stringify(configSchema).includes('"$id"')) continue;
    const config = readPointer(loaded.config, joinPointer("/plugins/entries", candidate.id, "config")) ?? {};
    const { status: ours, schemaProblem } = judge(configSchema, config, "resolved");
    // Plain Ajv would go on for ever.
    if (schemaProblem?.reason.startsWith("references within references")) continue;
    const plain = plainVerdict(configSchema, config);
    if (ours !== plain) found.push(`the config is judged ${ours}, by plain Ajv ${plain}`);
  }
  return found;
}
