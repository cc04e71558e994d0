/** Trivial plugins as they are written for OpenClaw, and the same as native ones: one tool, one hook. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { idOf, toolOf } from "./plugins.js";

/** For whom plugins are written. */
export type Style = "native" | "openclaw";

const hook = "message_received";

/** Writes plugins into a folder, each in a folder of its own. */
export function writeStyled(folder: string, style: Style, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const own = join(folder, idOf(index));
    mkdirSync(own, { recursive: true });
    for (const [name, content] of Object.entries(style === "native" ? nativeFiles(index) : openclawFiles(index))) {
      writeFileSync(join(own, name), typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
    }
  }
}

const about = (index: number) => ({ id: idOf(index), name: `Plugin ${index}`, version: "1.0.0" });
const configSchema = { type: "object", additionalProperties: false, properties: {} };
const packageOf = (index: number) => ({ name: idOf(index), version: "1.0.0", type: "module" });

function nativeFiles(index: number): Readonly<Record<string, unknown>> {
  const provides = { tools: [toolOf(index)], hooks: [hook] };
  return {
    "mortise.plugin.json": { ...about(index), provides, configSchema },
    "package.json": { ...packageOf(index), mortise: { entry: "./index.js" } },
    "index.js": `export default {
  id: "${idOf(index)}",
  register(api) {${registering(index, "{ text: String(request.text) }")}  },
};
`,
  };
}

function openclawFiles(index: number): Readonly<Record<string, unknown>> {
  return {
    "openclaw.plugin.json": { ...about(index), contracts: { tools: [toolOf(index)] }, configSchema },
    "package.json": { ...packageOf(index), openclaw: { extensions: ["./index.js"] } },
    "index.js": `import { definePluginEntry } from "openclaw/plugin-sdk/plugin-entry";

export default definePluginEntry({
  id: "${idOf(index)}",
  name: "Plugin ${index}",
  description: "Gives back what it is given.",
  register(api) {${registering(index, '{ content: [{ type: "text", text: String(request.text) }] }')}  },
});
`,
  };
}

function registering(index: number, answer: string): string {
  return `
    api.registerTool({
      name: "${toolOf(index)}",
      description: "Gives back what it is given.",
      parameters: { type: "object", properties: {} },
      async execute(request) {
        return ${answer};
      },
    });
    api.on("${hook}", () => {});
`;
}
