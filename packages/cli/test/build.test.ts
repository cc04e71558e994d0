import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { BuildReport } from "../src/commands/build.js";
import { makeProject, type Project } from "./project.js";
import { runMortise } from "./run.js";

const build = (project: Project, ...args: string[]) =>
  runMortise(["plugins", "build", ...args], { cwd: project.folder, env: project.env });

const textOf = (project: Project, id: string) => readFileSync(project.at("plugins", id, "mortise.plugin.json"), "utf8");

const withConfig = (id: string, before = "") =>
  `${before}; export default { id: "${id}", config: { type: "object" }, register() {} };`;

test("a plugin that hangs, one that ends the process and one that throws are named; the others are built [MAN-5]", async () => {
  const manifest = {};
  const project = makeProject(
    {},
    {
      ending: { manifest, code: 'console.error("so long"); process.exit(0);' },
      endless: { manifest, code: "await new Promise(() => {});" },
      loud: { manifest, code: withConfig("loud", 'console.log("from the module"); setInterval(() => {}, 1000)') },
      throwing: { manifest, code: 'throw new Error("thrown on import");' },
    },
  );
  const { code, stdout, stderr } = await build(project, "plugins", "--timeout", "4");
  expect(code).toBe(1);
  expect(stdout.split("\n")).toEqual([
    "ending    failed CLI_RUNTIME_ENDED",
    "endless   failed CLI_RUNTIME_TIMEOUT",
    "loud      written 1 place",
    "throwing  failed LOAD_FAILED",
    "",
  ]);
  expect(stderr).toContain("exited with code 0");
  expect(stderr).toContain("so long");
  expect(stderr).toContain("thrown on import");
  expect(textOf(project, "loud")).toContain("configSchema");
}, 90_000);

test("the current folder is built where none is named; --check tells by its exit code, and pointer by pointer", async () => {
  const manifest = '{\n  // the one and only\n  "id": "sole",\n  "ui": {},\n}\n';
  const mark = "it-registered";
  const code = `
import { writeFileSync } from "node:fs";
import { Type } from "@mortise/sdk/typebox";
export default {
  id: "sole",
  config: Type.Object({ voice: Type.Optional(Type.String()) }),
  register: () => writeFileSync(new URL("./${mark}", import.meta.url), ""),
};`;
  const project = makeProject({}, { sole: { manifest, code } });
  const inFolder = (...args: string[]) =>
    runMortise(["plugins", "build", ...args], { cwd: project.at("plugins/sole"), env: project.env });

  const stale = await inFolder("--check");
  expect(stale.code).toBe(1);
  expect(stale.stdout).toBe("sole  differs 1 place\n");
  expect(stale.stderr).toMatch(/^error CLI_BUILD_DRIFT {2}sole$/m);
  expect(stale.stderr).toMatch(/mortise\.plugin\.json:1:1\s+\/configSchema$/m);
  expect(textOf(project, "sole")).toBe(manifest);

  const written = await inFolder();
  expect({ ...written, signal: null }).toEqual({
    code: 0,
    signal: null,
    stdout: "sole  written 1 place\n",
    stderr: "",
  });
  expect(textOf(project, "sole")).toBe(
    manifest.replace(
      '"sole",\n',
      [
        '"sole",',
        '  "configSchema": {',
        '    "type": "object",',
        '    "properties": { "voice": { "type": "string" } }',
        "  },\n",
      ].join("\n"),
    ),
  );
  const fresh = await inFolder("--check");
  expect({ ...fresh, signal: null }).toEqual({ code: 0, signal: null, stdout: "sole  unchanged\n", stderr: "" });
  expect(existsSync(project.at("plugins/sole", mark))).toBe(false);
}, 60_000);

test("folders and globs may be mixed, and each plugin is built once; what is none is named", async () => {
  const project = makeProject(
    {},
    { one: { manifest: {}, code: withConfig("one") }, two: { manifest: {}, code: withConfig("two") } },
  );
  const { code, stdout } = await build(project, "plugins/two", "plugins/*", "nowhere", "--json");
  const { ok, plugins, diagnostics } = JSON.parse(stdout) as BuildReport;
  expect(code).toBe(1);
  expect(ok).toBe(false);
  expect(plugins.map(({ id, result }) => `${id} ${result}`)).toEqual(["two written", "one written"]);
  expect(plugins[0]).toMatchObject({
    root: project.at("plugins/two"),
    manifestPath: project.at("plugins/two/mortise.plugin.json"),
    changes: [{ pointer: "/configSchema", wanted: { type: "object" } }],
    diagnostics: [],
  });
  expect(diagnostics).toMatchObject([{ code: "CLI_BUILD_NO_PLUGIN" }]);
  expect(diagnostics[0]?.message).toBe("There is no plugin to build at nowhere: there is nothing there.");

  const nothing = await build(project);
  expect([nothing.code, nothing.stdout]).toEqual([2, ""]);
  expect(nothing.stderr).toContain("CLI_BUILD_NO_PLUGIN");
  expect(nothing.stderr).toContain("neither it nor a folder in it");
}, 60_000);

test("--tools gives the plugin its settings of the config, secrets included, and keeps its state to itself", async () => {
  const code = `
export default {
  id: "tooled",
  config: { type: "object", properties: { key: { type: "string", pattern: "^from the environment$" } }, required: ["key"] },
  register(api) {
    api.registerTool({ name: "hammer", description: "Hits.", parameters: { type: "object" }, execute: async () => ({ text: "" }) });
  },
};`;
  const config = { plugins: { entries: { tooled: { enabled: false, config: { key: { $env: "TOOLED_KEY" } } } } } };
  const project = makeProject(config, { tooled: { manifest: { provides: { tools: ["hammer"] } }, code } });
  const options = { cwd: project.folder, env: { ...project.env, TOOLED_KEY: "from the environment" } };
  const { stdout, stderr, code: exitCode } = await runMortise(["plugins", "build", "plugins", "--tools"], options);
  expect({ stdout, stderr, exitCode }).toEqual({ stdout: "tooled  written 2 places\n", stderr: "", exitCode: 0 });
  const { provides } = JSON.parse(textOf(project, "tooled")) as { provides: object };
  expect(provides).toEqual({ tools: { hammer: { description: "Hits.", parameters: { type: "object" } } } });
}, 60_000);
