// What published plugins are known to do to loaders (traps 1 to 3 of the format), with OpenClaw's SDK asked for, when they are
// loaded and when they are reloaded after an edit.
import { createHost, type Host } from "@mortise/core";
import { tool } from "@mortise/sdk";
import { describe, expect, it, onTestFinished } from "vitest";
import { openClaw } from "../src/index.js";
import { rewrite, writePlugin, type Files } from "./plugin-folder.js";

const manifest = { id: "sample", configSchema: { type: "object" }, contracts: { tools: ["word"] } };

async function hostOn(files: Files): Promise<{ readonly host: Host; readonly root: string }> {
  const root = writePlugin({ "openclaw.plugin.json": manifest, ...files });
  const host = await createHost({
    config: { plugins: { load: { paths: [root] } } },
    cwd: root,
    env: {},
    formats: openClaw(),
    folders: { state: `${root}/../state`, cache: `${root}/../cache`, globalPlugins: `${root}/../plugins` },
  });
  onTestFinished(() => host.close());
  await host.load(["sample"]);
  return { host, root };
}

/** What the plugin's tool answers. */
async function answerOf(host: Host): Promise<unknown> {
  const failure = host.failureOf("sample");
  if (failure) throw new Error(failure.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  const found = await host.resolve(tool, "word");
  if (!found || !("execute" in found.value)) throw new Error("the tool is not there");
  return (await host.call({ ...found, value: found.value }, "execute", {})).text;
}

const entryOf = (file: string) => ({ "package.json": { openclaw: { extensions: [`./${file}`] } } });
const define = 'import { definePluginEntry } from "openclaw/plugin-sdk/plugin-entry";';
const register = (text: string) =>
  `register(api) { api.registerTool({ name: "word", description: "d", parameters: { type: "object", properties: {} }, async execute() { return { content: [{ type: "text", text: ${text} }] }; } }); }`;
const plugin = (text: string) =>
  `definePluginEntry({ id: "sample", name: "Sample", description: "d", ${register(text)} })`;

/** Files by what they should say, so that an edit says another thing. */
type Trap = readonly [name: string, files: (word: string) => Files];

const traps: readonly Trap[] = [
  [
    "ES module syntax in .js of a package without a type",
    (word) => ({ ...entryOf("index.js"), "index.js": `${define} export default ${plugin(`"${word}"`)};` }),
  ],
  [
    "the same in a helper",
    (word) => ({
      ...entryOf("index.js"),
      "index.js": `${define} import { word } from "./lib/word.js"; export default ${plugin("word")};`,
      "lib/word.js": `import "openclaw/plugin-sdk"; export const word = "${word}";`,
    }),
  ],
  [
    "the default of a CommonJS bundle within a default",
    (word) => ({
      ...entryOf("index.cjs"),
      "index.cjs": `Object.defineProperty(exports, "__esModule", { value: true }); const { definePluginEntry } = require("openclaw/plugin-sdk/plugin-entry"); exports.default = { default: ${plugin(`"${word}"`)} };`,
    }),
  ],
  [
    "a bare module.exports",
    (word) => ({
      ...entryOf("index.js"),
      "index.js": `const { definePluginEntry } = require("openclaw/plugin-sdk/plugin-entry"); module.exports = ${plugin(`"${word}"`)};`,
    }),
  ],
  [
    "a bundle that wraps its module",
    (word) => ({
      ...entryOf("index.mjs"),
      "index.mjs": `${define} export default { module: { default: ${plugin(`"${word}"`)} } };`,
    }),
  ],
  [
    "TypeScript that imports ./x.js and means ./x.ts",
    (word) => ({
      ...entryOf("index.ts"),
      "index.ts": `${define} import { word } from "./word.js"; export default ${plugin("word")};`,
      "word.ts": `export const word: string = "${word}";`,
    }),
  ],
  [
    "parameter properties, an enum, and names of types without a mark",
    (word) => ({
      ...entryOf("src/index.ts"),
      "src/index.ts": `import { definePluginEntry, OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry"; import { Word, Said } from "./word"; enum Kind { A = 1 }
        class Speaker { constructor(private readonly said: Said, readonly kind = Kind.A) {} say(): string { return this.said.word; } }
        const read = (api: OpenClawPluginApi): OpenClawPluginApi => api; void read;
        export default ${plugin("new Speaker(new Word()).say()")};`,
      "src/word.ts": `export interface Said { word: string } export class Word implements Said { word = "${word}"; }`,
    }),
  ],
  [
    "JSON with an attribute",
    (word) => ({
      ...entryOf("index.ts"),
      "index.ts": `${define} import words from "./words.json" with { type: "json" }; export default ${plugin("words.word")};`,
      "words.json": { word },
    }),
  ],
  [
    "JSON with an attribute, in JavaScript",
    (word) => ({
      ...entryOf("index.mjs"),
      "index.mjs": `${define} import words from "./words.json" with { type: "json" }; export default ${plugin("words.word")};`,
      "words.json": { word },
    }),
  ],
  [
    "top-level await",
    (word) => ({
      ...entryOf("index.ts"),
      "index.ts": `const { definePluginEntry } = await import("openclaw/plugin-sdk/plugin-entry"); const word = await Promise.resolve("${word}" as string); export default ${plugin("word")};`,
    }),
  ],
  [
    "an import as late as the call",
    (word) => ({
      ...entryOf("index.mjs"),
      "index.mjs": `${define} export default ${plugin('(await import("./late.mjs")).word')};`,
      "late.mjs": `import { normalizeAccountId } from "openclaw/plugin-sdk/routing"; export const word = normalizeAccountId("${word}");`,
    }),
  ],
];

describe.each(traps)("%s [OC-3]", (_name, files) => {
  it("loads, and says another thing after an edit", async () => {
    const { host, root } = await hostOn(files("first"));
    expect(await answerOf(host)).toBe("first");
    rewrite(root, files("second"));
    expect((await host.reload("sample")).failed).toEqual([]);
    expect(await answerOf(host)).toBe("second");
  });
});

describe("a plugin of OpenClaw's in a host [OC-7]", () => {
  const sound = traps[1]?.[1] ?? (() => ({}));

  it("goes on as it was when an edit does not work", async () => {
    const { host, root } = await hostOn(sound("first"));
    rewrite(root, { "lib/word.js": "" });
    const { failed } = await host.reload("sample");
    expect(failed[0]?.diagnostics.map(({ code }) => code)).toContain("LOAD_FAILED");
    expect(await answerOf(host)).toBe("first");
  });

  it("shows its setupEntry, which is never run", async () => {
    const block = { extensions: ["./index.js"], setupEntry: "./setup.js" };
    const { host } = await hostOn({
      ...sound("first"),
      "package.json": { openclaw: block },
      "setup.js": "throw new Error('nothing may run this');",
    });
    expect(await answerOf(host)).toBe("first");
    expect(host.controlPlane.plugins[0]?.decision.candidate.manifest?.foreign).toMatchObject({
      "package.json": { openclaw: block },
    });
  });

  it("may call its entry activate", async () => {
    const { host } = await hostOn({
      ...entryOf("index.mjs"),
      "index.mjs": `import "openclaw/plugin-sdk"; const entry = { ${register('"active"')} }; export default { id: "sample", activate: entry.register };`,
    });
    expect(await answerOf(host)).toBe("active");
  });
});
