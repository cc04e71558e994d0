import { expect, test } from "vitest";
import { makeProject } from "./project.js";
import { runMortise } from "./run.js";

const register = `api.registerCli(({ program }) => {
  program.command("notes").description("Keeps notes.").command("add <text>").action((text: string) => { console.log("kept " + text); });
}, { commands: ["notes"] });`;

const entry = 'import { definePluginEntry } from "openclaw/plugin-sdk/plugin-entry";';

/** A project with a plugin that was made for OpenClaw, whose manifest names nothing of what it brings. */
function keeperProject() {
  const project = makeProject({}, {});
  const files = {
    "openclaw.plugin.json": JSON.stringify({ id: "keeper", configSchema: { type: "object" }, catalog: { order: 1 } }),
    "package.json": JSON.stringify({
      name: "keeper",
      openclaw: { extensions: ["./index.ts"], setupEntry: "./setup.js", install: { npmSpec: "keeper" } },
    }),
    "index.ts": `${entry}\nexport default definePluginEntry({ id: "keeper", register(api: any) { ${register} } });`,
  };
  for (const [file, text] of Object.entries(files)) project.write(`plugins/keeper/${file}`, text);
  return (...args: readonly string[]) => runMortise(args, { cwd: project.folder, env: project.env });
}

test("a command of a plugin that was made for OpenClaw runs, although its manifest does not name it [CLI-5]", async () => {
  const run = keeperProject();
  expect(await run("notes", "add", "milk")).toMatchObject({ code: 0, stdout: "kept milk\n", stderr: "" });
  const help = await run("notes", "--help");
  expect([help.stdout, help.stderr]).toEqual([expect.stringContaining("Usage: mortise notes"), ""]);
  const unknown = await run("nothing!!");
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("nothing!!")]);
}, 120_000);

test("its page tells what it registered, and what its manifest says that means nothing here [OC-2]", async () => {
  const { stdout } = await keeperProject()("plugins", "inspect", "keeper", "--runtime", "--json");
  expect(JSON.parse(stdout)).toMatchObject({
    format: "openclaw",
    status: "active",
    contributions: [{ kind: "cli", ids: ["notes"] }],
    // Its format has no word for commands, so there is nothing that it should have said.
    drift: { absent: [], undeclared: [] },
    foreign: [
      { name: "catalog" },
      { name: "openclaw.extensions" },
      { name: "openclaw.setupEntry", value: "./setup.js" },
      { name: "openclaw.install" },
    ],
  });
}, 120_000);
