import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  realpathSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { watchDisk } from "@mortise/core/catalog";
import { readApplication } from "../application.js";
import { readAnswer } from "./answer-file.js";
import { answerAndKeep } from "./keep-answer.js";
import { questionOf, type Question } from "./question.js";

/** Files that changed a moment ago are not believed; a test has no patience, so it waits just that long. */
const settle = () => sleep(150);

function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-memory-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A project with one plugin, whose entry is not there. */
function makeProject() {
  const folder = makeFolder();
  mkdirSync(join(folder, "plugins", "one"), { recursive: true });
  const config = join(folder, "mortise.jsonc");
  const manifest = join(folder, "plugins", "one", "mortise.plugin.json");
  const program = join(folder, "program.js");
  writeFileSync(config, '{"plugins": {"load": {"paths": ["./plugins"]}}}');
  const schema = { type: "object", properties: { key: { type: "string" } } };
  writeFileSync(manifest, JSON.stringify({ id: "one", configSchema: schema, setup: { env: { key: "ONE_KEY" } } }));
  writeFileSync(
    join(folder, "plugins", "one", "package.json"),
    '{"type": "module", "mortise": {"entry": "./dist/index.js"}}',
  );
  writeFileSync(program, "");
  const env: NodeJS.ProcessEnv = { XDG_CACHE_HOME: join(folder, "cache"), XDG_DATA_HOME: join(folder, "data") };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const question: Question = { ...(questionOf({ json: true, color: true, config }, program) as Question), env };
  return { folder, config, manifest, program, env, question };
}

/** What the answer is made from is read for real; the answer itself is a count of plugins. */
async function ask({ question, config }: { question: Question; config: string }): Promise<string> {
  return answerAndKeep(question, async (env) => {
    const { plugins } = await readApplication(config, "recall", env);
    return `${plugins.filter(({ decision }) => decision.candidate.origin === "config").length} found`;
  });
}

const recall = ({ path, key, env }: Question) => readAnswer(path, key, env);

test("an answer is remembered while nothing changes, and only for the same question [CLI-4]", async () => {
  const project = makeProject();
  await settle();
  expect(recall(project.question)).toBeUndefined();
  expect(await ask(project)).toBe("1 found");
  expect(recall(project.question)).toBe("1 found");
  expect(readAnswer(project.question.path, `${project.question.key} other`, project.env)).toBeUndefined();
});

test.each<[string, (project: ReturnType<typeof makeProject>) => void]>([
  [
    "the config is edited",
    ({ config }) => writeFileSync(config, '{"plugins": {"enabled": false, "load": {"paths": ["./plugins"]}}}'),
  ],
  [
    "a manifest is edited to the same length and dated back",
    ({ manifest }) => {
      const text = readFileSync(manifest, "utf8");
      writeFileSync(manifest, text.replace('"one"', '"two"'));
      utimesSync(manifest, 0, 0);
    },
  ],
  ["a manifest becomes writable for others", ({ manifest }) => chmodSync(manifest, 0o666)],
  ["a plugin's folder becomes writable for others", ({ folder }) => chmodSync(join(folder, "plugins", "one"), 0o777)],
  ["a plugin is added", ({ folder }) => mkdirSync(join(folder, "plugins", "new"))],
  ["a manifest goes", ({ manifest }) => unlinkSync(manifest)],
  [
    "an entry that was missing is built",
    ({ folder }) => {
      mkdirSync(join(folder, "plugins", "one", "dist"));
      writeFileSync(join(folder, "plugins", "one", "dist", "index.js"), "");
    },
  ],
  ["a variable that a plugin's config asks for is set", ({ env }) => void (env["ONE_KEY"] = "value")],
  ["the program is built anew", ({ program }) => writeFileSync(program, "again")],
  [
    "a global plugin folder appears",
    ({ folder }) => mkdirSync(join(folder, "data", "mortise", "plugins"), { recursive: true }),
  ],
])("it is forgotten when %s", async (_what, change) => {
  const project = makeProject();
  await settle();
  await ask(project);
  expect(recall(project.question)).toBe("1 found");
  change(project);
  expect(recall(project.question)).toBeUndefined();
});

test("it is forgotten when a link leads elsewhere, to the very same files", async () => {
  const project = makeProject();
  const link = join(project.folder, "link");
  symlinkSync(join(project.folder, "plugins", "one"), link);
  writeFileSync(project.config, '{"plugins": {"load": {"paths": ["./link"]}}}');
  await settle();
  await ask(project);
  expect(recall(project.question)).toBe("1 found");
  symlinkSync(join(project.folder, "plugins"), join(project.folder, "also"));
  unlinkSync(link);
  symlinkSync(join(project.folder, "also", "one"), link);
  expect(recall(project.question)).toBe("1 found");
  unlinkSync(link);
  mkdirSync(link);
  expect(recall(project.question)).toBeUndefined();
});

test("an answer from files that have only just changed is not kept", async () => {
  const project = makeProject();
  writeFileSync(project.config, '{"plugins": {"load": {"paths": ["./plugins"]}}} ');
  expect(await ask(project)).toBe("1 found");
  expect(recall(project.question)).toBeUndefined();
});

test.each<[string, (plugins: string) => void]>([
  ["a folder that the glob would match is added", (plugins) => mkdirSync(join(plugins, "new"))],
  ["a folder that it matched goes", (plugins) => renameSync(join(plugins, "one"), join(plugins, "..", "gone"))],
])("an answer that stands on a glob is remembered, and forgotten when %s", async (_what, change) => {
  const project = makeProject();
  writeFileSync(project.config, '{"plugins": {"load": {"paths": ["./plugins/*"]}}}');
  await settle();
  expect(await ask(project)).toBe("1 found");
  expect(recall(project.question)).toBe("1 found");
  change(join(project.folder, "plugins"));
  expect(recall(project.question)).toBeUndefined();
});

test("a file that others may write to is not believed, nor one that is no answer", async () => {
  const project = makeProject();
  await settle();
  await ask(project);
  chmodSync(project.question.path, 0o666);
  expect(recall(project.question)).toBeUndefined();
  chmodSync(project.question.path, 0o600);
  expect(recall(project.question)).toBe("1 found");
  writeFileSync(project.question.path, "{");
  expect(recall(project.question)).toBeUndefined();
});

test("no value of the environment is kept, and the watch ends with the answer [SEC-3]", async () => {
  const project = makeProject();
  project.env["ONE_KEY"] = "very secret";
  await settle();
  await ask(project);
  const kept = readFileSync(project.question.path, "utf8");
  expect(kept).toContain('"ONE_KEY":true');
  expect(kept).not.toContain("very secret");
  const looks = vi.fn();
  watchDisk(looks)();
  await readApplication(project.config, "recall", project.env);
  expect(looks).not.toHaveBeenCalled();
});

test("only the list as JSON, from a built program, is remembered", () => {
  const program = "/somewhere/mortise.cjs";
  expect(questionOf({ json: true, color: true }, program)).toBeDefined();
  expect(questionOf({ color: true }, program)).toBeUndefined();
  expect(questionOf({ json: true, color: true, gateway: "http://127.0.0.1:1" }, program)).toBeUndefined();
  expect(questionOf({ json: true, color: true }, "/somewhere/mortise.ts")).toBeUndefined();
});
