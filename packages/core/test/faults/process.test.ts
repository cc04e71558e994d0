// Alone in its process: what others left running would be taken for its own.
// What escapes plugins into the process, of a whole host that guards it: in a process of its own.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runScript, sourceFile } from "../child.js";
import { folderWith, writeFiles } from "../folder.js";
import { pluginFiles } from "../host-with.js";
import { hereIn, moments } from "./faulty-host.js";

const moduleOf = (id: string, body: string) => `
export default {
  id: "${id}",
  register(api) {
    api.onDispose(() => console.log("${id} is gone"));
    ${body}
  },
};`;

const exception = "ESCAPED_EXCEPTION";
const rejection = "ESCAPED_REJECTION";

/** What each plugin does as it registers, and what is said of it. */
const faults = {
  timer: ["setTimeout(() => { throw new Error('loose'); // here\n}, 1);", exception],
  interval: [
    "const timer = setInterval(() => { clearInterval(timer); throw new Error('loose'); // here\n}, 1);",
    exception,
  ],
  microtask: ["queueMicrotask(() => { throw new Error('loose'); // here\n});", exception],
  signal: ["api.signal.addEventListener('abort', () => { throw new Error('loose'); // here\n});", exception],
  rejection: ["Promise.reject(new Error('loose')); // here", rejection],
  await: ["void (async () => { await null; throw new Error('loose'); // here\n})();", rejection],
} as const;
const entries = Object.entries(faults).map(([id, [body, code]]) => ({ id, code, module: moduleOf(id, body) }));
const ids = entries.map(({ id }) => id);

/** Loads the plugins, and, where there is new code for them, loads them anew; unloads them; says what was found. */
const script = `
import { readdirSync, renameSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { createHost } from ${JSON.stringify(sourceFile("host.ts"))};
import { guardProcess } from ${JSON.stringify(sourceFile("calling/guard-process.ts"))};
import { tool } from "@mortise/sdk";

const [folder = "", ...ids] = process.argv.slice(2);
const at = (name) => folder + "/" + name;
const names = ["uncaughtExceptionMonitor", "uncaughtException", "unhandledRejection", "newListener", "removeListener"];
const listeners = () => names.map((name) => process.listenerCount(name)).join();
const before = listeners();
const host = await createHost({
  config: { plugins: { load: { paths: [...ids, "well"].map(at) } } },
  cwd: folder,
  env: {},
  folders: { state: at(".state"), cache: at(".cache"), globalPlugins: at(".global") },
});
const undo = guardProcess({
  plugins: () => host.controlPlane.order.map(({ id, root }) => ({ id, root })),
  report: host.diagnostics.report,
});
await host.load([...ids, "well"]);
for (const id of ids) {
  if (!readdirSync(at(id)).includes("next.mjs")) continue;
  renameSync(at(id + "/next.mjs"), at(id + "/index.mjs"));
  await host.reload(id);
}
await wait(30);
for (const id of ids) await host.unload(id);
await wait(30);
const found = await host.resolve(tool, "well");
const answer = found && (await host.call(found, "execute", {}));
await host.close();
undo();
const diagnostics = host.diagnostics.all.filter(({ code }) => code.startsWith("ESCAPED_"));
console.log(JSON.stringify({ answer, diagnostics, isAsBefore: listeners() === before }));
`;

const well = `api.registerTool({ name: "well", description: "", parameters: { type: "object" }, execute: async () => ({ text: "well" }) });`;

describe.each(moments)("at %s [CALL-8]", (moment) => {
  it("what escapes plugins ends nobody, and each is named with its line", { timeout: 60_000 }, async () => {
    const written = entries.map(({ id, module }) => [id, { module: moment === "reload" ? moduleOf(id, "") : module }]);
    const plugins = { ...Object.fromEntries(written), well: { provides: { tools: ["well"] }, register: well } };
    const folder = folderWith(pluginFiles(plugins));
    if (moment === "reload") for (const { id, module } of entries) writeFiles(join(folder, id), { "next.mjs": module });
    const lines = (await runScript(script, folder, ...ids)).trim().split("\n");
    const gone = ids.map((id) => `${id} is gone`);
    expect(lines.slice(0, -1)).toEqual(moment === "reload" ? [...gone, ...gone] : gone);
    const { answer, diagnostics, isAsBefore } = JSON.parse(lines.at(-1) ?? "") as Record<string, unknown>;
    expect([answer, isAsBefore]).toEqual([{ text: "well" }, true]);
    const said = (diagnostics as { plugin: string }[]).toSorted(
      (one, other) => ids.indexOf(one.plugin) - ids.indexOf(other.plugin),
    );
    const expected = entries.map(({ id, code, module }) => {
      const place = { path: join(folder, id, "index.mjs"), line: hereIn(module) };
      return { plugin: id, code, ...place, message: expect.stringContaining("loose") as string };
    });
    expect(said).toMatchObject(expected);
  });
});
