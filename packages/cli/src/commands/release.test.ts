import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { isReady, openQuarantine } from "@mortise/core/catalog";
import { makeProject, type Project } from "../../test/project.js";
import { readApplication } from "../application.js";
import { run } from "../program.js";

/** A project whose plugin is in quarantine, as a gateway leaves it that could not load the plugin. */
async function inQuarantine(): Promise<Project & { readonly records: string }> {
  const settings = { plugins: { entries: { Frail: { onFailure: "quarantine" } } } };
  const project = makeProject(settings, { frail: { manifest: {}, code: "throw new Error('no');" } });
  for (const [name, value] of Object.entries(project.env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { catalog, folders } = await readApplication(project.config, "recall");
  const candidate = catalog.candidates.filter(isReady).find(({ id }) => id === "frail");
  const failure = { code: "LOAD_FAILED", level: "error", message: "It could not be loaded: no", help: "" } as const;
  expect(candidate && (await openQuarantine(folders.state).add(candidate, [failure]))).toBeUndefined();
  return { ...project, records: join(folders.state, "quarantine") };
}

const mortise = ({ config }: Project, ...args: readonly string[]) => run(["--config", config, ...args]);

test("a plugin in quarantine is kept out, says how it gets out, and gets out [CLI-6]", async () => {
  const project = await inQuarantine();
  expect((await mortise(project, "plugins", "inspect", "frail")).stdout).toContain("kept-out");
  const doctor = await mortise(project, "doctor", "--json");
  const { diagnostics } = JSON.parse(doctor.stdout) as { diagnostics: readonly { code: string; help: string }[] };
  const said = diagnostics.find(({ code }) => code === "PLUGIN_QUARANTINED");
  expect([doctor.exitCode, said?.help]).toEqual([1, expect.stringContaining("mortise plugins release frail")]);
  expect(await mortise(project, "plugins", "release", "FRAIL")).toEqual({
    stdout: "frail is out of quarantine: it is tried again.\n",
    stderr: "",
    exitCode: 0,
  });
  expect(readdirSync(project.records)).toEqual([]);
  const again = await mortise(project, "plugins", "release", "frail", "--json");
  expect(JSON.parse(again.stdout)).toEqual({ plugin: "frail", released: false });
  expect((await mortise(project, "plugins", "inspect", "frail")).stdout).not.toContain("kept-out");
});

test("a plugin that there is not is named with the nearest, unless it is in quarantine still", async () => {
  const project = await inQuarantine();
  const unknown = await mortise(project, "plugins", "release", "fral");
  expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('Did you mean "frail"?')]);
  project.write("mortise.jsonc", "{}");
  expect(await mortise(project, "plugins", "release", "frail")).toMatchObject({ exitCode: 0, stderr: "" });
  expect((await mortise(project, "plugins", "release", "frail")).exitCode).toBe(2);
});

test("what cannot be removed is said", async () => {
  const project = await inQuarantine();
  // A folder in the record's place cannot be removed by whoever may remove everything, either.
  const [record = ""] = readdirSync(project.records);
  expect(openQuarantine(join(project.records, "..")).release("frail")).toBe(true);
  mkdirSync(join(project.records, record));
  const { exitCode, stderr } = await mortise(project, "plugins", "release", "frail");
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("CLI_NOT_RELEASED")]);
});
