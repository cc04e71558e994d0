import { checkSection, joinPointer, type JsonSchema } from "@mortise/core";
import type { Finding, Findings } from "./check.js";
import { placeIn } from "./diagnostics.js";
import { subschemas } from "./subschemas.js";
import type { Subject } from "./subject.js";

/** Whether the schemas of a manifest can be used, and the defaults in them hold by themselves. */
export async function checkConfigSchemas({ candidate, root }: Subject): Promise<Findings> {
  const { configSchema, userConfigSchema } = candidate.manifest;
  const file = candidate.manifestPath ?? root;
  const schemas = { configSchema, ...(userConfigSchema && { userConfigSchema }) };
  const checks = Object.entries(schemas).map(([key, schema]) => checkSchema(schema, joinPointer("", key), file));
  return { findings: (await Promise.all(checks)).flat() };
}

async function checkSchema(schema: JsonSchema, pointer: string, file: string): Promise<readonly Finding[]> {
  const unusable = await problemsOf(schema, {});
  const broken = unusable.filter(({ code }) => code === "CONFIG_SCHEMA_INVALID");
  if (broken.length > 0) {
    return broken.map(({ message, help }) => ({ what: message, where: placeIn(file, pointer), mend: help }));
  }
  const found = await Promise.all(
    subschemas(schema, pointer).map(async (each) => {
      if (!Object.hasOwn(each.schema, "default")) return [];
      return checkDefault({ ...partsOf(schema), ...each.schema }, placeIn(file, joinPointer(each.pointer, "default")));
    }),
  );
  return found.flat();
}

async function checkDefault(schema: JsonSchema, where: string): Promise<readonly Finding[]> {
  const { default: value, ...rest } = schema as { readonly default?: unknown };
  const problems = await problemsOf(rest, value);
  return problems.map(({ message }) => ({
    what: `The default ${JSON.stringify(value)} does not hold against its own schema: ${message}`,
    where,
    mend: "Write a default that the schema admits, or widen the schema.",
  }));
}

/** What a part of a schema may refer to. */
function partsOf(schema: JsonSchema): object {
  const { $schema, $defs, definitions } = schema;
  return {
    ...($schema !== undefined && { $schema }),
    ...($defs !== undefined && { $defs }),
    ...(definitions !== undefined && { definitions }),
  };
}

async function problemsOf(schema: JsonSchema, value: unknown) {
  const section = {
    pointer: "",
    what: "the plugin's config",
    consequence: "",
    place: (pointer: string) => ({ pointer }),
  };
  return (await checkSection(schema, value, section)).diagnostics;
}
