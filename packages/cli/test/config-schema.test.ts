import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it, vi } from "vitest";
import {
  mergedConfigSchema,
  readControlPlane,
  readJsonText,
  readPointer,
  type JsonSchema,
} from "@mortise/core/catalog";
import { openClaw } from "@mortise/openclaw";
import { run } from "../src/program.js";
import { makeProject, type Project } from "./project.js";

const demo = fileURLToPath(new URL("../../../mortise.jsonc", import.meta.url));

/** What a validator makes of a config; `x-ui` is the one word in the schema that it does not know. */
function validatorOf(schema: JsonSchema) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  (addFormats as unknown as { default: (ajv: Ajv2020) => void }).default(ajv);
  const validate = ajv.compile(schema);
  return (config: unknown) => {
    validate(config);
    return [...new Set((validate.errors ?? []).map(({ instancePath }) => instancePath))];
  };
}

async function schemaOf(config: string): Promise<JsonSchema> {
  const { stdout, exitCode } = await run(["--config", config, "config", "schema"]);
  expect(exitCode).toBe(0);
  return JSON.parse(stdout) as JsonSchema;
}

async function schemaOfProject(project: Project): Promise<JsonSchema> {
  for (const [name, value] of Object.entries(project.env)) if (name !== "PATH") vi.stubEnv(name, value);
  try {
    return await schemaOf(project.config);
  } finally {
    vi.unstubAllEnvs();
  }
}

const talker = {
  manifest: {
    name: "Talker",
    description: "Talks.",
    legacyIds: ["speaker"],
    provides: {
      channel: {
        chat: {
          configSchema: {
            $schema: "http://json-schema.org/draft-07/schema#",
            type: "object",
            additionalProperties: false,
            definitions: { room: { type: "string", minLength: 2 } },
            properties: { token: { type: "string" }, rooms: { type: "array", items: { $ref: "#/definitions/room" } } },
            required: ["rooms"],
          },
          ui: { token: { label: "Token", sensitive: true } },
        },
      },
    },
    configSchema: {
      $id: "https://example.com/config",
      type: "object",
      additionalProperties: false,
      $defs: { pace: { $anchor: "pace", type: "number", maximum: 2 } },
      properties: { apiKey: { type: "string" }, pace: { $ref: "#pace" }, volume: { type: "integer", default: 5 } },
      required: ["apiKey", "volume"],
    },
    ui: { apiKey: { label: "API key", help: "From your account.", sensitive: true, group: "Access", order: 1 } },
    setup: { env: { apiKey: "TALKER_KEY" } },
  },
};

describe("mortise config schema [CFG-7]", () => {
  it("takes the config of the demo, and refuses it where something in it is wrong", async () => {
    const validate = validatorOf(await schemaOf(demo));
    const reading = readJsonText(readFileSync(demo, "utf8"));
    if (!reading.ok) throw new Error(reading.problem.reason);
    const written = reading.json.value as { plugins: { entries: object } };
    expect(validate(written)).toEqual([]);
    const withEntry = (id: string, entry: object) => ({
      ...written,
      plugins: { ...written.plugins, entries: { ...written.plugins.entries, [id]: entry } },
    });
    expect(validate(withEntry("clock", { config: { tickMs: "fast" } }))).toEqual([
      "/plugins/entries/clock/config/tickMs",
    ]);
    expect(validate(withEntry("clock", { enabld: true }))).toEqual(["/plugins/entries/clock"]);
    expect(validate(withEntry("unheard-of", { config: { any: 1 } }))).toEqual([]);
    expect(validate({ ...written, gateway: { port: "4000" } })).toEqual(["/gateway/port"]);
    expect(validate({ ...written, pluggins: {} })).toEqual([""]);
  });

  it("holds settings of plugins and channels against their schemas, whatever draft and names those use", async () => {
    const validate = validatorOf(await schemaOfProject(makeProject({}, { talker })));
    const config = (given: object) => ({ plugins: { entries: { talker: { config: given } } } });
    expect(validate(config({ pace: 1 }))).toEqual([]);
    expect(validate(config({ pace: 3 }))).toEqual(["/plugins/entries/talker/config/pace"]);
    expect(validate(config({ apiKey: 3 }))).toEqual(["/plugins/entries/talker/config/apiKey"]);
    expect(validate({ plugins: { entries: { speaker: { config: { pace: 3 } } } } })).toEqual([
      "/plugins/entries/speaker/config/pace",
    ]);
    expect(validate({ channels: { chat: { rooms: ["main"], enabled: false }, other: { any: 1 } } })).toEqual([]);
    expect(validate({ channels: { chat: { rooms: ["x"] } } })).toEqual(["/channels/chat/rooms/0"]);
    expect(validate({ channels: { chat: {} } })).toEqual(["/channels/chat"]);
  });

  it("lets secret references stand for strings, and for nothing else", async () => {
    const validate = validatorOf(await schemaOfProject(makeProject({}, { talker })));
    const withToken = (token: unknown) => ({ channels: { chat: { rooms: [], token } } });
    expect(validate(withToken({ $env: "TOKEN" }))).toEqual([]);
    expect(validate(withToken({ $file: "token.txt" }))).toEqual([]);
    expect(validate(withToken({ $env: "not a name" }))).toContain("/channels/chat/token/$env");
    expect(validate(withToken({ env: "TOKEN" }))).toContain("/channels/chat/token");
    const withPace = { plugins: { entries: { talker: { config: { pace: { $env: "PACE" } } } } } };
    expect(validate(withPace)).toEqual(["/plugins/entries/talker/config/pace"]);
    expect(validate({ gateway: { http: { token: { $env: "TOKEN" } } } })).toEqual([]);
    expect(validate({ gateway: { http: { token: "short" } } })).toContain("/gateway/http/token");
  });

  it("says at each property how it is shown, where editors and forms look for it", async () => {
    const schema = await schemaOfProject(makeProject({}, { talker }));
    const at = (...path: string[]) => path.reduce<unknown>((value, name) => Reflect.get(Object(value), name), schema);
    expect(at("$defs", "plugins.entries.talker.config", "properties", "apiKey")).toMatchObject({
      title: "API key",
      description: "From your account.",
      "x-ui": { label: "API key", help: "From your account.", sensitive: true, group: "Access", order: 1 },
    });
    expect(at("$defs", "channels.chat", "properties", "token")).toMatchObject({
      "x-ui": { label: "Token", sensitive: true },
    });
    expect(readPointer(schema, "/properties/plugins/properties/entries/properties/talker")).toMatchObject({
      title: "Talker",
      description: "Talks.",
    });
  });

  it("takes anything for a plugin whose schema is itself wrong, and holds the others", async () => {
    const broken = { manifest: { configSchema: { type: "objekt" } } };
    const lost = { manifest: { configSchema: { type: "object", properties: { a: { $ref: "#/nowhere" } } } } };
    const validate = validatorOf(await schemaOfProject(makeProject({}, { broken, lost, talker })));
    const entries = { broken: { config: { a: 1 } }, lost: { config: { a: 1 } }, talker: { config: { pace: 3 } } };
    expect(validate({ plugins: { entries } })).toEqual(["/plugins/entries/talker/config/pace"]);
  });

  it("is written to a file, whole or not at all", async () => {
    const project = makeProject({}, {});
    const out = project.at("schema.json");
    expect(await run(["--config", project.config, "config", "schema", "--out", out])).toMatchObject({
      stdout: `${out} was written.\n`,
      exitCode: 0,
    });
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({ title: "Mortise config" });
    const nowhere = project.at("no", "such", "folder.json");
    const { exitCode, stdout, stderr } = await run(["--config", project.config, "config", "schema", "--out", nowhere]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("CLI_OUT_UNWRITABLE");
    expect(readdirSync(project.folder)).not.toContain("no");
  });
});

const fixtures = process.env["MORTISE_FIXTURES"];
if (fixtures === undefined) {
  console.warn(
    "MORTISE_FIXTURES is not set: schemas of real manifests are not merged. Name the folder that holds openclaw/.",
  );
}

describe.skipIf(fixtures === undefined)("the schemas of published manifests [OC-4]", () => {
  const paths = ["bundled", "npm", "npm/*"].map((name) => join(fixtures ?? "", "openclaw", name, "*"));

  it("compile as one, and those of channels refuse a wrong value", async () => {
    const project = makeProject({}, {});
    const controlPlane = await readControlPlane({
      config: { plugins: { load: { paths } } },
      formats: openClaw(),
      folders: { cache: project.at("cache"), state: project.at("state") },
    });
    const schema = await mergedConfigSchema(controlPlane);
    const validate = validatorOf(schema);
    const { channels, plugins } = schema["properties"] as Record<string, { properties: Record<string, JsonSchema> }>;
    const entries = Object.keys(Object(readPointer(plugins, "/properties/entries/properties")));
    expect(entries.length).toBeGreaterThanOrEqual(29);
    const ids = Object.keys(channels?.properties ?? {});
    expect(ids).toContain("telegram");
    expect(existsSync(join(fixtures ?? "", "openclaw"))).toBe(true);
    const refused = ids.filter((id) => validate({ channels: { [id]: "wrong" } }).length > 0);
    expect(refused).toEqual(ids);
    expect(validate({ channels: { telegram: { botToken: { $env: "TOKEN" } } } })).toEqual([]);
    expect(validate({ channels: { telegram: { botToken: 7 } } })).toEqual(["/channels/telegram/botToken"]);
    const anything = Object.values(Object(schema["$defs"])).filter((each) => Object.hasOwn(each as object, "$comment"));
    expect(anything).toEqual([]);
  }, 120_000);
});
