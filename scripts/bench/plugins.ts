/** Trivial plugins on the disk: a manifest, a package.json and an entry that registers one tool. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Which kind of plugins, and how many. */
export interface PluginsWanted {
  readonly count: number;
  readonly language?: "javascript" | "typescript";
  /** Each with a schema of its own: a dozen properties, no two alike. */
  readonly schemas?: boolean;
}

/** The id of the plugin with this index. */
export const idOf = (index: number): string => `p${index}`;

/** The tool that it declares and registers. */
export const toolOf = (index: number): string => `tool_${index}`;

/** Where a plugin's entry is. */
export function entryOf(folder: string, index: number, language: PluginsWanted["language"] = "javascript"): string {
  return join(folder, idOf(index), language === "typescript" ? "index.ts" : "index.js");
}

/** Writes plugins into a folder, each in a folder of its own. */
export function writePlugins(folder: string, { count, language = "javascript", schemas = false }: PluginsWanted): void {
  for (let index = 0; index < count; index += 1) {
    const own = join(folder, idOf(index));
    mkdirSync(own, { recursive: true });
    const entry = language === "typescript" ? "./index.ts" : "./index.js";
    const manifest = {
      id: idOf(index),
      name: `Plugin ${index}`,
      version: "1.0.0",
      provides: { tools: [toolOf(index)] },
      configSchema: schemas ? schemaOf(index) : { type: "object", properties: {}, additionalProperties: false },
    };
    writeFileSync(join(own, "mortise.plugin.json"), JSON.stringify(manifest, undefined, 2));
    const packageJson = { name: idOf(index), version: "1.0.0", type: "module", mortise: { entry } };
    writeFileSync(join(own, "package.json"), JSON.stringify(packageJson, undefined, 2));
    writeFileSync(entryOf(folder, index, language), codeOf(index, language));
  }
}

/** The entry's code. What edits it changes `version`. */
export function codeOf(index: number, language: PluginsWanted["language"] = "javascript", version = 1): string {
  const isTyped = language === "typescript";
  const declared = isTyped ? "interface Api { registerTool(tool: object): unknown }\n" : "";
  return `${declared}export const version${isTyped ? ": number" : ""} = ${version};
export default {
  id: "${idOf(index)}",
  register(api${isTyped ? ": Api" : ""}) {
    api.registerTool({
      name: "${toolOf(index)}",
      description: "Gives back what it is given.",
      parameters: { type: "object" },
      async execute(request${isTyped ? ": { text?: string }" : ""}) {
        return { text: String(request.text) };
      },
    });
  },
};
`;
}

/** A schema as plugins have them, and unlike all others. */
export function schemaOf(index: number): Readonly<Record<string, unknown>> {
  return {
    type: "object",
    additionalProperties: false,
    required: ["endpoint", `own_${index}`],
    properties: {
      endpoint: { type: "string", format: "uri" },
      apiKey: { type: "string", minLength: 1 },
      model: { type: "string", default: `model-${index}` },
      mode: { enum: ["fast", "good", "cheap"], default: "good" },
      timeoutMs: { type: "integer", minimum: 1, maximum: 600_000 + index, default: 30_000 },
      retries: { type: "integer", minimum: 0, default: 2 },
      headers: { type: "object", additionalProperties: { type: "string" } },
      tags: { type: "array", items: { type: "string", pattern: "^[a-z]+$" }, uniqueItems: true },
      limits: {
        type: "object",
        properties: { perMinute: { type: "number", minimum: 0 }, burst: { type: "integer", default: 5 } },
      },
      [`own_${index}`]: { type: "string" },
    },
  };
}

/** A config that the schema accepts. */
export function configOf(index: number): Readonly<Record<string, unknown>> {
  return {
    endpoint: `https://host-${index}.example/v1`,
    tags: ["one", "two"],
    limits: { perMinute: 60 },
    [`own_${index}`]: "set",
  };
}
