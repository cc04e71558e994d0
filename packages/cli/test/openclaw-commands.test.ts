import { expect, test } from "vitest";
import { makeProject } from "./project.js";
import { runMortise } from "./run.js";

const register = `api.registerCli(({ program }) => {
  program.command("notes").description("Keeps notes.").command("add <text>").action((text: string) => { console.log("kept " + text); });
}, { commands: ["notes"] });`;

const entry = 'import { definePluginEntry } from "openclaw/plugin-sdk/plugin-entry";';

test("a command of a plugin that was made for OpenClaw runs, although its manifest does not name it [CLI-5]", async () => {
  const project = makeProject({}, {});
  project.write(
    "plugins/keeper/openclaw.plugin.json",
    JSON.stringify({ id: "keeper", configSchema: { type: "object" } }),
  );
  project.write(
    "plugins/keeper/package.json",
    JSON.stringify({ name: "keeper", openclaw: { extensions: ["./index.ts"] } }),
  );
  project.write(
    "plugins/keeper/index.ts",
    `${entry}\nexport default definePluginEntry({ id: "keeper", register(api: any) { ${register} } });`,
  );
  const run = (...args: readonly string[]) => runMortise(args, { cwd: project.folder, env: project.env });
  expect(await run("notes", "add", "milk")).toMatchObject({ code: 0, stdout: "kept milk\n", stderr: "" });
  const help = await run("notes", "--help");
  expect([help.stdout, help.stderr]).toEqual([expect.stringContaining("Usage: mortise notes"), ""]);
  const unknown = await run("nothing!!");
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("nothing!!")]);
}, 120_000);
