import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import type { PluginReport } from "@mortise/core/catalog";
import type { CommandAnswer } from "../src/commands/commands.js";
import { makeProject, type Project, type ProjectPlugin } from "./project.js";
import { runMortise, type RunOptions } from "./run.js";

const run = (project: Project, args: readonly string[], options: Partial<RunOptions> = {}) =>
  runMortise(args, { cwd: project.folder, env: project.env, ...options });

/** A plugin with one command, whose `run` is the given function. */
const withCommand = (name: string, body: string, metadata: object = {}): ProjectPlugin => ({
  manifest: { provides: { cli: { [name]: metadata } } },
  code: `export default { register(api) { api.registerCliCommand({ name: "${name}", description: "Of the code.", run: ${body} }); } };`,
});

/** A plugin that would be noticed if it were loaded. */
const trap = (name: string, mark: string): ProjectPlugin => ({
  manifest: { provides: { cli: { [name]: { description: "Springs the trap.", usage: `${name} <what>` } } } },
  code: `import { writeFileSync } from "node:fs"; writeFileSync("${mark}", ""); throw new Error("the trap was sprung");`,
});

test("commands of plugins are listed from manifests, and nobody's code is run for it [CLI-5]", async () => {
  const project = makeProject(
    { plugins: { deny: ["denied"] } },
    {
      trap: trap("spring", "it-ran"),
      denied: { manifest: { provides: { cli: { forbidden: {} } } } },
      branching: { manifest: { provides: { cli: { tree: { description: "Grows.", hasSubcommands: true } } } } },
    },
  );
  const [help, list, json, one] = await Promise.all([
    run(project, ["--help"]),
    run(project, ["commands"]),
    run(project, ["commands", "--json"]),
    run(project, ["help", "spring"]),
  ]);
  for (const { stdout, code } of [help, list]) {
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}spring <what> +Springs the trap\.$/m);
    expect(stdout).toMatch(/^ {2}tree \[command\] +Grows\.$/m);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("forbidden denied: plugins.deny names it");
  }
  const { commands } = JSON.parse(json.stdout) as { commands: CommandAnswer[] };
  expect(commands.find(({ name }) => name === "doctor")).toMatchObject({ isCallable: true });
  expect(commands.find(({ name }) => name === "spring")).toEqual({
    name: "spring",
    plugin: "trap",
    description: "Springs the trap.",
    usage: "spring <what>",
    hasSubcommands: false,
    isCallable: true,
  });
  expect(commands.find(({ name }) => name === "forbidden")).toMatchObject({ isCallable: false, reason: "denied" });
  expect(one.stdout).toMatch(/^Usage: mortise spring <what>$/m);
  expect(existsSync(project.at("it-ran"))).toBe(false);
}, 60_000);

test("a command gets what was written after its name, and ends with its own exit code; no other plugin is loaded", async () => {
  const hello = withCommand(
    "hello",
    `async ({ args, cwd, isInteractive, write, writeError }) => {
       await write(JSON.stringify({ args, cwd, isInteractive }));
       await writeError("to the error");
       return { exitCode: 7 };
     }`,
  );
  const project = makeProject({}, { hello, trap: trap("spring", "it-ran") });
  const args = ["--no-color", "hello", "world", "--json", "--config", "x", "--help", ""];
  const { stdout, stderr, code } = await run(project, args);
  expect(JSON.parse(stdout)).toEqual({ args: args.slice(2), cwd: project.folder, isInteractive: false });
  expect(stderr).toContain("to the error");
  expect(code).toBe(7);
  expect(existsSync(project.at("it-ran"))).toBe(false);
});

test("mortise's own command goes before a plugin's of that name, and doctor says so", async () => {
  const project = makeProject({}, { greedy: trap("doctor", "it-ran") });
  const { stdout } = await run(project, ["doctor", "--json"]);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: PluginReport["diagnostics"] };
  expect(diagnostics).toContainEqual(
    expect.objectContaining({
      code: "CLI_COMMAND_RESERVED",
      plugin: "greedy",
      pointer: "/provides/cli/doctor",
      path: project.at("plugins/greedy/mortise.plugin.json"),
    }),
  );
  const report = JSON.parse((await run(project, ["plugins", "inspect", "greedy", "--json"])).stdout) as PluginReport;
  expect(report.diagnostics.map(({ code }) => code)).toContain("CLI_COMMAND_RESERVED");
  expect(existsSync(project.at("it-ran"))).toBe(false);
}, 60_000);

test("an unknown command is wrong usage, and the nearest one of all is named; one of a plugin that is off is named with why", async () => {
  const project = makeProject(
    { plugins: { entries: { quiet: { enabled: false } } } },
    { trap: trap("spring", "it-ran"), quiet: withCommand("whisper", "async () => ({ exitCode: 0 })") },
  );
  const unknown = await run(project, ["sprign"]);
  expect([unknown.code, unknown.stdout]).toEqual([2, ""]);
  expect(unknown.stderr).toContain('There is no command "sprign". Did you mean "spring"?');
  const off = await run(project, ["whisper"]);
  expect([off.code, off.stdout]).toEqual([1, ""]);
  expect(off.stderr.replaceAll(/\s+/g, " ")).toContain(
    'The command "whisper" is the plugin\'s "quiet", and cannot be called: plugins.entries turns it off.',
  );
}, 60_000);

test("of a plugin that is kept out, what keeps it out is said too", async () => {
  const configSchema = { type: "object", properties: { key: { type: "string" } }, required: ["key"] };
  const needy = { manifest: { configSchema, provides: { cli: { needy: {} } } } };
  const { code, stderr } = await run(makeProject({ plugins: { entries: { needy: {} } } }, { needy }), ["needy"]);
  expect(code).toBe(1);
  expect(stderr).toContain("error CLI_COMMAND_OFF");
  expect(stderr).toContain("error PLUGIN_CONFIG_MISSING");
});

test("an owner that fails, a command that is not there after all, one that throws, and one that gives no code", async () => {
  const project = makeProject(
    {},
    {
      failing: { ...withCommand("fail", ""), code: 'export default { register() { throw new Error("not today"); } };' },
      absent: { ...withCommand("absent", ""), code: "export default { register() {} };" },
      throwing: withCommand("throw", 'async () => { throw new Error("over there"); }'),
      silent: withCommand("silent", "async () => {}"),
    },
  );
  const said = async (name: string) => {
    const { code, stdout, stderr } = await run(project, [name]);
    expect([name, code, stdout]).toEqual([name, 1, ""]);
    return stderr.replaceAll(/\s+/g, " ");
  };
  expect(await said("fail")).toMatch(/error REGISTER_THREW failing .*not today/);
  expect(await said("absent")).toMatch(/error CLI_COMMAND_FAILED absent .*did not register it/);
  expect(await said("throw")).toMatch(/error CLI_COMMAND_FAILED throwing .*over there/);
  expect(await said("silent")).toMatch(/error CLI_COMMAND_FAILED silent .*no exit code/);
}, 60_000);

test("Ctrl-C aborts the command's signal; it may put things in order, and one that does not listen is ended", async () => {
  const project = makeProject(
    {},
    {
      orderly: withCommand(
        "orderly",
        `async ({ write }, { signal }) => {
           const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
           const open = setInterval(() => {}, 1000);
           await write("ready");
           await aborted;
           await new Promise((resolve) => setTimeout(resolve, 50));
           clearInterval(open);
           await write(" and in order");
           return { exitCode: 9 };
         }`,
      ),
      deaf: withCommand(
        "deaf",
        'async ({ write }) => { setInterval(() => {}, 1000); await write("ready"); return new Promise(() => {}); }',
      ),
    },
  );
  const orderly = await run(project, ["orderly"], { interruptsOn: "ready" });
  expect(orderly).toMatchObject({ stdout: "ready and in order", code: 9, signal: null });
  const deaf = await run(project, ["deaf"], { interruptsOn: "ready" });
  expect(deaf).toMatchObject({ stdout: "ready", code: 130, signal: null });
}, 60_000);

test("what a plugin leaves running does not keep the process, nor does a reader that has had enough", async () => {
  const project = makeProject(
    {},
    {
      lingering: withCommand("linger", "async () => { setInterval(() => {}, 1000); return { exitCode: 0 }; }"),
      endless: withCommand(
        "endless",
        `async ({ write }, { signal }) => {
           while (!signal.aborted) { await write("y\\n"); await new Promise(setImmediate); }
           return { exitCode: 0 };
         }`,
      ),
    },
  );
  expect(await run(project, ["linger"])).toMatchObject({ code: 0, signal: null });
  expect(await run(project, ["endless"], { closesStdout: true })).toMatchObject({ code: 0, signal: null });
}, 60_000);

test("services of the owner are registered and not started, and warnings that it logs go to stderr", async () => {
  const serving: ProjectPlugin = {
    manifest: { provides: { cli: ["serving"], services: ["poller"] } },
    code: `import { writeFileSync } from "node:fs";
      export default { register(api) {
        api.registerService({ id: "poller", start: async () => writeFileSync("it-started", ""), stop: async () => {} });
        api.registerCliCommand({ name: "serving", description: "", run: async () => {
          api.logger.info("quietly"); api.logger.warn("mind the gap"); return { exitCode: 0 };
        } });
      } };`,
  };
  const project = makeProject({}, { serving });
  const { stderr, code } = await run(project, ["serving"]);
  expect(code).toBe(0);
  expect(stderr).toContain("serving: mind the gap");
  expect(stderr).not.toContain("quietly");
  expect(existsSync(project.at("it-started"))).toBe(false);
});
