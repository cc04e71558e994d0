import { chmodSync, chownSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runScript, sourceFile } from "../../test/child.js";
import { canGiveAway, folderWith } from "../../test/folder.js";
import { ready } from "../../test/candidates.js";
import type { ReadyCandidate } from "../catalog/candidate.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { isOwnFailure, openQuarantine, quarantineDiagnostic } from "./quarantine.js";

const failure: readonly Diagnostic[] = [
  { code: "REGISTER_THREW", level: "error", message: "register threw: no.", help: "Mend it." },
];

/** A plugin on disk. */
function plugin(id = "Frail/one"): ReadyCandidate {
  const root = folderWith({ "mortise.plugin.json": { id }, "index.js": "throw 1;" });
  const candidate = ready(id, { root });
  return { ...candidate, entry: { file: join(root, "index.js"), language: "javascript" } };
}

const changed: Readonly<Record<string, (candidate: ReadyCandidate) => ReadyCandidate>> = {
  "its entry": (candidate) => (writeFileSync(join(candidate.root, "index.js"), "throw 2;"), candidate),
  "its manifest": (candidate) => (writeFileSync(join(candidate.root, "mortise.plugin.json"), "{}"), candidate),
  "that it has a manifest": (candidate) => {
    const changed = { ...candidate };
    Reflect.deleteProperty(changed, "manifestPath");
    return changed;
  },
};

/** The files of a quarantine, absolute paths. */
function filesIn(state: string): readonly string[] {
  return readdirSync(join(state, "quarantine")).map((name) => join(state, "quarantine", name));
}

it("keeps a plugin that failed, for other processes too, and writes nothing before [POL-10]", async () => {
  const state = folderWith();
  const frail = plugin();
  expect(openQuarantine(state).find(frail)).toBeUndefined();
  expect(openQuarantine(state).release("frail/one")).toBe(false);
  expect(readdirSync(state)).toEqual([]);
  expect(await openQuarantine(state).add(frail, failure)).toBeUndefined();
  const record = openQuarantine(state).find(frail);
  expect(record).toMatchObject({ plugin: "Frail/one", reason: "register threw: no." });
  expect(Date.parse(record?.at ?? "")).toBeLessThanOrEqual(Date.now());
  expect(openQuarantine(state).find(plugin("other"))).toBeUndefined();
});

it("says what failed, when, and how the plugin is tried again", async () => {
  const quarantine = openQuarantine(folderWith());
  const frail = plugin();
  await quarantine.add(frail, failure);
  const record = quarantine.find(frail)!;
  const said = quarantineDiagnostic(frail, record);
  expect(said).toMatchObject({ code: "PLUGIN_QUARANTINED", plugin: "Frail/one", path: frail.manifestPath });
  expect(said.message).toContain(`${record.at} and is in quarantine, so it is not tried again: register threw: no.`);
  expect(said.help).toContain("mortise plugins release Frail/one");
});

describe("a plugin is tried again", () => {
  it.each(Object.entries(changed))("when %s changed", async (_what, change) => {
    const quarantine = openQuarantine(folderWith());
    const frail = plugin();
    await quarantine.add(frail, failure);
    expect(quarantine.find(change(frail))).toBeUndefined();
  });

  it("when it was released, whatever case its id is written in", async () => {
    const quarantine = openQuarantine(folderWith());
    const frail = plugin();
    await quarantine.add(frail, failure);
    expect([quarantine.release("FRAIL/ONE"), quarantine.release("FRAIL/ONE")]).toEqual([true, false]);
    expect(quarantine.find(frail)).toBeUndefined();
  });

  it("when it cannot be read, so that loading it says why, and then it is not put in", async () => {
    const state = folderWith();
    const quarantine = openQuarantine(state);
    const gone = { ...plugin(), entry: { file: "/nowhere/index.js", language: "javascript" } as const };
    expect(await quarantine.add(gone, failure)).toBeUndefined();
    expect(quarantine.find(gone)).toBeUndefined();
    expect(readdirSync(state)).toEqual([]);
  });

  it("when what was put in was another one than is on disk now", async () => {
    const quarantine = openQuarantine(folderWith());
    const frail = plugin();
    await quarantine.add(frail, failure, { entry: "0".repeat(64) });
    expect(quarantine.find(frail)).toBeUndefined();
  });
});

describe("a record that is not ours is not believed", () => {
  const spoiled: Readonly<Record<string, (file: string) => void>> = {
    "others may write it": (file) => chmodSync(file, 0o666),
    "it is another's": (file) => (canGiveAway() ? chownSync(file, 12_345, 12_345) : writeFileSync(file, "")),
    "it is cut off": (file) => writeFileSync(file, readFileSync(file, "utf8").slice(0, 30)),
    "it lacks something": (file) => writeFileSync(file, '{"plugin":"Frail/one","integrity":null}'),
    "it is no object": (file) => writeFileSync(file, "null"),
    "it is about another plugin": (file) =>
      writeFileSync(file, readFileSync(file, "utf8").replace("Frail/one", "Frail/two")),
  };
  it.each(Object.entries(spoiled))("because %s", async (_why, spoil) => {
    const state = folderWith();
    const quarantine = openQuarantine(state);
    const frail = plugin();
    await quarantine.add(frail, failure);
    filesIn(state).forEach(spoil);
    expect(quarantine.find(frail)).toBeUndefined();
    expect(await quarantine.add(frail, failure)).toBeUndefined();
    expect(quarantine.find(frail)).toBeDefined();
  });
});

it.skipIf(process.platform === "win32")("is for its user alone", async () => {
  const state = folderWith();
  await openQuarantine(state).add(plugin(), failure);
  const modes = [join(state, "quarantine"), ...filesIn(state)].map((path) => statSync(path).mode & 0o777);
  expect(modes).toEqual([0o700, 0o600]);
});

it("says so where nothing can be written", async () => {
  const state = folderWith({ quarantine: "a file" });
  expect(await openQuarantine(state).add(plugin(), failure)).toMatchObject({
    code: "QUARANTINE_UNWRITABLE",
    plugin: "Frail/one",
    path: expect.stringContaining(join(state, "quarantine", "frail-one-")),
  });
});

it("names files so that no id leads out of the folder or meets another", async () => {
  const state = folderWith();
  const ids = ["../../up", "a/b", "a-b", "a.b", "@scope/a", "x".repeat(128)];
  for (const id of ids) await openQuarantine(state).add(plugin(id), failure);
  expect(filesIn(state)).toHaveLength(ids.length);
  expect(readdirSync(state)).toEqual(["quarantine"]);
});

it("is whole while two processes put one plugin in and take it out", async () => {
  const state = folderWith();
  const frail = plugin();
  const script = `
    import { openQuarantine } from ${JSON.stringify(sourceFile("policy/quarantine.ts"))};
    const quarantine = openQuarantine(process.argv[2]);
    const candidate = ${JSON.stringify(frail)};
    for (let round = 0; round < 40; round += 1) {
      const unwritable = await quarantine.add(candidate, ${JSON.stringify(failure)});
      if (unwritable) throw new Error(unwritable.message);
      const record = quarantine.find(candidate);
      if (record && record.reason !== "register threw: no.") throw new Error(JSON.stringify(record));
      if (round % 4 === 3) quarantine.release(candidate.id);
    }
    await quarantine.add(candidate, ${JSON.stringify(failure)});`;
  mkdirSync(join(state, "quarantine"), { mode: 0o700 });
  await Promise.all([runScript(script, state), runScript(script, state)]);
  expect(filesIn(state)).toHaveLength(1);
  expect(openQuarantine(state).find(frail)?.reason).toBe("register threw: no.");
});

it.each([
  ["LOAD_FAILED", true],
  ["REGISTER_ASYNC", true],
  ["ON_LOAD_TIMEOUT", true],
  ["LOAD_REQUIREMENT_FAILED", false],
  ["OWNER_CONFLICT", false],
  ["PLUGIN_CONFIG_INVALID", false],
  ["SECRET_ENV_UNSET", false],
])("a failure with %s is the plugin's own: %s", (code, expected) => {
  expect(isOwnFailure([{ code, level: "error", message: "", help: "" }])).toBe(expected);
});
