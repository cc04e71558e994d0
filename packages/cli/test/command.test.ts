import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import type { DoctorReport, PluginReport } from "@mortise/core/catalog";
import type { PluginPage } from "../src/plugin-page.js";
import { makeProject, speechCode, type Project } from "./project.js";
import { runMortise } from "./run.js";

const run = (project: Project, ...args: string[]) => runMortise(args, { cwd: project.folder, env: project.env });

const reportOf = (stdout: string) => JSON.parse(stdout) as PluginReport;

test("a plugin's code runs with --runtime and never without [CLI-2]", async () => {
  const project = makeProject({}, { trap: { manifest: { provides: { speech: ["trap"] } } } });
  const mark = project.at("it-ran");
  project.write(
    "plugins/trap/index.js",
    `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(mark)}, ""); throw new Error("thrown on import");`,
  );

  const still = await Promise.all([
    run(project, "plugins", "list"),
    run(project, "plugins", "inspect", "trap"),
    run(project, "plugins", "plan", "capability:speech", "--json"),
    run(project, "doctor"),
  ]);
  expect(still.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(still[0]?.stdout).toMatch(/^trap +enabled +plain-capability/m);
  expect(still[1]?.stdout).toContain("plain-capability (declared)");
  expect(existsSync(mark)).toBe(false);

  const { code, stdout } = await run(project, "plugins", "inspect", "trap", "--runtime", "--json");
  expect(existsSync(mark)).toBe(true);
  expect(code).toBe(1);
  const report = reportOf(stdout);
  expect(report.status).toBe("failed");
  expect(report.diagnostics).toMatchObject([{ code: "LOAD_FAILED", path: project.at("plugins/trap/index.js") }]);
  expect(report.diagnostics[0]?.message).toContain("thrown on import");
}, 60_000);

test("--runtime shows what was registered, and how it differs from what was declared; what plugins print goes nowhere", async () => {
  const declares = { provides: { speech: ["drifting", "absent"] } };
  const code = `console.log("from the module"); ${speechCode("drifting")}`.replace(
    "register(api) {",
    'register(api) { process.stdout.write("from register");',
  );
  const project = makeProject({}, { drifting: { manifest: declares, code } });
  const { stdout, code: exitCode } = await run(project, "plugins", "inspect", "drifting", "--runtime", "--json");
  expect(exitCode).toBe(0);
  const report = reportOf(stdout);
  expect(report.status).toBe("active");
  expect(report.shape).toEqual({ value: "plain-capability", basis: "registered" });
  expect(report.drift).toEqual({ absent: ["speech:absent"], undeclared: [] });
  expect(report.timing?.registerMs).toBeGreaterThanOrEqual(0);
});

test("a plugin that ends the process and one that never ends are named, and the others are still loaded", async () => {
  const manifest = {};
  const project = makeProject(
    {},
    {
      ending: {
        manifest,
        code: 'export default { id: "ending", register() { console.error("so long"); process.exit(7); } };',
      },
      endless: { manifest, code: 'export default { id: "endless", register() { for (;;); } };' },
      sound: { manifest: { provides: { speech: ["sound"] } }, code: speechCode("sound") },
    },
  );
  const { stdout, code } = await run(project, "doctor", "--runtime", "--timeout", "4", "--json");
  const { signals, diagnostics, basis } = JSON.parse(stdout) as DoctorReport;
  expect(code).toBe(1);
  expect(basis).toBe("runtime");
  expect(signals.hardError).toEqual(["ending", "endless"]);
  const errors = diagnostics.filter(({ level }) => level === "error");
  expect(errors.map(({ code, plugin }) => `${code} ${plugin}`)).toEqual([
    "CLI_RUNTIME_ENDED ending",
    "CLI_RUNTIME_TIMEOUT endless",
  ]);
  expect(errors[0]?.message).toContain("exited with code 7");
  expect(errors[0]?.message).toContain("so long");
}, 60_000);

test("what is thrown outside of register is blamed on the plugin, and a required plugin that fails is an error of its own", async () => {
  const project = makeProject(
    { plugins: { entries: { late: {}, needed: { required: true } } } },
    {
      late: {
        manifest: {},
        code: 'export default { id: "late", register() { queueMicrotask(() => { throw new Error("too late to catch"); }); } };',
      },
      needed: { manifest: {}, code: "export default {};" },
    },
  );
  const { stdout } = await run(project, "doctor", "--runtime", "--json");
  const errors = (JSON.parse(stdout) as DoctorReport).diagnostics.filter(({ level }) => level === "error");
  expect(errors.map(({ code, plugin }) => `${code} ${plugin}`)).toEqual([
    "LOAD_NO_PLUGIN needed",
    "PLUGIN_REQUIRED needed",
    "CLI_RUNTIME_ESCAPED late",
  ]);
  expect(errors[2]?.message).toContain("too late to catch");
});

test("services are registered and not started", async () => {
  const project = makeProject({}, { serving: { manifest: { provides: { services: ["poller"] } } } });
  const mark = project.at("it-started");
  project.write(
    "plugins/serving/index.js",
    `import { writeFileSync } from "node:fs";
     export default { id: "serving", register(api) { api.registerService({ id: "poller", start: async () => writeFileSync(${JSON.stringify(mark)}, ""), stop: async () => {} }); } };`,
  );
  const { stdout } = await run(project, "plugins", "inspect", "serving", "--runtime", "--json");
  expect(reportOf(stdout).contributions).toEqual([{ kind: "service", category: "surface", ids: ["poller"] }]);
  expect(existsSync(mark)).toBe(false);
});

test("a reader that has had enough ends the command quietly", async () => {
  const project = makeProject({}, {});
  const options = { cwd: project.folder, env: project.env, closesStdout: true };
  expect(await runMortise(["plugins", "list", "--json"], options)).toEqual({
    stdout: "",
    stderr: "",
    code: 0,
    signal: null,
  });
});

test("output that is no terminal has no colour and 80 columns, and words that do not fit them are cut [CLI-3]", async () => {
  const long = "a".repeat(100);
  const project = makeProject({}, { [long]: { manifest: {} } });
  const { stdout } = await run(project, "plugins", "list");
  expect(stdout).not.toContain("\u001b");
  const lines = stdout.split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(stdout).toMatch(/a+… /);
});

test("wrong usage exits with 2, and the nearest word is named [CLI-1]", async () => {
  const project = makeProject({}, {});
  const { code, stdout, stderr } = await run(project, "plugins", "lst");
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain("list");
});

test("status asks the gateway that the config describes", async () => {
  const answer = {
    plugins: [{ id: "sound", status: "active", contributions: [{ kind: "speech", ids: ["sound"] }], diagnostics: [] }],
  };
  const server = createServer((_request, response) => response.end(JSON.stringify(answer)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const project = makeProject(
    { gateway: { port } },
    { sound: { manifest: { provides: { speech: ["sound"] } }, code: speechCode("sound") } },
  );
  try {
    const { stdout, code } = await run(project, "status", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      gateway: { url: `http://127.0.0.1:${port}`, state: "running" },
      plugins: { active: 1, enabled: 0 },
    });
  } finally {
    server.close();
  }
});

test("--runtime asks channels how they are, and does not miss in the code what the manifest alone brings", async () => {
  const manifest = { provides: { channel: ["chat", "post", "torn"], skills: ["cooking"] } };
  const code = `export default { register(api) {
    api.registerChannel({ id: "chat", readiness: async () => ({ isReady: true, detail: "as @bot" }) });
    api.registerChannel({ id: "post" });
    api.registerChannel({ id: "torn", readiness: async () => { throw new Error("no line"); } });
  } };`;
  const project = makeProject({}, { talker: { manifest, code } });
  const { stdout } = await run(project, "plugins", "inspect", "talker", "--runtime", "--json");
  const page = JSON.parse(stdout) as PluginPage;
  expect(page.channels).toEqual([
    { id: "chat", isReady: true, detail: "as @bot" },
    { id: "post" },
    { id: "torn", isReady: false, detail: "no line" },
  ]);
  expect(page.drift).toEqual({ absent: [], undeclared: [] });
  expect(page.contributions.map(({ kind, ids }) => [kind, ids])).toEqual([
    ["channel", ["chat", "post", "torn"]],
    ["skill", ["cooking"]],
  ]);
});
