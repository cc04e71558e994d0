// Broken plugins, loaded side by side. The folder is not part of this repository: MORTISE_FIXTURES names it.
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHost, type Host } from "@mortise/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { openClaw } from "../src/index.js";
import type { Compat } from "../src/subject.js";
import { writePlugin } from "./plugin-folder.js";

const given = process.env["MORTISE_FIXTURES"];
const invalid = given === undefined ? "" : join(given, "openclaw", "invalid");
if (given === undefined) {
  console.warn(
    "MORTISE_FIXTURES is not set: broken OpenClaw plugins are not loaded. Name the folder that holds openclaw/.",
  );
}

/** A host with every broken plugin and a sound one, all of which were asked for. */
async function hostOfAll(compat: Compat): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), "openclaw-invalid-"));
  const roots = readdirSync(invalid).map((name) => {
    const root = join(folder, "plugins", name);
    cpSync(join(invalid, name), root, { recursive: true });
    return root;
  });
  // What 12 would reach if it could leave its folder: running it would be seen.
  writeFileSync(join(folder, "plugins", "12-entry-escapes-root-outside.js"), "globalThis.escaped = true;");
  const sound = writePlugin({
    "openclaw.plugin.json": { id: "sound", configSchema: { type: "object" } },
    "index.mjs": "export default (api) => api.registerCommand({ name: 'well', handler: () => ({ text: 'yes' }) });",
    "package.json": { name: "sound", openclaw: { extensions: ["./index.mjs"] } },
  });
  const host = await createHost({
    config: { plugins: { load: { paths: [...roots, sound] } } },
    cwd: folder,
    env: {},
    formats: openClaw({ compat }),
    folders: {
      state: join(folder, "state"),
      cache: join(folder, "cache"),
      globalPlugins: join(folder, "global"),
      workspacePlugins: join(folder, "workspace"),
    },
    log: () => {},
  });
  onTestFinished(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await host.load(host.controlPlane.order.map(({ id }) => id));
  return host;
}

/** What becomes of a broken plugin. */
interface Outcome {
  /** Its id; undefined where it is no plugin at all. */
  readonly id: string | undefined;
  /** The phase that keeps it out, or `runs`. */
  readonly phase: "read" | "blocked" | "config" | "load" | "runs";
  /** What is said of it, in any order, and nothing else: level, code, and what the text must have. */
  readonly says: readonly RegExp[];
}

const row = (id: string | undefined, phase: Outcome["phase"], ...says: readonly RegExp[]): Outcome => ({
  id,
  phase,
  says,
});

const lacks = (key: string) => new RegExp(`^error MANIFEST_KEY_MISSING: .*lacks "${key}"`);
const unknownKey = (key: string) => new RegExp(`^advisory MANIFEST_UNKNOWN_KEY: .*"${key}"`);

/** The table of the fixtures' README, row by row. */
const outcomes: Readonly<Record<string, Outcome>> = {
  "01-no-manifest": row(undefined, "read"),
  "02-no-id-no-schema": row(
    "02-no-id-no-schema",
    "read",
    lacks("id"),
    lacks("configSchema"),
    unknownKey("displayName"),
    unknownKey("install"),
  ),
  "03-no-configSchema": row("neg-03", "read", lacks("configSchema")),
  "04-schema-is-bare-property-map": row(
    "neg-04",
    "runs",
    /^warning PLUGIN_SCHEMA_EMPTY: .*no JSON Schema keyword.* Wrap the keys in "properties"/,
    unknownKey("entryPoint"),
    unknownKey("required"),
    /^advisory PLUGIN_SCHEMA_KEYWORD: .*"servers"/,
    /^advisory PLUGIN_SCHEMA_KEYWORD: .*"timeoutMs"/,
  ),
  "05-unknown-category": row(
    "neg-05",
    "runs",
    /^warning OPENCLAW_CATEGORIES_INVALID: .*"communication".*inbox-collaboration/,
  ),
  "06-unknown-kind": row("neg-06", "runs", /^warning OPENCLAW_KIND_UNKNOWN: .*"extension".*ignored/),
  "07-json5-comments": row("neg-07", "runs"),
  "08-broken-json": row("08-broken-json", "read", /^error MANIFEST_SYNTAX: .* at 2:1$/),
  "09-manifest-is-array": row("09-manifest-is-array", "read", /^error MANIFEST_NOT_OBJECT: .*object; an array/),
  "10-id-mismatch": row("neg-10", "load", /^error LOAD_ID_MISMATCH: .*"neg-10".*"something-else"/),
  "11-entry-not-shipped": row(
    "neg-11",
    "load",
    /^warning ENTRY_NOT_FOUND: .*\.\/dist\/index\.js.*without being built/,
    /^error ENTRY_NOT_FOUND: .*\.\/dist\/index\.js.*without being built/,
  ),
  "12-entry-escapes-root": row("neg-12", "blocked", /^error ENTRY_ESCAPES: .*outside the plugin's folder/),
  "13-runtimeExtensions-missing": row(
    "neg-13",
    "load",
    /^warning OPENCLAW_RUNTIME_ENTRY_MISSING: .*\.\/dist\/index\.js/,
    /^error OPENCLAW_RUNTIME_ENTRY_MISSING: .*\.\/dist\/index\.js/,
  ),
  "14-extensions-not-array": row("neg-14", "read", /^error PACKAGE_INVALID: .*expected an array/),
  "15-throws-in-register": row(
    "neg-15",
    "load",
    /^error OPENCLAW_MEMBER_REMOVED: .*registerHttpHandler was removed.*registerHttpRoute/,
  ),
  "16-async-register": row(
    "neg-16",
    "load",
    /^error REGISTER_ASYNC: .*must be synchronous/,
    /^error REGISTER_LATE: .*registerTool.*refused/,
  ),
  "17-no-default-export": row("neg-17", "load", /^error LOAD_NO_PLUGIN: .*no default export.*"plugin" looks like one/),
  "18-required-config": row("neg-18", "config", /^error PLUGIN_CONFIG_MISSING: .*"apiKey"/),
  "19-channelConfigs-without-schema": row(
    "neg-19",
    "runs",
    /^warning OPENCLAW_CHANNEL_SCHEMA_MISSING: .*"neg19chat"/,
    /^advisory REGISTER_ABSENT: .*"neg19chat"/,
  ),
  "20-python-entry": row(
    "neg-20",
    "read",
    /^error ENTRY_MISSING: .*no JavaScript or TypeScript entry.*main\.py/,
    unknownKey("entry"),
  ),
  "21-cjs-double-default": row("neg-21", "runs"),
  "22-esm-syntax-without-type-module": row("neg-22", "runs"),
  "23-schema-does-not-compile": row(
    "neg-23",
    "config",
    /^error PLUGIN_SCHEMA_INVALID\b.*\/configSchema\/properties\/a\/type/,
  ),
  "24-manifest-over-256KiB": row("neg-24", "blocked", /^error MANIFEST_TOO_LARGE: .*262289 bytes.*262144/),
};

/** What is different where manifests are read strictly. */
const strictOutcomes: typeof outcomes = {
  ...outcomes,
  "05-unknown-category": row(
    "neg-05",
    "read",
    /^error OPENCLAW_CATEGORIES_INVALID: .*"communication".*inbox-collaboration/,
  ),
};

/** Everything that is said of a plugin, as text. */
function saidOf(host: Host, id: string): readonly string[] {
  return host.diagnostics.all
    .filter(({ plugin }) => plugin === id)
    .map(({ level, code, line, column, pointer = "", message, help }) => {
      const place = line === undefined ? "" : ` at ${line}:${column ?? 0}`;
      return `${level} ${code}: ${message} ${help} ${pointer}${place}`;
    });
}

/** Where a plugin came to its end. */
function phaseOf(host: Host, id: string): Outcome["phase"] {
  const state = host.controlPlane.plugins.find(({ decision }) => decision.candidate.id === id);
  if (!state) throw new Error(`nobody found ${id}`);
  const { candidate, enabled } = state.decision;
  if (candidate.status === "blocked") return "blocked";
  if (candidate.status === "invalid") return "read";
  if (!enabled) return "config";
  return host.registry.instances.has(id) ? "runs" : "load";
}

describe.skipIf(given === undefined)("broken plugins beside one another", () => {
  it.each([
    ["lenient", outcomes],
    ["strict", strictOutcomes],
  ] as const)("%s: each comes to what the fixtures say, and touches no other [OC-4]", async (compat, expected) => {
    const host = await hostOfAll(compat);
    expect(Object.keys(expected).toSorted()).toEqual(readdirSync(invalid).toSorted());
    for (const [folder, { id, phase, says }] of Object.entries(expected)) {
      if (id === undefined) continue;
      const said = saidOf(host, id);
      expect.soft(phaseOf(host, id), folder).toBe(phase);
      expect
        .soft(
          said.filter((text) => !says.some((pattern) => pattern.test(text))),
          folder,
        )
        .toEqual([]);
      expect
        .soft(
          says.filter((pattern) => !said.some((text) => pattern.test(text))),
          folder,
        )
        .toEqual([]);
    }
    expect(saidOf(host, "sound")).toEqual([]);
    expect([...host.registry.contributions()].map(({ kind, id, plugin }) => `${kind}:${id} ${plugin}`)).toEqual([
      "command:well sound",
    ]);
    expect(Reflect.has(globalThis, "escaped")).toBe(false);
  });

  it("01: what is no plugin is said of its package", async () => {
    const host = await hostOfAll("lenient");
    const nobodys = host.diagnostics.all.filter(({ plugin }) => plugin === undefined);
    expect(nobodys).toMatchObject([
      { code: "MANIFEST_MISSING", pointer: "/openclaw", path: expect.stringContaining("01-no-manifest") as string },
    ]);
  });
});
