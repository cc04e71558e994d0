import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import { runSources, sourceFile } from "./child.js";
import { folderWith } from "./folder.js";
import { pluginFiles } from "./host-with.js";

/** A script that makes a host of all plugins of a folder, loads them and prints what came of it; then it closes. */
const script = `
import { createHost } from ${JSON.stringify(sourceFile("host.ts"))};

const [folder] = process.argv.slice(2);
const host = await createHost({
  config: { plugins: { load: { paths: [folder + "/*"] } } },
  cwd: folder,
  env: {},
  folders: { state: folder + "/.state", cache: folder + "/.cache", globalPlugins: folder + "/.global" },
});
await host.load(host.controlPlane.order.map(({ id }) => id));
await host.start();
const failed = host.controlPlane.order.flatMap(({ id }) => host.failureOf(id) ?? []);
console.log(JSON.stringify({ active: [...host.registry.instances.keys()], services: host.services, failed }));
await host.close();
`;

interface Outcome {
  readonly active: readonly string[];
  readonly services: readonly string[];
  readonly failed: readonly Diagnostic[];
}

async function loadInNode(folder: string): Promise<Outcome> {
  return JSON.parse(await runSources(script, folder)) as Outcome;
}

/** A diagnostic as `CODE plugin file:line`. */
function placed({ code, plugin, path = "", line }: Diagnostic): string {
  return `${code} ${plugin} ${basename(path)}${line === undefined ? "" : `:${line}`}`;
}

const ran = 'import { appendFileSync } from "node:fs"; appendFileSync(new URL("./ran", import.meta.url), "x");';
const ranScript = 'require("node:fs").appendFileSync(__dirname + "/ran", "x");';
const plugin = (id: string) =>
  `{ id: "${id}", register() { if (!new CapabilityError("x", { code: "timeout" }).code) throw new Error(); } }`;
const sdk = 'import { CapabilityError } from "@mortise/sdk";';

describe("in a process without a test runner", () => {
  it("every kind of module loads, and those that throw have run once and name their place [LOAD-1, LOAD-2]", async () => {
    const folder = folderWith(
      pluginFiles({
        module: { module: `${sdk} export default ${plugin("module")};` },
        script: {
          entry: "index.cjs",
          module: `const { CapabilityError } = require("@mortise/sdk"); module.exports = ${plugin("script")};`,
        },
        typed: { entry: "index.ts", module: `${sdk} enum A { B } export default ${plugin("typed")};` },
        alone: {
          module: "export default { id: 'alone', register() {} }; if (import.meta.dirname === undefined) throw 1;",
        },
        "bad-module": { module: `${ran}\nthrow new Error("no")` },
        "bad-script": { entry: "index.cjs", module: `${ranScript}\nthrow new Error("no")` },
        "bad-package": {
          module: 'import "dep"; export default {}',
          files: { "node_modules/dep/index.js": 'throw new Error("no")' },
        },
        "bad-typed": { entry: "index.ts", module: `${ran}\nthrow new Error("no")` },
        "bad-lent": { module: `${sdk} ${ran}\nthrow new Error(CapabilityError.name)` },
        "bad-syntax": { module: "\n\nlet = ;" },
        "late-import": { module: `${ran}\nconst sdk = "@mortise/sdk"; await import(sdk)` },
      }),
    );
    const { active, failed } = await loadInNode(folder);
    expect(active).toEqual(["alone", "module", "script", "typed"]);
    expect(failed.map(placed)).toEqual([
      "LOAD_FAILED bad-lent index.mjs:2",
      "LOAD_FAILED bad-module index.mjs:2",
      "LOAD_FAILED bad-package index.js:1",
      "LOAD_FAILED bad-script index.cjs:2",
      "LOAD_FAILED bad-syntax index.mjs:3",
      "LOAD_FAILED bad-typed index.ts:2",
      // Node tells no line for an import() that leads nowhere.
      "LOAD_FAILED late-import index.mjs",
    ]);
    for (const id of ["bad-module", "bad-script", "bad-typed", "bad-lent", "late-import"]) {
      expect(readFileSync(join(folder, id, "ran"), "utf8")).toBe("x");
    }
  });

  it("ends by itself after close, though plugins held timers and a server through api [LIFE-12]", async () => {
    const folder = folderWith(
      pluginFiles({
        busy: {
          provides: { services: ["busy"] },
          module: `
            import { createServer } from "node:http";
            import { writeFileSync } from "node:fs";
            export default {
              id: "busy",
              register(api) {
                const server = createServer();
                api.setInterval(() => {}, 1000);
                api.setTimeout(() => {}, 1e6);
                api.onDispose(() => new Promise((resolve) => server.close(resolve)));
                api.registerService({
                  id: "busy",
                  start: () => new Promise((resolve) => server.listen(0, "127.0.0.1", resolve)),
                  async stop() { writeFileSync(new URL("./stopped", import.meta.url), ""); },
                });
              },
            };`,
        },
        failed: { register: "api.setInterval(() => {}, 1000); throw new Error('no');" },
      }),
    );
    expect(await loadInNode(folder)).toMatchObject({ active: ["busy"], services: ["busy"] });
    expect(existsSync(join(folder, "busy", "stopped"))).toBe(true);
  });
});
