/** A host on plugins that are written for a benchmark. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHost, type Host } from "@mortise/core";
import { defineHook, defineSdk, gatewayContracts } from "@mortise/sdk";

const about = { summary: "Measured.", calledAt: "In the benchmark." };

/** The hooks that are measured. */
export const hooks = {
  none: defineHook<object>()({ name: "none", kind: "modify", merge: "concat", ...about }),
  async10: defineHook<object>()({ name: "async10", kind: "modify", merge: "concat", deadlineMs: Infinity, ...about }),
  sync10: defineHook<object>()({ name: "sync10", kind: "modify", merge: "concat", ...about }),
  timed10: defineHook<object>()({ name: "timed10", kind: "modify", merge: "concat", ...about }),
  signal10: defineHook<object>()({ name: "signal10", kind: "modify", merge: "concat", ...about }),
  together10: defineHook<object>()({ name: "together10", kind: "observe", ...about }),
  hang50: defineHook<object>()({ name: "hang50", kind: "observe", deadlineMs: 50, ...about }),
  hang200: defineHook<object>()({ name: "hang200", kind: "observe", deadlineMs: 200, ...about }),
  hang1000: defineHook<object>()({ name: "hang1000", kind: "observe", deadlineMs: 1000, ...about }),
} as const;

/** What both the plugins and a loop by hand call, so that V8 knows neither better than the other. */
export const handlers = {
  async: Array.from({ length: 10 }, () => async () => {}),
  sync: Array.from({ length: 10 }, () => () => {}),
};

declare global {
  var mortiseBench: typeof handlers | undefined;
}
globalThis.mortiseBench = handlers;

/** What the plugin with this index registers. */
const registerAt = (index: number) => `
  const { async, sync } = globalThis.mortiseBench;
  for (const hook of ["async10", "timed10", "together10"]) api.on(hook, async[${index}]);
  api.on("sync10", sync[${index}]);
  api.on("signal10", async (event, context) => void context.signal);
  for (const hook of ["hang50", "hang200", "hang1000"]) api.on(hook, () => new Promise((done) => setTimeout(done, 3000)));
`;

const tool = `api.registerTool({ name: "echo", description: "Gives back what it is given.", parameters: { type: "object" },
  async execute(request) { return request; } });`;

/** Makes the host with ten plugins; it and their files are gone when the process exits. */
export async function benchHost(): Promise<Host<typeof gatewayContracts, typeof hooks>> {
  const folder = mkdtempSync(join(tmpdir(), "mortise-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const ids = Array.from({ length: 10 }, (_, index) => `p${index}`);
  for (const [index, id] of ids.entries())
    writePlugin(join(folder, id), id, index === 0 ? registerAt(0) + tool : registerAt(index));
  const host = await createHost({
    sdk: defineSdk(gatewayContracts, hooks),
    config: { plugins: { load: { paths: ids.map((id) => join(folder, id)) }, breaker: { failures: 1000 } } },
    cwd: folder,
    env: {},
    folders: { state: join(folder, "state"), cache: join(folder, "cache"), globalPlugins: join(folder, "global") },
  });
  await host.load(ids);
  for (const id of ids) for (const failure of host.failureOf(id) ?? []) throw new Error(failure.message);
  return host;
}

function writePlugin(folder: string, id: string, code: string): void {
  mkdirSync(folder);
  const manifest = { id, provides: { hooks: Object.keys(hooks), tools: id === "p0" ? ["echo"] : [] } };
  writeFileSync(join(folder, "mortise.plugin.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", mortise: { entry: "./index.mjs" } }));
  writeFileSync(join(folder, "index.mjs"), `export default { id: "${id}", register(api) { ${code} } };\n`);
}
