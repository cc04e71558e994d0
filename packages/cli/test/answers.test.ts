import { beforeEach, expect, test, vi } from "vitest";
import type { Diagnostic, DoctorReport, PluginReport } from "@mortise/core/catalog";
import type { PluginPage } from "../src/plugin-page.js";
import { run } from "../src/program.js";
import { makeProject, speechCode, type Project } from "./project.js";

// Whoever runs the tests may have coloured terminals and config of their own.
beforeEach(() => void vi.stubEnv("NO_COLOR", "1"));

/** Asks in this process: everything but `--runtime` works the same in it. */
async function ask(project: Project, ...args: string[]) {
  for (const [name, value] of Object.entries(project.env)) if (name !== "PATH") vi.stubEnv(name, value);
  try {
    return await run([...args, "--config", project.config]);
  } finally {
    vi.unstubAllEnvs();
  }
}

async function askJson<Answer>(project: Project, ...args: string[]): Promise<Answer> {
  return JSON.parse((await ask(project, ...args, "--json")).stdout) as Answer;
}

const keyed = {
  provides: { speech: ["keyed"] },
  configSchema: {
    type: "object",
    additionalProperties: false,
    properties: { apiKey: { type: "string" }, speed: { type: "number" }, voice: { type: "string" } },
    required: ["apiKey"],
  },
  setup: { env: { apiKey: "TEST_KEYED_KEY" } },
};

const sound = { manifest: { provides: { speech: ["sound"] } }, code: speechCode("sound") };

/** Everything that a config can get wrong, one plugin each, and one plugin that is right. */
const broken = (): Project =>
  makeProject(
    {
      plugins: {
        allow: ["typed", "missing", "unknown", "secret", "sound", "nobody"],
        ordre: {},
        entries: {
          typed: { config: { apiKey: "k", speed: "fast" } },
          missing: {},
          unknown: { config: { apiKey: "k", vioce: "x" } },
          secret: { config: { apiKey: { $env: "TEST_NOT_SET" } } },
          soudn: { enabled: true },
        },
      },
    },
    {
      ...Object.fromEntries(
        ["typed", "missing", "unknown", "secret"].map((id) => [id, { manifest: keyed, code: speechCode(id) }]),
      ),
      sound,
    },
  );

test("each fault of a config is reported with its pointer, what was expected, what was found and what is nearest [CFG-2, CLI-1]", async () => {
  const project = broken();
  const { diagnostics, ok, config } = await askJson<DoctorReport>(project, "doctor");
  expect(ok).toBe(false);
  expect(config.state).toBe("repaired");
  const found = (code: string, plugin?: string) =>
    diagnostics.find((each) => each.code === code && each.plugin === plugin);
  const placed = { path: project.config, line: expect.any(Number) as number, column: expect.any(Number) as number };
  expect(found("PLUGIN_CONFIG_INVALID", "typed")).toMatchObject({
    ...placed,
    pointer: "/plugins/entries/typed/config/speed",
  });
  expect(found("PLUGIN_CONFIG_INVALID", "typed")?.message).toMatch(/expected a number, found .*"fast"/);
  expect(found("PLUGIN_CONFIG_MISSING", "missing")).toMatchObject({
    ...placed,
    pointer: "/plugins/entries/missing/config/apiKey",
  });
  expect(found("PLUGIN_CONFIG_MISSING", "missing")?.help).toContain("TEST_KEYED_KEY");
  expect(found("PLUGIN_CONFIG_UNKNOWN_KEY", "unknown")).toMatchObject({
    ...placed,
    pointer: "/plugins/entries/unknown/config/vioce",
  });
  expect(found("PLUGIN_CONFIG_UNKNOWN_KEY", "unknown")?.message).toContain('"voice"');
  expect(found("SECRET_ENV_UNSET", "secret")).toMatchObject({
    ...placed,
    pointer: expect.stringMatching(/^\/plugins\/entries\/secret\/config\/apiKey/) as string,
  });
  expect(found("CONFIG_PLUGIN_UNKNOWN", "soudn")?.message).toContain('"sound"');
  expect(found("CONFIG_UNKNOWN_KEY")).toMatchObject({ ...placed, pointer: "/plugins/ordre" });
  expect(found("CONFIG_UNKNOWN_KEY")?.message).toContain('"order"');
});

test("list, inspect and doctor answer over a broken config, and the other plugins stand as they should [CLI-1]", async () => {
  const project = makeProject(
    { plugins: { entries: { typed: { config: { apiKey: 1 } } } } },
    { typed: { manifest: keyed }, sound },
  );
  const { plugins } = await askJson<{ plugins: PluginReport[] }>(project, "plugins", "inspect", "--all");
  const own = plugins.filter(({ origin }) => origin === "config");
  expect(own.map(({ id, status, reason }) => [id, status, reason])).toEqual([
    ["sound", "enabled", "configured-path"],
    ["typed", "kept-out", "config-invalid"],
  ]);
  const page = await ask(project, "plugins", "inspect", "sound");
  expect(page.exitCode).toBe(0);
  expect(page.stdout).toContain("Config");
  const doctor = await ask(project, "doctor");
  expect(doctor.exitCode).toBe(1);
  expect(doctor.stdout).toContain("/plugins/entries/typed/config/apiKey");
  expect((await ask(project, "plugins", "doctor")).stdout).toMatch(/^typed$/m);
});

test("over a config that is no JSON every command answers, says where it breaks, and shows the rest", async () => {
  const project = makeProject('{\n  "plugins": {\n    "enabled": tru\n  }\n}', { sound });
  const place = `at ${project.config}:3:`;
  for (const args of [
    ["plugins", "list"],
    ["plugins", "plan", "startup"],
    ["status"],
    ["plugins", "inspect", "openai"],
  ]) {
    const { exitCode, stdout, stderr } = await ask(project, ...args);
    expect([args, exitCode]).toEqual([args, 0]);
    expect(stderr).toContain("error CONFIG_SYNTAX");
    expect(stderr.replaceAll(/\n +/g, "")).toContain(place);
    expect(stdout).not.toBe("");
  }
  const { config, plugins, diagnostics } = await askJson<{
    config: object;
    plugins: PluginReport[];
    diagnostics: Diagnostic[];
  }>(project, "plugins", "list");
  expect(config).toEqual({ state: "unusable", path: project.config });
  expect(new Set(plugins.map(({ reason }) => reason))).toEqual(new Set(["plugins-disabled"]));
  expect(diagnostics).toMatchObject([{ code: "CONFIG_SYNTAX", line: 3 }]);
});

test("a broken manifest is shown as invalid, with the place, and does not hide the others", async () => {
  const project = makeProject({}, { sound, torn: { manifest: '{"id": "torn",\n  oops' } });
  const { stdout, exitCode, stderr } = await ask(project, "plugins", "list");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^sound +enabled/m);
  expect(stdout).toMatch(/^torn +invalid/m);
  expect(stderr).toContain("MANIFEST_SYNTAX");
  const report = await askJson<PluginReport>(project, "plugins", "inspect", "torn");
  expect(report.diagnostics).toMatchObject([{ code: "MANIFEST_SYNTAX", line: 2 }]);
  expect(report.signals).toEqual(["hard-error"]);
});

test("what was asked wrongly exits with 2, tells nothing on stdout, and names the nearest [CLI-1]", async () => {
  const project = makeProject({}, { sound });
  const asked = [
    [["plugins", "inspect", "soundd"], 'Did you mean "sound"?'],
    [["plugins", "inspect"], "No plugin was named"],
    [["plugins", "plan", "capabilty:speech"], 'Did you mean "capability"?'],
    [["plugins", "plan"], "missing required argument 'trigger'"],
    [["doctor", "--explain", "CONFIG_SINTAX"], 'Did you mean "CONFIG_SYNTAX"?'],
    [["docter"], 'Did you mean "doctor"?'],
    [["plugins", "list", "--enbled"], "Did you mean --enabled?"],
    [["status", "--gateway", "localhost"], "Give an address such as"],
    [["doctor", "--runtime", "--timeout", "soon"], "Give a number of seconds"],
  ] as const;
  for (const [args, text] of asked) {
    const { exitCode, stdout, stderr } = await ask(project, ...args);
    expect([args, exitCode, stdout]).toEqual([args, 2, ""]);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(text);
  }
});

test("help and version exit with 0", async () => {
  for (const args of [
    ["--help"],
    ["--version"],
    ["plugins", "inspect", "--help"],
    ["help", "doctor"],
    ["--help", "doctor"],
  ]) {
    const { exitCode, stdout, stderr } = await run(args);
    expect([args, exitCode, stderr]).toEqual([args, 0, ""]);
    expect(stdout).not.toBe("");
  }
});

test("a code is explained, however it is written, from every catalogue [DIAG-1]", async () => {
  const project = makeProject({}, {});
  expect(await askJson(project, "doctor", "--explain", "trigger_invalid")).toEqual({
    code: "TRIGGER_INVALID",
    level: "error",
    message: expect.any(String) as string,
    help: expect.any(String) as string,
  });
  for (const code of ["OPENCLAW_KIND_UNKNOWN", "CLI_RUNTIME_ENDED"]) {
    expect((await ask(project, "doctor", "--explain", code)).stdout).toContain(code);
  }
});

test("--enabled leaves out what may not run", async () => {
  const project = makeProject({ plugins: { deny: ["denied"] } }, { sound, denied: { manifest: {} } });
  const { plugins } = await askJson<{ plugins: PluginReport[] }>(project, "plugins", "list", "--enabled");
  expect(plugins.map(({ id }) => id)).toEqual(["sound"]);
});

test("list takes remembered verdicts and says unchecked where there is none; the other commands check and remember [VAL-3]", async () => {
  const project = makeProject(
    { plugins: { entries: { typed: { config: { apiKey: 1 } } } } },
    { typed: { manifest: keyed } },
  );
  const stateInList = async () =>
    (await askJson<{ plugins: PluginReport[] }>(project, "plugins", "list")).plugins.find(({ id }) => id === "typed")
      ?.config.state;
  expect(await stateInList()).toBe("unchecked");
  await ask(project, "doctor");
  expect(await stateInList()).toBe("invalid");
});

test("of several plugins with one id, inspect shows the one that goes first", async () => {
  const project = makeProject({ plugins: { load: { paths: ["./plugins", "./other"] } } }, { sound });
  project.write("other/sound/mortise.plugin.json", '{"id": "sound"}');
  const report = await askJson<PluginReport>(project, "plugins", "inspect", "SOUND");
  const list = await askJson<{ plugins: PluginReport[] }>(project, "plugins", "list");
  expect(list.plugins.filter(({ id }) => id === "sound")).toHaveLength(2);
  expect(report.status).toBe("enabled");
});

test("a missing key is named with the variable that would supply it, by inspect and by both doctors [VAL-5]", async () => {
  const project = makeProject({}, { keyed: { manifest: keyed, code: speechCode("keyed") } });
  const report = await askJson<PluginReport>(project, "plugins", "inspect", "keyed");
  expect(report.config.missing).toEqual([{ key: "apiKey", variables: ["TEST_KEYED_KEY"] }]);
  expect((await ask(project, "plugins", "inspect", "keyed")).stdout).toMatch(/^Missing +apiKey: set TEST_KEYED_KEY$/m);
  for (const args of [["doctor"], ["plugins", "doctor"]]) {
    expect((await ask(project, ...args)).stdout.replaceAll(/\s+/g, " ")).toContain(
      "the environment variable TEST_KEYED_KEY",
    );
  }
});

test("what a plugin relies on that has something better stands beside the signals, in every page that has them [DIAG-4]", async () => {
  const project = makeProject(
    { gateway: { port: 1 } },
    { hooks: { manifest: { provides: { hooks: ["llm_input"] } } } },
  );
  const note = "hook-only-plugin (active since 1.0.0): use a capability";
  for (const args of [["doctor"], ["plugins", "doctor"], ["status", "--all"], ["plugins", "inspect", "hooks"]]) {
    const page = (await ask(project, ...args)).stdout.replaceAll(/\s+/g, " ");
    expect([args, page.includes(`Compatibility ${note}`)]).toEqual([args, true]);
  }
  const { compatibility } = await askJson<DoctorReport>(project, "plugins", "doctor");
  expect(compatibility).toMatchObject([{ code: "hook-only-plugin", status: "active", plugins: ["hooks"] }]);
});

test("a plan can be its ids alone, one in a line or as a list [PLAN-1]", async () => {
  const requires = { requires: { sound: "*" }, provides: { speech: ["aloud"] } };
  const project = makeProject({}, { sound, aloud: { manifest: requires, code: speechCode("aloud") } });
  const page = await ask(project, "plugins", "plan", "provider:aloud", "--ids");
  expect([page.exitCode, page.stdout]).toEqual([0, "sound\naloud\n"]);
  expect(await askJson(project, "plugins", "plan", "provider:aloud", "--ids")).toEqual(["sound", "aloud"]);
  expect((await ask(project, "plugins", "plan", "provider:nobody", "--ids")).stdout).toBe("");
});

test("why a plugin was turned on by a mention is told with what is mentioned and where [POL-8]", async () => {
  const project = makeProject(
    { plugins: { order: { speech: ["bundledish"] } } },
    {
      bundledish: { manifest: { provides: { speech: ["bundledish"] } }, code: speechCode("bundledish") },
    },
  );
  const report = await askJson<PluginReport>(project, "plugins", "inspect", "bundledish");
  expect(report.reason).toBe("config-mentions");
  expect((await ask(project, "plugins", "inspect", "bundledish")).stdout.replaceAll(/\s+/g, " ")).toContain(
    "speech:bundledish at /plugins/order/speech/0",
  );
});

test("what a manifest says of aliases, slots, APIs, channels, permissions and resources stands in list and inspect", async () => {
  const rich = {
    icon: "icon.svg",
    categories: ["media"],
    permissions: { net: ["api.example.com"] },
    provides: {
      commands: { time: { aliases: ["clock", "now"] } },
      memory: ["rich"],
      apis: { "orders@1.2.0": { description: "Takes orders.", isPublic: true } },
      channel: ["chat"],
      skills: { cooking: { path: "skills/cooking" } },
      "mcp-servers": { files: { command: "files" } },
    },
  };
  const project = makeProject({ plugins: { slots: { memory: "rich" } } }, { rich: { manifest: rich } });
  const details = {
    icon: "icon.svg",
    categories: ["media"],
    permissions: { net: ["api.example.com"] },
    aliases: { command: { clock: "time", now: "time" } },
    apis: [{ id: "orders@1.2.0", description: "Takes orders.", isPublic: true }],
    channels: [{ id: "chat" }],
  };
  const report = await askJson<PluginPage>(project, "plugins", "inspect", "rich");
  expect(report).toMatchObject(details);
  expect(report.slots).toContainEqual({ name: "memory", isHeld: true });
  const { plugins } = await askJson<{ plugins: PluginPage[] }>(project, "plugins", "list");
  expect(plugins.find(({ id }) => id === "rich")).toMatchObject(details);
  const page = (await ask(project, "plugins", "inspect", "rich")).stdout;
  for (const text of ["skill: cooking", "mcp-server: files", "command: clock stands for time", "chat: not known"])
    expect(page).toContain(text);
});
