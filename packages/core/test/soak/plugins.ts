import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The plugin that is loaded anew: hooks of three kinds, a service, timers, a route, a tool and a speech provider. */
const soaked = `
import { numbers } from "./helper.mjs";

const ledger = globalThis.soakLedger;
const turn = () => new Promise((resolve) => setImmediate(resolve));

export default {
  id: "soaked",
  register(api) {
    const instance = ledger.begin();
    let isEnded = false;
    const seen = () => (ledger.alive(instance, isEnded), instance);
    api.on("before_model_resolve", () => ({ model: String(seen()) }));
    api.on("before_tool_call", async (event) => {
      await turn();
      return { event: { ...event, args: { instance: seen() } } };
    });
    api.on("llm_input", async () => void (await turn(), seen()));
    api.registerService({
      id: "pulse",
      async start() {
        await turn();
        ledger.serviceUp();
      },
      async stop() {
        await turn();
        ledger.serviceDown();
      },
    });
    api.setInterval(() => void (seen(), (ledger.ticks += 1)), 5);
    api.setTimeout(() => void seen(), 20);
    api.registerHttpRoute({
      path: "/soaked",
      async handle() {
        await turn();
        return new Response(String(seen()), { headers: { "x-helper": String(numbers[0]) } });
      },
    });
    api.registerTool({
      name: "soaked",
      description: "Says which instance answers.",
      parameters: { type: "object" },
      execute: async () => ({ text: String(seen()) }),
    });
    api.registerSpeechProvider({
      id: "voice",
      async synthesize() {
        await turn();
        return { audio: new Uint8Array(1), mediaType: "audio/" + seen() };
      },
    });
    api.onDispose(() => {
      isEnded = true;
      ledger.ended += 1;
    });
  },
};
`;

/** One that would own the same ids if it could, and has a handler beside the other's. */
const understudy = `
export default {
  id: "understudy",
  register(api) {
    api.on("llm_input", () => {});
    api.registerTool({ name: "soaked", description: "", parameters: {}, execute: async () => ({ text: "understudy" }) });
    api.registerSpeechProvider({ id: "voice", synthesize: async () => ({ audio: new Uint8Array(1), mediaType: "audio/understudy" }) });
  },
};
`;

const provided = { speech: ["voice"], tools: ["soaked"], hooks: ["llm_input"] };
const hooks = ["llm_input", "before_model_resolve", "before_tool_call"];

/** Writes both plugins; their folders, the soaked one first, which so owns what both want. */
export function writePlugins(folder: string): readonly string[] {
  writePlugin(join(folder, "soaked"), "soaked", soaked, {
    ...provided,
    hooks,
    services: ["pulse"],
    routes: ["/soaked"],
  });
  writeHelper(folder, 0);
  writePlugin(join(folder, "understudy"), "understudy", understudy, provided);
  return ["soaked", "understudy"].map((id) => join(folder, id));
}

function writePlugin(root: string, id: string, code: string, provides: object): void {
  mkdirSync(root, { recursive: true });
  const manifest = { id, configSchema: { type: "object" }, provides };
  writeFileSync(join(root, "mortise.plugin.json"), JSON.stringify(manifest));
  writeFileSync(join(root, "package.json"), JSON.stringify({ mortise: { entry: "./index.mjs" } }));
  writeFileSync(join(root, "index.mjs"), code);
}

/** Edits the helper of the soaked plugin: large enough that what is kept of one, its source or its values, shows. */
export function writeHelper(folder: string, edit: number): void {
  const text = `export const numbers = new Array(500).fill(${edit}); // ${`${edit} `.repeat(200)}`;
  writeFileSync(join(folder, "soaked", "helper.mjs"), text);
}
