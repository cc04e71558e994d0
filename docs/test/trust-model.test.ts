import { chmodSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readControlPlane, type ControlPlaneOptions } from "../../packages/core/src/catalog.js";
import { createTestHost } from "../../packages/testing/src/index.js";
import { writeFile } from "./folders.js";

let top: string;
beforeEach(() => void (top = mkdtempSync(join(tmpdir(), "mortise-trust-"))));
afterEach(() => rmSync(top, { recursive: true, force: true }));

/** Writes a plugin that runs no code of note; gives its folder. */
function writePlugin(folder: string, manifest: object): string {
  writeFile(join(top, folder, "mortise.plugin.json"), JSON.stringify(manifest));
  writeFile(join(top, folder, "index.mjs"), 'import "./other.mjs";\nexport default { register() {} };');
  writeFile(join(top, folder, "other.mjs"), "export {};");
  return join(top, folder);
}

/** What becomes of each plugin, as `folder: reason`. */
async function decide(plugins: object, options: ControlPlaneOptions = {}): Promise<readonly string[]> {
  const folders = { cache: join(top, "cache"), globalPlugins: join(top, "none") };
  const control = await readControlPlane({ config: { plugins }, cwd: top, folders, ...options });
  const { length } = `${top}/`;
  return control.plugins
    .map(({ decision }) => `${decision.candidate.root.slice(length)}: ${decision.reason}`)
    .toSorted();
}

const withBundled = () => ({ roots: { bundled: [join(top, "bundled")] } });

describe("what the trust model says of allow [POL-2, POL-3]", () => {
  it("holds: it is exclusive, deny goes before it, and no path gets past it", async () => {
    for (const id of ["one", "two", "three"]) writePlugin(`plugins/${id}`, { id });
    const settings = {
      allow: ["one", "three"],
      deny: ["three"],
      load: { paths: ["plugins"] },
      slots: { memory: "two" },
    };
    expect(await decide(settings)).toEqual([
      "plugins/one: allowed",
      "plugins/three: denied",
      "plugins/two: not-allowed",
    ]);
  });

  it("holds: consent is for the id, so a workspace plugin can take the place of the bundled one that was enabled", async () => {
    writePlugin("bundled/openai", { id: "openai" });
    writePlugin(".mortise/plugins/x", { id: "OpenAI".toLowerCase() });
    expect(await decide({ entries: { openai: { enabled: true } } }, withBundled())).toEqual([
      ".mortise/plugins/x: enabled-in-config",
      "bundled/openai: shadowed",
    ]);
    expect(await decide({}, withBundled())).toEqual([".mortise/plugins/x: shadowed", "bundled/openai: bundled-off"]);
  });
});

describe.skipIf(process.platform === "win32")("what the trust model says of the gates", () => {
  const paths = { load: { paths: ["plugins/one"] } };

  it.each(["", "mortise.plugin.json", "index.mjs", "package.json"])("holds: they look at %j", async (file) => {
    const folder = writePlugin("plugins/one", { id: "one" });
    writeFile(join(folder, "package.json"), "{}");
    chmodSync(join(folder, file), 0o777);
    expect(await decide(paths)).toEqual(["plugins/one: blocked"]);
  });

  it("holds: they do not look at what the entry imports, at the folder above, or at the group", async () => {
    const folder = writePlugin("plugins/one", { id: "one" });
    chmodSync(join(folder, "other.mjs"), 0o666);
    chmodSync(join(folder, ".."), 0o777);
    chmodSync(join(folder, "index.mjs"), 0o660);
    expect(await decide(paths)).toEqual(["plugins/one: configured-path"]);
  });

  it("holds: a link that leads out of the folder is blocked", async () => {
    const folder = writePlugin("plugins/one", { id: "one" });
    writePlugin("elsewhere", { id: "two" });
    rmSync(join(folder, "index.mjs"));
    symlinkSync(join(top, "elsewhere", "index.mjs"), join(folder, "index.mjs"));
    expect(await decide(paths)).toEqual(["plugins/one: blocked"]);
  });
});

describe("what the trust model says of the redactor [SEC-3]", () => {
  it("holds: it knows a referenced secret plain and in URLs, and not what is short or in other disguises", async () => {
    const folder = writePlugin("plugins/talker", {
      id: "talker",
      activation: { onStartup: true },
      configSchema: { type: "object", properties: { key: { type: "string" }, pin: { type: "string" } } },
    });
    const say =
      "({ config, logger }) { for (const text of [config.key, encodeURIComponent(config.key), btoa(config.key), config.pin]) logger.info(text); }";
    writeFile(join(folder, "index.mjs"), `export default { register${say} };`);
    const config = { talker: { key: { $env: "KEY" }, pin: { $env: "PIN" } } };
    await using test = await createTestHost({ plugins: [folder], config, env: { KEY: "top secret", PIN: "123" } });
    await test.host.start();
    expect(test.log.map(({ message }) => message)).toEqual(["[redacted]", "[redacted]", btoa("top secret"), "123"]);
  });
});
