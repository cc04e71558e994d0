import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundleScript, sourceFile } from "../test/child.js";
import { below, notes, pluginFiles } from "../test/discovery.js";
import { folderWith, writeFiles, type Files } from "../test/folder.js";
import { readControlPlane, type ControlPlane, type ControlPlaneOptions } from "./control-plane.js";
import { reportPlugins } from "./reporting/plugin-report.js";

/** Folders of a host's own, so that nothing of this machine's user plays a part. */
const ownFolders = (folder: string) => ({
  state: join(folder, "state"),
  cache: join(folder, "cache"),
  globalPlugins: join(folder, "global"),
});

function readIn(
  folder: string,
  options: ControlPlaneOptions = {},
  checking?: "recall" | "check",
): Promise<ControlPlane> {
  return readControlPlane(
    { cwd: folder, env: {}, folders: ownFolders(folder), roots: { bundled: [join(folder, "bundled")] }, ...options },
    checking,
  );
}

const states = ({ plugins }: ControlPlane) =>
  plugins.map(({ decision: { candidate, reason, enabled } }) => `${candidate.id} ${enabled ? "on" : "off"} ${reason}`);
const plugins = (traits: Readonly<Record<string, object>>): Files =>
  Object.assign(
    {},
    ...Object.entries(traits).map(([id, fields]) =>
      below(`bundled/${id}`, pluginFiles(id, { enabledByDefault: true, ...fields })),
    ),
  );

const keyed = {
  configSchema: {
    type: "object",
    properties: { apiKey: { type: "string" }, speed: { type: "number" } },
    required: ["apiKey"],
    additionalProperties: false,
  },
};

describe("a config with a fault of every kind [CFG-2]", () => {
  const config = `{
  // every fault is said, the rest works
  "plugins": {
    "allow": ["sound", "keyless", "mistyped", "misspelt", "badref", "unset", "gone", "blocked"],
    "entries": {
      "sound": { "enabled": true, "config": { "apiKey": { "$env": "SOUND_KEY" } } },
      "mistyped": { "config": { "apiKey": "k", "speed": "fast" } },
      "misspelt": { "config": { "apikey": "sk-misspelt" } },
      "badref": { "config": { "apiKey": { "$evn": "X" } } },
      "unset": { "config": { "apiKey": { "$env": "NOT_SET" } } },
    },
    "orders": {},
  },
}`;
  const files = {
    ...plugins({
      sound: keyed,
      keyless: { ...keyed, setup: { env: { apiKey: "KEYLESS_KEY" } } },
      mistyped: keyed,
      misspelt: keyed,
      badref: keyed,
      unset: keyed,
    }),
    "bundled/blocked/mortise.plugin.json": { id: "blocked" },
    "bundled/blocked/package.json": { mortise: { entry: "../escape.js" } },
    "mortise.jsonc": config,
  };

  it("says each with its place, what was expected, what was found, and what to do", async () => {
    const controlPlane = await readIn(folderWith(files), { env: { SOUND_KEY: "sk-sound-value" } });
    expect(states(controlPlane)).toEqual([
      "badref off config-invalid",
      "blocked off blocked",
      "keyless off config-missing",
      "misspelt off config-invalid",
      "mistyped off config-invalid",
      "sound on enabled-in-config",
      "unset off secret-unavailable",
    ]);
    const said = controlPlane.diagnostics.map(
      ({ code, line, plugin = "-", message, help }) => `${code} ${plugin} ${line ?? "-"}: ${message} ${help}`,
    );
    const expected: readonly [string, ...string[]][] = [
      ["CONFIG_UNKNOWN_KEY - 12", '"orders"', 'Did you mean "order"?', 'read as "order"'],
      ["CONFIG_PLUGIN_UNKNOWN gone 4", '"gone"', "Install the plugin"],
      ["CONFIG_PLUGIN_BLOCKED blocked 4", "a safety gate blocked it"],
      ["ENTRY_ESCAPES blocked -", "../escape.js"],
      ["PLUGIN_CONFIG_MISSING keyless 5", '"apiKey" (a string)', "KEYLESS_KEY"],
      ["PLUGIN_CONFIG_INVALID mistyped 7", "expected a number", 'found the string "fast"', ".config.speed"],
      ["PLUGIN_CONFIG_UNKNOWN_KEY misspelt 8", '"apikey"', 'Did you mean "apiKey"?'],
      ["PLUGIN_CONFIG_MISSING misspelt 8", '"apiKey"'],
      ["SECRET_REF_INVALID badref 9", '"$evn"', 'Did you mean "$env"?'],
      ["SECRET_ENV_UNSET unset 10", "NOT_SET"],
    ];
    for (const [head, ...parts] of expected) {
      const line = said.find((line) => line.startsWith(head));
      for (const part of parts) expect(line).toContain(part);
    }
    expect(said).toHaveLength(expected.length);
    expect(JSON.stringify(controlPlane.diagnostics)).not.toMatch(/sk-/);
  });

  it("answers every question all the same", async () => {
    const controlPlane = await readIn(folderWith(files), { env: { SOUND_KEY: "sk-sound-value" } });
    expect(controlPlane.order.map(({ id }) => id)).toEqual(["sound"]);
    expect(controlPlane.plan("startup")).toMatchObject({ entries: [], trigger: { kind: "startup" } });
    expect(controlPlane.plan("strtup")).toMatchObject({ code: "TRIGGER_INVALID" });
    expect(controlPlane.plan({ kind: "tool", name: "x" })).toMatchObject({ entries: [] });
  });
});

it("a config that cannot be read lets nothing run, and everything is still told", async () => {
  for (const text of ["{", "[]", '{"plugins": {"deny": {}}}', '{"plugin": {}}']) {
    const controlPlane = await readIn(folderWith({ ...plugins({ a: {} }), "mortise.jsonc": text }));
    expect(states(controlPlane)).toEqual(["a off plugins-disabled"]);
    expect(controlPlane.diagnostics[0]?.code).toMatch(/^CONFIG_/);
  }
});

it("nothing of a plugin is ever run [CAT-5]", async () => {
  const folder = folderWith();
  const trap = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(join(folder, "sprung"))}, ""); throw new Error();`;
  const files = {
    ...plugins({ trap: { ...keyed, provides: { speech: ["trap"] } } }),
    "bundled/trap/index.js": trap,
    "loose.js": trap,
  };
  const sprung = folderWith({
    ...files,
    "mortise.jsonc": { plugins: { load: { paths: ["loose.js"] }, entries: { trap: { config: { apiKey: "x" } } } } },
  });
  const controlPlane = await readIn(sprung);
  expect(states(controlPlane)).toEqual(["loose on configured-path", "trap on bundled-default"]);
  expect(controlPlane.plan("provider:trap")).toMatchObject({ entries: [{ plugin: "trap" }] });
  expect(controlPlane.plan("startup")).toMatchObject({ entries: [{ plugin: "loose" }] });
  expect(existsSync(join(folder, "sprung"))).toBe(false);
});

it("plugins are found in every root, in order of precedence, and the folders may be chosen [CAT-1]", async () => {
  const named = (id: string) => pluginFiles(id);
  const folder = folderWith({
    ...below(".mortise/plugins/near", named("near")),
    ...below("global/far", named("far")),
    ...below("bundled/own", named("own")),
    ...below("extra/one", named("one")),
    ...below("extra/group/two", named("two")),
    ...below("extra/node_modules/three", named("three")),
    "mortise.jsonc": { plugins: { load: { paths: ["extra/**", "absent/*"] } } },
  });
  symlinkSync("..", join(folder, "extra/circle"));
  const controlPlane = await readIn(folder);
  expect(controlPlane.plugins.map(({ decision: { candidate } }) => `${candidate.origin} ${candidate.id}`)).toEqual([
    "config two",
    "config one",
    "workspace near",
    "global far",
    "bundled own",
  ]);
  expect(notes(controlPlane.diagnostics)).toEqual(["warning PATH_NOT_FOUND /plugins/load/paths/1"]);
  expect(controlPlane.diagnostics[0]).toMatchObject({ path: join(folder, "mortise.jsonc"), line: 6 });
  expect((await readIn(folder, { folders: { cache: "relative" } })).folders.cache).toBe(
    join(process.cwd(), "relative"),
  );
});

it("the order that things were made in changes nothing [CAT-2]", async () => {
  const traits = { b: { provides: { speech: ["x"] } }, a: { after: ["c"] }, c: {}, d: { requires: { e: "*" } } };
  const config = { "mortise.jsonc": { plugins: { entries: { c: { enabled: false } }, allow: ["d", "c", "b", "a"] } } };
  const listing = async (names: readonly string[]) => {
    const folder = folderWith(config);
    for (const name of names) mkdirSync(join(folder, "bundled", name), { recursive: true });
    const files = plugins(Object.fromEntries(names.map((name) => [name, traits[name as keyof typeof traits]])));
    writeFiles(folder, files);
    const controlPlane = await readIn(folder);
    return JSON.parse(
      JSON.stringify([states(controlPlane), controlPlane.order, controlPlane.diagnostics]).replaceAll(folder, ""),
    ) as unknown;
  };
  const names = Object.keys(traits);
  expect(await listing(names)).toEqual(await listing(names.toReversed()));
});

describe("checking [VAL-3]", () => {
  const files = {
    ...plugins({ a: keyed, b: {} }),
    "mortise.jsonc": { plugins: { entries: { a: { config: { apiKey: { $env: "A_KEY" } } } } } },
  };
  const options = { env: { A_KEY: "sk-a-value" } };
  const stateOf = ({ plugins }: ControlPlane) => plugins.map(({ config }) => config?.state);

  it("is remembered, and recalled without being done anew", async () => {
    const folder = folderWith(files);
    expect(stateOf(await readIn(folder, options, "recall"))).toEqual(["unchecked", "valid"]);
    expect(existsSync(join(folder, "cache"))).toBe(false);
    expect(stateOf(await readIn(folder, options, "check"))).toEqual(["valid", "valid"]);
    expect(readdirSync(join(folder, "cache"))).toEqual(["config-verdicts.json"]);
    const recalled = await readIn(folder, options, "recall");
    expect(stateOf(recalled)).toEqual(["valid", "valid"]);
    expect(recalled.checks.redactor.text("sk-a-value")).toBe("[redacted]");
    expect(states(await readIn(folder, {}, "recall"))).toEqual(["a off secret-unavailable", "b on bundled-default"]);
  });

  it("is not in the way where the cache cannot be written", async () => {
    const folder = folderWith({ ...files, cache: "taken" });
    const controlPlane = await readIn(folder, options);
    expect(stateOf(controlPlane)).toEqual(["valid", "valid"]);
    expect(notes(controlPlane.diagnostics)).toEqual(["advisory CONFIG_CACHE_UNWRITABLE"]);
  });

  it("imports the referee only for a pair that is new, and no glob where there is none", async () => {
    const folder = folderWith(files);
    const script = `
      import Module from "node:module";
      import { readControlPlane } from ${JSON.stringify(sourceFile("control-plane.ts"))};
      const [, , folder, checking] = process.argv;
      const folders = { cache: folder + "/cache", globalPlugins: folder + "/global" };
      const { plugins } = await readControlPlane({ cwd: folder, env: { A_KEY: "k" }, folders, roots: { bundled: [folder + "/bundled"] } }, checking);
      const loaded = Object.keys((Module as unknown as { _cache: object })._cache).join();
      console.log(plugins.map(({ config }) => config?.state).join(), ["ajv", "fast-glob"].filter((name) => loaded.includes("/" + name + "/")).join());
    `;
    const run = await bundleScript(script);
    expect(await run(folder, "recall")).toBe("unchecked,valid \n");
    expect(await run(folder, "check")).toBe("valid,valid ajv\n");
    expect(await run(folder, "check")).toBe("valid,valid \n");
    expect(await run(folder, "recall")).toBe("valid,valid \n");
  });
});

describe("what the config says of plugins by other words than their id", () => {
  const files = plugins({
    keeper: { provides: { memory: ["keeper"] } },
    spare: { provides: { memory: ["spare"] } },
    talker: { enabledByDefault: false, provides: { speech: ["talker"] }, legacyIds: ["chatter"] },
    poet: { enabledByDefault: false, provides: { "text-inference": ["poet"] } },
    rival: { conflicts: { spare: "*" } },
    needy: { requires: { needed: "*" } },
    needed: { requires: { gone: "^1" } },
  });

  it("decides slots, mentions, legacy ids, conflicts and requirements, and says so", async () => {
    const controlPlane = await readIn(folderWith(files), {
      config: {
        plugins: { slots: { "memory.capture": "spare" }, entries: { chatter: { enabled: true } } },
        models: { default: "poet" },
      },
      sections: ["models"],
      mentions: ({ sections }) => [
        { trigger: `provider:${(sections["models"] as { default: string }).default}`, pointer: "/models/default" },
      ],
    });
    expect(states(controlPlane)).toEqual([
      "keeper on bundled-default",
      "needed off requirement-missing",
      "needy off requirement-missing",
      "poet on config-mentions",
      "rival on bundled-default",
      "spare off conflict",
      "talker on enabled-in-config",
    ]);
    expect(Object.fromEntries(controlPlane.slots)).toEqual({
      memory: "keeper",
      "memory.recall": "keeper",
      "memory.capture": "spare",
    });
    const said = new Map(controlPlane.diagnostics.map(({ code, plugin, message }) => [`${code} ${plugin}`, message]));
    expect([...said.keys()].toSorted()).toEqual([
      "CONFIG_PLUGIN_LEGACY_ID talker",
      "CONFIG_SLOT_IDLE spare",
      "PLUGIN_CONFLICT spare",
      "REQUIREMENT_MISSING needed",
      "REQUIREMENT_MISSING needy",
    ]);
    expect(said.get("REQUIREMENT_MISSING needy")).toContain(
      "needy requires needed, needed requires gone, gone was not found",
    );
    const reports = reportPlugins(controlPlane);
    const poet = reports.find(({ id }) => id === "poet");
    expect(poet?.reasonText).toBe("the config mentions something that it owns: provider:poet at /models/default");
    expect(reports.find(({ id }) => id === "spare")?.status).toBe("kept-out");
  });

  it("gives the ids of a plan alone, in load order, and says of what is no trigger that it is none", async () => {
    const controlPlane = await readIn(folderWith(files), { config: { plugins: { deny: ["rival"] } } });
    expect(controlPlane.planIds("capability:memory")).toEqual(["keeper"]);
    expect(controlPlane.planIds({ kind: "startup" })).toEqual([]);
    expect(controlPlane.planIds("capabilty:memory")).toMatchObject({ code: "TRIGGER_INVALID" });
  });
});
