import { expect, test } from "vitest";
import { makeProject } from "./project.js";
import { runMortise } from "./run.js";

const register = `api.registerCli(({ program }) => {
  program.command("notes").description("Keeps notes.").command("add <text>").action((text) => { console.log("kept " + text); });
}, { commands: ["notes"] });`;

test("a command of a plugin that was made for OpenClaw runs, although its manifest does not name it [CLI-5]", async () => {
  const project = makeProject({}, {});
  project.write(
    "plugins/keeper/openclaw.plugin.json",
    JSON.stringify({ id: "keeper", configSchema: { type: "object" } }),
  );
  project.write(
    "plugins/keeper/package.json",
    JSON.stringify({ name: "keeper", openclaw: { extensions: ["./index.mjs"] } }),
  );
  project.write("plugins/keeper/index.mjs", `export default { id: "keeper", register(api) { ${register} } };`);
  const run = (...args: readonly string[]) => runMortise(args, { cwd: project.folder, env: project.env });
  expect(await run("notes", "add", "milk")).toMatchObject({ code: 0, stdout: "kept milk\n" });
  const help = await run("notes", "help", "add");
  expect(help.stdout).toContain("add");
  const unknown = await run("nothing!!");
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("nothing!!")]);
}, 120_000);
