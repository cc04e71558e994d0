// Programs read these answers: a member that goes, or changes its type, breaks them. New ones may come.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { shapeOf } from "./json-shape.js";
import { makeProject, speechCode, type Project } from "./project.js";
import { runMortise } from "./run.js";

/** A project with as much in it as answers can tell of: what runs, what fails, what is off, what is wrong. */
function richProject(): Project {
  const rich = {
    name: "Rich",
    version: "1.2.3",
    description: "Brings something of everything.",
    icon: "icon.svg",
    categories: ["media"],
    permissions: { net: ["api.example.com"], exec: true },
    provides: {
      speech: ["rich", "absent"],
      memory: ["rich"],
      commands: { time: { aliases: ["clock"] } },
      cli: { rich: { description: "Says hello.", usage: "rich [name]", hasSubcommands: true } },
      apis: { "orders@1.2.0": { description: "Takes orders.", isPublic: true } },
      channel: ["chat"],
    },
  };
  const keyed = {
    provides: { speech: ["keyed"], cli: { keyed: { description: "Needs a key." } } },
    configSchema: { type: "object", properties: { apiKey: { type: "string" } }, required: ["apiKey"] },
    setup: { env: { apiKey: "TEST_KEYED_KEY" } },
  };
  const strict = {
    configSchema: { type: "object", additionalProperties: false, properties: { speed: { type: "number" } } },
  };
  return makeProject(
    {
      gateway: { port: 1, hots: "::1" },
      plugins: {
        slots: { memory: "rich" },
        entries: { strict: { config: { sped: 1 } }, nobody: { enabled: true } },
        deny: ["off"],
      },
    },
    {
      rich: { manifest: rich, code: speechCode("rich") },
      keyed: { manifest: keyed, code: speechCode("keyed") },
      strict: { manifest: { ...strict, requires: { rich: "*" } }, code: speechCode("strict") },
      legacy: {
        manifest: { provides: { hooks: ["before_agent_start"] } },
        code: 'export default { id: "legacy", register(api) { api.on("before_agent_start", () => {}); } };',
      },
      broken: { manifest: "{ ", code: speechCode("broken") },
      failing: { manifest: {}, code: 'export default { id: "failing", register() { throw new Error("no"); } };' },
      off: { manifest: {}, code: speechCode("off") },
    },
  );
}

const report = (place: string) =>
  ["permissions", "aliases", "aliases.*", "config.env"].map((path) => `${place}${path}`);

/** Below which paths names stand that somebody gave. */
const maps: Readonly<Record<string, readonly string[]>> = {
  "plugins list": report("plugins[]."),
  "plugins inspect rich --runtime": report(""),
  "plugins inspect --all --runtime": report("plugins[]."),
  status: ["plugins"],
  "status --all": ["plugins", ...report("all[].")],
};

const pinned = JSON.parse(readFileSync(new URL("json-shapes.json", import.meta.url), "utf8")) as Readonly<
  Record<string, readonly string[]>
>;

describe("the JSON that mortise answers has these members, of these types [API-4]:", () => {
  it.each(Object.entries(pinned))("%s", async (command, lines) => {
    const project = richProject();
    const { stdout } = await runMortise([...command.split(" "), "--json"], { cwd: project.folder, env: project.env });
    expect(shapeOf(JSON.parse(stdout), maps[command])).toEqual(lines);
  });
});

describe("shapeOf", () => {
  it("tells types, members that may be absent, elements of lists, and names that somebody gave", () => {
    const value = {
      list: [{ a: 1 }, { a: null, b: "x" }],
      none: [],
      names: { x: true, y: false },
      deep: { c: [[1], ["x"]] },
    };
    expect(shapeOf(value, ["names"])).toEqual([
      "deep.c[][]: number | string",
      "list[].a: null | number",
      "list[].b?: string",
      "names.*: boolean",
      "none: empty list",
    ]);
  });
});
