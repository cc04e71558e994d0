// Bundles that were not made with good will, or not with care: each layout, on real files.
import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { markdown, readBundle, readBundleAt } from "../../test/bundle-folder.js";
import { manifestOf, notesOf, writePlugin, type Files } from "../../test/plugin-folder.js";

const agentSchema = "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json";

/** Each layout: its manifest, where there is one, and its file of MCP servers. */
const layouts = [
  { format: "bundle-codex", manifest: ".codex-plugin/plugin.json", servers: ".mcp.json" },
  { format: "bundle-cursor", manifest: ".cursor-plugin/plugin.json", servers: "mcp.json" },
  { format: "bundle-claude", manifest: ".claude-plugin/plugin.json", servers: ".mcp.json" },
  { format: "bundle-agent", manifest: "plugin.json", servers: "mcp.json" },
  { format: "bundle-claude", manifest: undefined, servers: ".mcp.json" },
];

const fields = { $schema: agentSchema, name: "acme" };
const good = { "skills/good/SKILL.md": markdown({ description: "Good." }) };
const skill = { good: { path: "skills/good", description: "Good." } };

describe.each(layouts)("$format by $manifest [OC-6]", ({ format, manifest, servers }) => {
  const filesWith = (files: Files): Files => ({ ...(manifest && { [manifest]: fields }), ...good, ...files });

  it("has nothing from outside its folder", async () => {
    const root = writePlugin(
      filesWith({ "../secret.json": { a: { command: "stolen" } }, "../far/SKILL.md": "stolen" }),
    );
    symlinkSync("../secret.json", join(root, servers));
    symlinkSync("../../far", join(root, "skills/linked"));
    const candidate = await readBundleAt(root);
    expect(candidate).toMatchObject({ format, status: "ready" });
    expect(manifestOf(candidate).provides).toEqual({ skills: skill });
    expect(notesOf(candidate)).toEqual(["warning FILE_ESCAPES", "warning FILE_ESCAPES"]);
    expect(candidate.diagnostics.map(({ message }) => message).join()).toContain(join(dirname(root), "secret.json"));
  });

  it("does not read what is huge, and goes on without it", async () => {
    const huge = { "skills/huge/SKILL.md": markdown({ description: "x".repeat(300_000) }) };
    const candidate = await readBundle(filesWith({ ...huge, [servers]: `{"a":${" ".repeat(300_000)}{}}` }));
    expect(candidate.status).toBe("ready");
    expect(manifestOf(candidate).provides).toEqual({ skills: skill });
    expect(notesOf(candidate)).toEqual(["warning FILE_TOO_LARGE", "warning FILE_TOO_LARGE"]);
  });

  it("says where its JSON is wrong, and goes on without that file", async () => {
    const candidate = await readBundle(filesWith({ [servers]: '{\n  "a": {},\n  oops!\n}' }));
    expect(manifestOf(candidate).provides).toEqual({ skills: skill });
    const place = { code: "BUNDLE_FILE_INVALID", level: "warning", line: 3, column: expect.any(Number) as number };
    expect(candidate.diagnostics).toMatchObject([place]);
  });

  it("shows no secret of its servers anywhere", async () => {
    const secret = "hunter2-do-not-show";
    const a = {
      command: "srv",
      args: ["--token", secret, `--key=${secret}`, `https://u:${secret}@h/?k=${secret}`],
      env: { ACME_TOKEN: secret, REGION: `\${REGION:-${secret}}` },
    };
    const b = { url: `https://h/mcp?token=${secret}`, headers: { Authorization: `Bearer ${secret}` } };
    const candidate = await readBundle(filesWith({ [servers]: { mcpServers: { a, b, constructor: b, c: secret } } }));
    expect(JSON.stringify(candidate)).not.toContain(secret);
    expect(manifestOf(candidate).provides["mcp-servers"]).toMatchObject({
      a: { env: ["ACME_TOKEN", "REGION"], variables: ["REGION"], pointer: "/mcpServers/a" },
      b: { headers: ["Authorization"], url: "https://h/mcp?token=[hidden]" },
    });
    expect(Object.keys(manifestOf(candidate).provides["mcp-servers"] ?? {})).toEqual(["a", "b"]);
    expect(notesOf(candidate)).toEqual([
      "warning MANIFEST_DANGEROUS_KEY /mcpServers/constructor",
      "warning BUNDLE_PART_LEFT_OUT /mcpServers/c",
    ]);
  });

  it.skipIf(process.platform === "win32")("goes without what every user may write", async () => {
    const root = writePlugin(filesWith({ [servers]: {}, "skills/open/SKILL.md": "" }));
    chmodSync(join(root, "skills/open"), 0o777);
    chmodSync(join(root, servers), 0o666);
    const candidate = await readBundleAt(root);
    expect(manifestOf(candidate).provides).toEqual({ skills: skill });
    expect(notesOf(candidate)).toEqual(["warning PATH_WORLD_WRITABLE", "warning PATH_WORLD_WRITABLE"]);
    chmodSync(root, 0o777);
    expect((await readBundleAt(root)).status).toBe("blocked");
  });
});

describe.each(layouts.flatMap((layout) => (layout.manifest === undefined ? [] : [layout])))(
  "the manifest of $format",
  ({ format, manifest }) => {
    it("that is not JSON keeps the bundle out, with the place", async () => {
      const text = JSON.stringify(fields).replace("{", "{\n").replace(/\}$/, ",\n,}");
      const candidate = await readBundle({ [manifest]: text, ...good });
      expect(candidate).toMatchObject({ id: "plugin", format, status: "invalid" });
      expect(candidate.diagnostics).toMatchObject([{ code: "MANIFEST_SYNTAX", line: 3 }]);
    });

    it("that leads out of the folder, or is huge, is blocked", async () => {
      const root = writePlugin({ [`${manifest}.x`]: "", ...good });
      writeFileSync(join(dirname(root), "elsewhere.json"), JSON.stringify(fields));
      symlinkSync(join(dirname(root), "elsewhere.json"), join(root, manifest));
      const escaped = await readBundleAt(root);
      expect(escaped).toMatchObject({ format, status: "blocked" });
      expect(notesOf(escaped)).toContain("error MANIFEST_ESCAPES");
      const huge = await readBundle({ [manifest]: { ...fields, description: "x".repeat(300_000) } });
      expect(huge).toMatchObject({ format, status: "blocked" });
      expect(notesOf(huge)).toContain("error MANIFEST_TOO_LARGE");
    });

    it("that reaches into every object keeps the bundle out", async () => {
      const candidate = await readBundle({ [manifest]: JSON.stringify(fields).replace("{", '{"__proto__":{"a":1},') });
      expect([candidate.status, ...notesOf(candidate)]).toEqual(["invalid", "error MANIFEST_DANGEROUS_KEY /__proto__"]);
    });
  },
);

describe("a manifest that names", () => {
  const claude = (more: object) => readBundle({ ".claude-plugin/plugin.json": { name: "acme", ...more }, ...good });

  it("paths that lead out, or nowhere, or are none, has the rest", async () => {
    const skills = ["../far", "/etc", "./absent", 7, "${CLAUDE_PLUGIN_ROOT}/skills"];
    const candidate = await claude({ skills, agents: { inline: true }, hooks: "../../hooks.json" });
    expect(manifestOf(candidate).provides).toEqual({ skills: skill });
    expect(notesOf(candidate).toSorted()).toEqual([
      "warning BUNDLE_FIELD_IGNORED /agents",
      "warning BUNDLE_FIELD_IGNORED /skills/3",
      "warning BUNDLE_PATH_MISSING /skills/2",
      "warning FILE_ESCAPES",
      "warning FILE_ESCAPES",
      "warning FILE_ESCAPES",
    ]);
  });

  it("parts of its own keeps no values of them, not under foreign either", async () => {
    const secret = "hunter2-do-not-show";
    const candidate = await claude({
      mcpServers: { a: { command: "x", env: { TOKEN: secret } } },
      hooks: { hooks: { Stop: [{ hooks: [{ type: "command", command: `curl -H ${secret}` }] }] } },
    });
    expect(JSON.stringify(candidate)).not.toContain(secret);
    expect(manifestOf(candidate).provides).toMatchObject({
      "mcp-servers": { a: { path: ".claude-plugin/plugin.json", pointer: "/mcpServers/a", env: ["TOKEN"] } },
      "hook-packs": { Stop: { path: ".claude-plugin/plugin.json", pointer: "/hooks/hooks/Stop", handlers: 1 } },
    });
  });

  it("no id is named by a slug, or by its folder; one that needs a name is kept out", async () => {
    const adapted = await claude({ name: "My Tools!" });
    expect(adapted).toMatchObject({ id: "my-tools", manifest: { name: "My Tools!" } });
    expect(notesOf(adapted)).toEqual(["advisory BUNDLE_NAME_ADAPTED /name"]);
    expect((await claude({ name: "constructor" })).id).toBe("plugin");
    expect((await claude({ name: "工具" })).id).toBe("plugin");
    const odd = await claude({ name: 7, description: ["x"] });
    expect([odd.id, odd.status]).toEqual(["plugin", "ready"]);
    expect(new Set(notesOf(odd))).toEqual(
      new Set(["warning BUNDLE_FIELD_IGNORED /name", "warning BUNDLE_FIELD_IGNORED /description"]),
    );
    const nameless = await readBundle({ "plugin.json": { $schema: agentSchema } });
    expect([nameless.status, ...notesOf(nameless)]).toEqual(["invalid", "error MANIFEST_KEY_MISSING"]);
  });

  it("another version of the schema is kept out and says so", async () => {
    const $schema = agentSchema.replace("1.0.0", "2.0.0");
    const candidate = await readBundle({ "plugin.json": { $schema, name: "acme" } });
    expect([candidate.status, ...notesOf(candidate)]).toEqual(["invalid", "error BUNDLE_SCHEMA_UNSUPPORTED /$schema"]);
    expect(candidate.diagnostics[0]?.message).toContain("2.0.0");
  });

  it("what nothing here uses, or misspells a field, is told", async () => {
    const candidate = await readBundle({
      ".claude-plugin/plugin.json": { name: "acme", lspServer: {}, homepage: "https://example.org" },
      "monitors/monitors.json": [],
    });
    expect(notesOf(candidate)).toEqual(["advisory MANIFEST_UNKNOWN_KEY /lspServer", "advisory BUNDLE_PART_UNUSED"]);
    expect(candidate.diagnostics[0]?.message).toContain('Did you mean "lspServers"?');
    expect(manifestOf(candidate).foreign).toEqual({ lspServer: {}, homepage: "https://example.org" });
  });
});

it("of two parts that would have one id the first stays, and one without an id is left out", async () => {
  const candidate = await readBundle({
    "skills/new branch/SKILL.md": "",
    "skills/new-branch/SKILL.md": "",
    "skills/工具/SKILL.md": "",
  });
  expect(manifestOf(candidate).provides).toEqual({
    skills: { "new-branch": { name: "new branch", path: "skills/new branch" } },
  });
  expect(candidate.diagnostics.map(({ code, message }) => [code, /: (.+)\.$/.exec(message)?.[1]])).toEqual([
    ["BUNDLE_PART_LEFT_OUT", 'skills/new branch brings "new-branch" already'],
    ["BUNDLE_PART_LEFT_OUT", "no id can be made of its name"],
  ]);
});
