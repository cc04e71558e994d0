import { createImporter, importPlugin } from "@mortise/core";
import { readPlugin } from "./find-plugins.js";
import type { BuildAnswer, BuildJob } from "./protocol.js";
import { usableSchema } from "./usable-schema.js";

/** Longer than any parent waits: it is the parent who says that it took too long. */
const foreverMs = 2 ** 31 - 1;

/** Evaluates a plugin's module and takes its schemas; `register` is not called. Throws `CLI_BUILD_SCHEMA_UNUSABLE`. */
export async function readSchemas({ root }: BuildJob): Promise<BuildAnswer> {
  const { candidate, cacheFolder } = await readPlugin(root);
  const importModule = createImporter({ cacheFolder });
  const imported = await importPlugin(candidate, { importModule, deadlineMs: foreverMs });
  if ("failure" in imported) return { diagnostics: [imported.failure] };
  const { config, userConfig } = imported.plugin;
  const place = { plugin: candidate.id, ...(candidate.entry && { path: candidate.entry.file }) };
  const schemaOf = (name: string, schema: unknown) => usableSchema(schema, { owner: `The plugin's ${name}`, ...place });
  const schemas = {
    ...(config !== undefined && { configSchema: schemaOf("config", config) }),
    ...(userConfig !== undefined && { userConfigSchema: schemaOf("userConfig", userConfig) }),
  };
  return { schemas, diagnostics: [] };
}
