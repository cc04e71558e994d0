// Plugins of a format that brings a runtime of its own: what it lends, what it makes of them, what it is told.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { completeManifest, diagnose, MortiseError, type FormatHost, type ManifestFormat } from "../src/index.js";
import { folderWith, writeFiles, type Files } from "./folder.js";
import { hostIn } from "./host-with.js";

/** What the other host's plugins import. */
const kit = { greet: (name: string) => `hello ${name}` };

/** The other host calls a plugin's `begin` with a function that adds a tool. */
interface Begun {
  readonly begin: (add: (id: string, text: () => unknown) => void, host: FormatHost) => unknown;
  readonly ready?: () => unknown;
}

interface NativeApi {
  registerTool(tool: object): void;
}

function toolOf(id: string, text: () => unknown): object {
  return { id, name: id, description: id, parameters: { type: "object" }, execute: async () => text() };
}

let asked = 0;

const format: ManifestFormat = {
  name: "other",
  manifestFile: "other.json",
  read({ json, exists }) {
    const { id } = json.value as { id: string };
    const manifest = completeManifest({ id, configSchema: {}, declarations: "lenient", undeclarable: ["tools"] });
    return { plugins: [{ manifest, entry: exists("index.ts") ? "index.ts" : "index.js" }], id, diagnostics: [] };
  },
  runtime() {
    asked += 1;
    return Promise.resolve({
      lends: (specifier) => specifier === "kit" || specifier.startsWith("kit/"),
      lend: () => kit,
      adapt(namespace, { id }, host) {
        const { default: plugin } = namespace as { default?: Partial<Begun> };
        if (plugin?.begin === undefined) throw new MortiseError(diagnose("LOAD_NO_PLUGIN", { named: "" }));
        const { begin, ready } = plugin as Begun;
        const register = (api: NativeApi) => begin((tool, text) => api.registerTool(toolOf(tool, text)), host);
        return { id, register, ...(ready && { onLoad: ready }) };
      },
    });
  },
};

const hello = "export default { begin(add) { add('hello', () => greet('you')); } };";

/** A host on one plugin of the other format. */
async function otherHost(files: Files, options: object = {}) {
  const folder = folderWith(Object.fromEntries(Object.entries(files).map(([name, text]) => [`a/${name}`, text])));
  writeFiles(folder, { "a/other.json": { id: "a" } });
  const written = await hostIn(folder, { paths: ["a"], formats: [format], ...options });
  const { host } = written;
  await host.load(["a"]);
  return {
    ...written,
    write: (changed: Files) => writeFiles(join(folder, "a"), changed),
    remove: (name: string) => rmSync(join(folder, "a", name)),
    failure: () =>
      host
        .failureOf("a")
        ?.map(({ code, message }) => `${code}: ${message}`)
        .join("\n"),
    say: async () => {
      const tool = [...host.registry.contributions()].find(({ id }) => id === "hello");
      const registered = tool?.registered[0] as { value: { execute(): Promise<unknown> } } | undefined;
      return registered?.value.execute();
    },
  };
}

describe("a plugin of a format with a runtime of its own [LOAD-1]", () => {
  it.each<[string, Files]>([
    ["an ES module", { "index.js": `import { greet } from "kit"; ${hello}`, "package.json": { type: "module" } }],
    ["an ES module without a type", { "index.js": `import { greet } from "kit/x"; ${hello}` }],
    [
      "CommonJS",
      {
        "index.js":
          'const { greet } = require("kit"); module.exports = { begin: (add) => add("hello", () => greet("you")) }',
      },
    ],
    ["TypeScript", { "index.ts": `import { greet } from "kit"; ${hello}` }],
    ["a helper", { "index.js": `import { greet } from "./h.mjs"; ${hello}`, "h.mjs": 'export { greet } from "kit"' }],
    ["a late import", { "index.js": `const { greet } = await import("kit"); ${hello}` }],
    [
      "an import as late as a call",
      {
        "index.js":
          "export default { begin(add) { add('hello', async () => (await import('./h.js')).greet('you')); } };",
        "h.js": 'export { greet } from "kit"',
      },
    ],
    [
      "a require that it makes for itself",
      {
        "index.js": `import { createRequire } from "node:module"; const require = createRequire(import.meta.url); const { greet } = require("kit"); ${hello}`,
      },
    ],
    [
      "what is on disk as well",
      {
        "index.js": `import { greet } from "kit"; ${hello}`,
        "node_modules/kit/index.js": "exports.greet = () => 'from disk'",
      },
    ],
  ])("is lent what it asks for: %s", async (_name, files) => {
    const { say, failure } = await otherHost(files);
    expect(failure()).toBeUndefined();
    expect(await say()).toBe("hello you");
  });

  it("is Node's where it asks for nothing", async () => {
    const files = { "index.js": "export default { begin(add) { add('hello', () => import.meta.resolve('./x')); } };" };
    const { say, folder } = await otherHost(files);
    expect(await say()).toBe(`file://${folder}/a/x`);
  });

  it.each<[string, Files]>([
    [
      "globals of CommonJS",
      {
        "index.js": `const { sep } = require("node:path"); const greet = (n) => sep && __dirname && "hello " + n; ${hello}`,
      },
    ],
    [
      "no extension",
      { "index.js": `import { greet } from "./h"; ${hello}`, "h.js": "export const greet = (n) => 'hello ' + n" },
    ],
    [
      "TypeScript by its built name",
      {
        "index.js": `import { greet } from "./h.js"; ${hello}`,
        "h.ts": "export const greet = (n: string) => 'hello ' + n",
      },
    ],
    [
      "JSON without an attribute",
      {
        "index.js": `import { word } from "./h.json"; const greet = (n) => word + n; ${hello}`,
        "h.json": { word: "hello " },
      },
    ],
  ])("may be written as only other loaders take it: %s", async (_name, files) => {
    const { say, failure } = await otherHost({ "package.json": { type: "module" }, ...files });
    expect(failure()).toBeUndefined();
    expect(await say()).toBe("hello you");
  });

  it("is made anew of the same module when it is reloaded, and of a new one when it was edited", async () => {
    const module = (word: string) =>
      `import { greet } from "kit"; let n = 0; export default { begin(add) { n += 1; const m = n; add('hello', () => greet("${word} " + m)); } };`;
    const { host, say, write } = await otherHost({ "index.js": module("a") });
    await host.reload("a");
    expect(await say()).toBe("hello a 2");
    write({ "index.js": module("b") });
    await host.reload("a");
    expect(await say()).toBe("hello b 1");
    write({ "index.js": "import { gone } from './h.js'; export default { begin() { gone(); } }", "h.js": "" });
    const { failed } = await host.reload("a");
    expect(failed[0]?.diagnostics[0]?.message).toContain("'./h.js' does not provide an export named 'gone'");
    expect(await say()).toBe("hello b 1");
  });

  it("runs once, also when it throws", async () => {
    const { failure } = await otherHost({
      "index.js": 'import "kit"; globalThis.otherRan = (globalThis.otherRan ?? 0) + 1; throw new Error("no")',
    });
    expect(failure()).toContain("LOAD_FAILED: The module could not be loaded: no");
    expect(Reflect.get(globalThis, "otherRan")).toBe(1);
    Reflect.deleteProperty(globalThis, "otherRan");
  });

  it("fails with what its runtime says it is not", async () => {
    expect((await otherHost({ "index.js": 'import "kit"; export default 1' })).failure()).toMatch(/^LOAD_NO_PLUGIN/);
  });
});

describe("packages that such a plugin brings", () => {
  const plugin = `import { greet } from "dep"; ${hello}`;

  it.each<[string, Files]>([
    [
      "as modules",
      { "package.json": { type: "module", exports: "./index.js" }, "index.js": 'export { greet } from "kit"' },
    ],
    ["as CommonJS", { "index.js": 'exports.greet = require("kit").greet' }],
  ])("are Node's, and are lent nothing: %s", async (_name, files) => {
    const dep = Object.fromEntries(Object.entries(files).map(([name, text]) => [`node_modules/dep/${name}`, text]));
    const { host } = await otherHost({ "index.js": plugin, ...dep });
    expect(host.failureOf("a")).toMatchObject([
      { code: "LOAD_PACKAGE_IN_NEED", plugin: "a", path: expect.stringMatching(/node_modules.dep.index\.js$/) },
    ]);
  });
});

describe("what the runtime of a format is given", () => {
  const telling =
    "import 'kit'; export default { begin(add, host) { host.report({ code: 'OTHER_NOTE', level: 'advisory', message: 'noted', help: 'none' });";

  it("a way to say something of the plugin, which stays with what was loaded", async () => {
    const { host, codes } = await otherHost({ "index.js": `${telling} } }` });
    const [instance] = [...host.registry.instances.values()];
    expect(instance?.diagnostics).toMatchObject([{ code: "OTHER_NOTE", plugin: "a", path: instance?.imported.file }]);
    expect(codes("a")).toEqual(["OTHER_NOTE"]);
    await host.reload("a");
    expect([...host.registry.instances.values()][0]?.diagnostics).toHaveLength(1);
  });

  it("the same where the plugin failed, after why it failed", async () => {
    const { host } = await otherHost({ "index.js": `${telling} throw new Error('no') } }` });
    expect(host.failureOf("a")?.map(({ code }) => code)).toEqual(["REGISTER_THREW", "OTHER_NOTE"]);
    const later = await otherHost({ "index.js": `${telling} }, ready() { throw new Error('no') } }` });
    expect(later.host.failureOf("a")?.map(({ code }) => code)).toEqual(["ON_LOAD_FAILED", "OTHER_NOTE"]);
  });

  it("and the same later, told to the host", async () => {
    const late = telling.replace("host.report(", "add('hello', () => host.report(").replace(/;$/, ");");
    const { say, codes } = await otherHost({ "index.js": `${late} } }` });
    expect(codes("a")).toEqual([]);
    await say();
    expect(codes("a")).toEqual(["OTHER_NOTE"]);
  });

  it("the application's sections, the state folder, and the plugin's own files", async () => {
    const files = {
      "index.js":
        "import 'kit'; export default { begin(add, host) { add('hello', () => [host.section('mine'), host.section('toString'), host.stateFolder, host.require(new URL('./h.js', import.meta.url).pathname).greet('you')]); } };",
      "h.js": 'export { greet } from "kit"',
    };
    const { say, folder } = await otherHost(files, {
      sections: ["mine"],
      config: { plugins: { load: { paths: ["a"] } }, mine: { n: 1 } },
    });
    expect(await say()).toEqual([{ n: 1 }, undefined, join(folder, ".state"), "hello you"]);
  });
});

it("the runtime is asked for when the first plugin is loaded, and once", async () => {
  asked = 0;
  const folder = folderWith({ "a/other.json": { id: "a" }, "b/other.json": { id: "b" } });
  writeFiles(folder, { "a/index.js": hello, "b/index.js": hello.replace("hello", "bye") });
  const { host } = await hostIn(folder, { paths: ["a", "b"], formats: [format] });
  expect(asked).toBe(0);
  await host.load(["a", "b"]);
  expect([asked, host.registry.instances.size]).toEqual([1, 2]);
});
