// Real manifests, read through core's discovery. The folder is not part of this repository: MORTISE_FIXTURES names it.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkSection } from "@mortise/core";
import { readPointer, type Candidate, type Diagnostic, type JsonSchema } from "@mortise/core/catalog";
import { describe, expect, it } from "vitest";
import { parseManifest } from "../src/parse.js";
import { heldOf, partsOf } from "./held.js";
import { discoverFolder, manifestOf, notesOf, type Circumstances } from "./plugin-folder.js";

const given = process.env["MORTISE_FIXTURES"];
const fixtures = given === undefined ? "" : join(given, "openclaw");
if (given === undefined) {
  console.warn(
    "MORTISE_FIXTURES is not set: real OpenClaw manifests are not read. Name the folder that holds openclaw/.",
  );
}

/** The folders below `folder` that hold a package.json or a manifest. */
function pluginFolders(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return name.startsWith("@") ? pluginFolders(path) : [path];
  });
}

const foldersBelow = (name: string) => (given === undefined ? [] : pluginFolders(join(fixtures, name)));

const errorsOf = (diagnostics: readonly Diagnostic[]) => diagnostics.filter(({ level }) => level === "error");

function readFixture(name: string, circumstances?: Circumstances): Candidate {
  const [candidate, ...others] = discoverFolder(join(fixtures, "invalid", name), circumstances).candidates;
  if (!candidate || others.length > 0) throw new Error(`${name}: expected one candidate`);
  return candidate;
}

describe.skipIf(given === undefined)("published and bundled manifests [OC-4]", () => {
  const folders = ["npm", "bundled"].flatMap(foldersBelow);
  const manifests = folders.filter((folder) => existsSync(join(folder, "openclaw.plugin.json")));

  it("are there", () => expect(manifests.length).toBeGreaterThanOrEqual(29));

  it.each(manifests)("%s is read without an error, and nothing of it is lost", (folder) => {
    for (const compat of ["lenient", "strict"] as const) {
      const { candidates, diagnostics } = discoverFolder(folder, { compat });
      expect(diagnostics).toEqual([]);
      const [candidate] = candidates as [Candidate];
      expect(candidate.status).toBe("ready");
      expect(errorsOf(candidate.diagnostics)).toEqual([]);
      const reading = parseManifest(readFileSync(join(folder, "openclaw.plugin.json"), "utf8"));
      const written = (reading.ok ? reading.json.value : {}) as Readonly<Record<string, unknown>>;
      const manifest = manifestOf(candidate);
      for (const [key, value] of Object.entries(written)) {
        expect.soft(heldOf(key, value, manifest), key).toEqual(value);
      }
      for (const [pointer, value] of partsOf(written)) {
        expect.soft(readPointer(manifest, pointer), pointer).toEqual(value);
      }
    }
  });

  it("have channels, models, tools, groups and secrets among them, which are looked into", () => {
    const pointers = manifests.flatMap((folder) => {
      const reading = parseManifest(readFileSync(join(folder, "openclaw.plugin.json"), "utf8"));
      return [...partsOf((reading.ok ? reading.json.value : {}) as Readonly<Record<string, unknown>>).keys()];
    });
    for (const kind of ["channel", "text-inference", "cli-backend", "tools", "media-understanding"]) {
      expect(
        pointers.some((pointer) => pointer.startsWith(`/provides/${kind}/`)),
        kind,
      ).toBe(true);
    }
    for (const member of ["label", "group", "sensitive"]) {
      expect(
        pointers.some((pointer) => pointer.startsWith("/ui/") && pointer.endsWith(`/${member}`)),
        member,
      ).toBe(true);
    }
  });

  it("of which one package has none", () => {
    const { candidates, diagnostics } = discoverFolder(join(fixtures, "npm", "clawmarket"));
    expect(candidates).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: "MANIFEST_MISSING", pointer: "/openclaw" }]);
  });
});

/** A value that is not of the type that a schema names. */
function misfitFor({ type }: JsonSchema): unknown {
  if (typeof type !== "string") return undefined;
  return type === "number" || type === "integer" ? "seven" : 7;
}

describe.skipIf(given === undefined)("channel config schemas", () => {
  const channels = ["npm", "bundled"]
    .flatMap(foldersBelow)
    .flatMap((folder) =>
      discoverFolder(folder).candidates.flatMap(({ manifest }) =>
        Object.entries(manifest?.provides["channel"] ?? {}).flatMap(([id, { configSchema }]) =>
          configSchema === undefined ? [] : [[id, configSchema as JsonSchema] as const],
        ),
      ),
    );
  const check = (id: string, schema: JsonSchema, value: unknown) =>
    checkSection(schema, value, {
      pointer: `/channels/${id}`,
      what: `the channel "${id}"`,
      consequence: "The channel is not started.",
      place: (pointer) => ({ pointer }),
    });

  it("are there, the largest with more than 25 KB", () => {
    expect(channels.map(([id]) => id).toSorted()).toEqual(["a2a", "synology-chat", "telegram"]);
    expect(Math.max(...channels.map(([, schema]) => JSON.stringify(schema).length))).toBeGreaterThan(25_000);
  });

  it.each(channels)("%s: compiles, and refuses every value of a wrong type at its place", async (id, schema) => {
    expect(await check(id, schema, {})).toMatchObject({ status: "valid", diagnostics: [] });
    expect((await check(id, schema, 7)).status).toBe("invalid");
    const properties = Object.entries(schema["properties"] as Readonly<Record<string, JsonSchema>>);
    const misfits = properties.flatMap(([key, inner]) => {
      const misfit = misfitFor(inner);
      return misfit === undefined ? [] : [[key, misfit] as const];
    });
    expect(misfits.length).toBeGreaterThan(1);
    const { status, diagnostics } = await check(id, schema, Object.fromEntries(misfits));
    const found = new Set(diagnostics.map(({ code, pointer }) => `${code} ${pointer}`));
    expect(status).toBe("invalid");
    expect([...found].toSorted()).toEqual(
      misfits.map(([key]) => `CONFIG_INVALID_VALUE /channels/${id}/${key}`).toSorted(),
    );
  });

  it("take a secret by reference where they ask for text", async () => {
    const [, telegram = {}] = channels.find(([id]) => id === "telegram") ?? [];
    const section = { botToken: { $env: "TELEGRAM_BOT_TOKEN" } };
    expect(await check("telegram", telegram, section)).toMatchObject({ status: "valid", secrets: ["/botToken"] });
  });
});

describe.skipIf(given === undefined)("broken manifests", () => {
  it("01: a package with an openclaw block and no manifest", () => {
    const { candidates, diagnostics } = discoverFolder(join(fixtures, "invalid", "01-no-manifest"));
    expect(candidates).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: "MANIFEST_MISSING", pointer: "/openclaw" }]);
  });

  it.each([
    ["02-no-id-no-schema", ["error MANIFEST_KEY_MISSING", "error MANIFEST_KEY_MISSING"]],
    ["03-no-configSchema", ["error MANIFEST_KEY_MISSING"]],
    ["08-broken-json", ["error MANIFEST_SYNTAX"]],
    ["09-manifest-is-array", ["error MANIFEST_NOT_OBJECT"]],
    ["12-entry-escapes-root", ["error ENTRY_ESCAPES"]],
    ["14-extensions-not-array", ["error PACKAGE_INVALID /openclaw/extensions"]],
    ["20-python-entry", ["error ENTRY_MISSING"]],
    ["24-manifest-over-256KiB", ["error MANIFEST_TOO_LARGE"]],
  ])("%s is kept out", (name, expected) => {
    const candidate = readFixture(name);
    expect(candidate.status).toBe(/^(?:12|24)/.test(name) ? "blocked" : "invalid");
    expect(candidate.id).toBe(/^(?:02|08|09)/.test(name) ? name : `neg-${name.slice(0, 2)}`);
    expect(notesOf(candidate).filter((note) => note.startsWith("error"))).toEqual(expected);
  });

  it("08: has line and column, 09: names the array, 24: both sizes", () => {
    expect(readFixture("08-broken-json").diagnostics[0]).toMatchObject({ line: 2, column: 1 });
    expect(readFixture("09-manifest-is-array").diagnostics[0]?.message).toContain("an array");
    expect(readFixture("24-manifest-over-256KiB").diagnostics[0]?.message).toMatch(/\d{6} bytes.*262144/);
  });

  it.each([
    [
      "04-schema-is-bare-property-map",
      [
        "warning PLUGIN_SCHEMA_EMPTY /configSchema",
        "advisory MANIFEST_UNKNOWN_KEY /entryPoint",
        "advisory MANIFEST_UNKNOWN_KEY /required",
      ],
    ],
    ["05-unknown-category", ["warning OPENCLAW_CATEGORIES_INVALID /categories/0"]],
    ["06-unknown-kind", ["warning OPENCLAW_KIND_UNKNOWN /kind"]],
    ["07-json5-comments", []],
    ["11-entry-not-shipped", ["warning ENTRY_NOT_FOUND"]],
    ["13-runtimeExtensions-missing", ["warning OPENCLAW_RUNTIME_ENTRY_MISSING /openclaw/runtimeExtensions"]],
    ["19-channelConfigs-without-schema", ["warning OPENCLAW_CHANNEL_SCHEMA_MISSING /channelConfigs/neg19chat"]],
  ])("%s is accepted", (name, expected) => {
    const candidate = readFixture(name);
    expect(candidate.status).toBe("ready");
    expect(notesOf(candidate)).toEqual(expected);
  });

  it("05: is refused strictly, naming the known categories", () => {
    const candidate = readFixture("05-unknown-category", { compat: "strict" });
    expect(candidate.status).toBe("invalid");
    expect(candidate.diagnostics[0]).toMatchObject({
      level: "error",
      help: expect.stringContaining("inbox-collaboration") as string,
    });
  });

  it("what is wrong only later is read without a note", () => {
    for (const folder of foldersBelow("invalid").filter((path) => /\/(?:10|15|16|17|18|21|22|23)-/.test(path))) {
      const [candidate] = discoverFolder(folder).candidates as [Candidate];
      expect([candidate.status, ...notesOf(candidate)], folder).toEqual(["ready"]);
      expect(candidate.entry, folder).toBeDefined();
    }
  });
});
