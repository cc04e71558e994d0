import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { expectContract } from "./index.js";

const folder = mkdtempSync(join(tmpdir(), "mortise-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

interface Written {
  readonly provides?: object;
  readonly before?: string;
  readonly register?: string;
  readonly members?: string;
}

/** A plugin in a folder of its own, named by what it is. */
function plugin({ provides = { speech: ["v"] }, before = "", register = voice, members = "" }: Written): string {
  const id = `p${(count += 1)}`;
  const root = join(folder, id);
  mkdirSync(root);
  const configSchema = { type: "object", properties: { key: { type: "string" } } };
  writeFileSync(join(root, "mortise.plugin.json"), JSON.stringify({ id, configSchema, provides }));
  writeFileSync(join(root, "package.json"), JSON.stringify({ mortise: { source: "./index.mjs" } }));
  const module = `${before}\nexport default { id: "${id}", register(api) { ${register} }, ${members} };`;
  writeFileSync(join(root, "index.mjs"), module);
  return root;
}

const voice = 'api.registerSpeechProvider({ id: "v", synthesize: async () => ({}) });';

describe("expectContract", () => {
  it("takes a plugin that registers what it declares, and leaves nothing", async () => {
    const register = `${voice}
      api.setInterval(() => {}, 1000);
      process.on("SIGUSR2", api.logger.info);
      api.onDispose(() => process.off("SIGUSR2", api.logger.info));`;
    await expect(expectContract(plugin({ register }), { config: { key: "k" } })).resolves.toBeUndefined();
  });

  it.each([
    ["registers what it does not declare", { provides: {} }, "it registered speech:v|REGISTER_UNDECLARED"],
    ["declares what it does not register", { provides: { speech: ["v", "w"] } }, "declares speech:w, and it did not"],
    ["throws in register", { register: 'throw new Error("no key")' }, "failed instead of active|REGISTER_THREW"],
    ["throws at unload", { members: 'onUnload() { throw new Error("stuck") }' }, "DISPOSE_FAILED: .*stuck"],
    ["listens to the process", { before: 'process.on("SIGUSR2", () => {});' }, `left behind a listener .*"SIGUSR2"`],
    ["starts a timer at its top", { before: "setInterval(() => {}, 100000).ref();" }, "left behind a timer"],
    ["changes the environment", { before: 'process.env.LEFT_BEHIND = "1";' }, "the environment variable LEFT_BEHIND$"],
    ["makes a global name", { before: "globalThis.leftBehind = 1;" }, "the global name leftBehind"],
    [
      "keeps a server",
      { register: `${voice} import("node:net").then((net) => net.createServer().listen(0));` },
      "alive: TCP",
    ],
  ])("refuses one that %s", async (_what, written, said) => {
    onTestFinished(() => {
      process.removeAllListeners("SIGUSR2");
      delete process.env["LEFT_BEHIND"];
    });
    const work = expectContract(plugin(written), { waitMs: 50 });
    await expect(work).rejects.toThrow(/^p\d+ does not keep its contract:\n/);
    await expect(work).rejects.toThrow(new RegExp(said, "m"));
  });

  it("never tells the value of a variable", async () => {
    onTestFinished(() => void delete process.env["LEFT_BEHIND"]);
    const work = expectContract(plugin({ before: 'process.env.LEFT_BEHIND = "hunter22";' }), { waitMs: 50 });
    await expect(work).rejects.not.toThrow("hunter22");
  });

  it("takes what is known to be absent", async () => {
    const half = plugin({ provides: { speech: ["v", "w"] } });
    await expect(expectContract(half, { absent: ["speech:w"] })).resolves.toBeUndefined();
  });

  it("says that there is no plugin", async () => {
    await expect(expectContract(join(folder, "nobody"))).rejects.toThrow("There is no plugin at");
  });
});
