import { someManifest, someOpenclawManifest, somePackage } from "./manifest.js";
import { mutate } from "./mutate.js";
import { toNode, type Node } from "./node.js";
import type { Random } from "./random.js";
import { hostilePaths, someId, someString } from "./strings.js";
import type { Kind, Thing } from "./thing.js";
import { writeJson } from "./write-json.js";

const code = { bytes: Buffer.from("globalThis.fuzzRan = true;\nexport default {};\n") };
const soundPackage = JSON.stringify({
  name: "alpha",
  mortise: { entry: "./index.js" },
  openclaw: { extensions: ["./index.js"] },
});
const bundles = [".claude-plugin/plugin.json", ".codex-plugin/plugin.json", ".cursor-plugin/plugin.json"];
const bundleParts = [".mcp.json", "mcp.json", ".lsp.json", ".app.json", "settings.json", "hooks/hooks.json"];

/** Links that lead out, nowhere, or to what never ends. */
const links = [
  "{outside}/manifest.json",
  "{outside}/secret.txt",
  "{outside}",
  "/nonexistent",
  "/dev/zero",
  "/dev/stdin",
  "/proc/self/environ",
];

/** What may stand where a file is expected; `name` makes a link that leads to itself. */
function someOddThing(random: Random, name: string): Thing {
  return random.weighted<() => Thing>([
    [4, () => ({ link: random.pick([...links, name]) })],
    [2, () => ({ folder: true })],
    [1, () => ({ pipe: true })],
    [1, () => ({ sparse: random.pick([256 * 1024, 256 * 1024 + 1, 2 ** 31 + 1]) })],
  ])();
}

/** YAML that grows, nests, is no YAML, or names what every object inherits. */
function someYaml(random: Random): string {
  const letters = "abcdefghij".split("");
  const grown = letters.map((key, at) => `${key}: &${key} [${`${at > 0 ? `*${letters[at - 1]}` : 1}, `.repeat(9)}]\n`);
  return random.pick([
    "",
    "a: &a [*a, *a]\n",
    "? {x: 1}\n: y\n",
    "__proto__: {x: 1}\n",
    "constructor: {prototype: {x: 1}}\n",
    "<<: {a: 1}\n",
    "\t- x\n",
    "a: !!js/function 'x'\n",
    grown.join(""),
    `a: ${"[".repeat(5_000)}\n`,
    `a: ${"- ".repeat(5_000)}x\n`,
    "description: 2026-01-01T00:00:00Z\n",
    "description: .inf\n",
    "description: !!binary AAAA\n",
    "name: a\nname: b\n",
    "%YAML 9.9\n",
  ]);
}

/** Lays out the files of one input. */
export class Layout {
  readonly things: [path: string, thing: Thing][] = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  file(path: string, bytes: Buffer): void {
    this.things.push([path, { bytes, ...(this.#random.chance(0.005) && { mode: this.#mode() }) }]);
  }

  #mode(): number {
    return this.#random.pick([0o666, 0o777, 0o000, 0o4755, 0o200]);
  }

  /** What may be no file at all. */
  #odd(path: string): void {
    this.things.push([path, someOddThing(this.#random, path.split("/").at(-1) ?? "")]);
  }

  json(path: string, node: Node, isMutated: boolean): void {
    this.file(path, writeJson(isMutated ? mutate(node, this.#random) : node, this.#random, isMutated));
  }

  /** What a plugin's folder holds besides its manifest; mostly just its code. */
  #around(folder: string, kind: Kind): void {
    const random = this.#random;
    if (kind === "folder" && random.chance(0.05)) this.#odd(`${folder}/index.js`);
    else if (random.chance(kind === "schema" ? 1 : 0.9)) this.things.push([`${folder}/index.js`, code]);
    if (random.chance(0.05)) {
      const link = random.pick(["{outside}/evil.js", "index.js", "link.js", "../p1/index.js"]);
      this.things.push([`${folder}/link.js`, { link }]);
    }
    if (random.chance(0.03)) this.things.push([`${folder}/link`, { link: random.pick(["{outside}", ".", ".."]) }]);
    if (random.chance(0.03)) this.things.push([`${folder}/loop`, { link: "." }]);
    if (kind === "folder" && random.chance(0.05)) {
      this.things.push([`${folder}/sub`, { folder: true, mode: random.pick([0o777, 0o775]) }]);
    }
  }

  plugin(folder: string, id: string, kind: Kind): void {
    const random = this.#random;
    const schemas = kind === "schema";
    const isForeign = kind === "openclaw" || (kind !== "manifest" && random.chance(0.15));
    const name = isForeign ? "openclaw.plugin.json" : "mortise.plugin.json";
    if (kind === "folder" && random.chance(0.08)) this.#odd(`${folder}/${name}`);
    else {
      const manifest = (isForeign ? someOpenclawManifest : someManifest)(random, id, schemas);
      this.json(`${folder}/${name}`, manifest, schemas ? random.chance(0.1) : kind !== "package");
    }
    if (schemas) this.file(`${folder}/package.json`, Buffer.from(soundPackage));
    else if (kind === "folder" && random.chance(0.05)) this.#odd(`${folder}/package.json`);
    else if (isForeign || kind === "package" || random.chance(0.3))
      this.json(`${folder}/package.json`, somePackage(random), kind === "package" || random.chance(0.2));
    this.#around(folder, kind);
  }

  /** A folder that is known by its layout. */
  bundle(folder: string): void {
    const random = this.#random;
    const { id, name } = { id: someId(random), name: someString(random) };
    const named = toNode({
      name: random.chance(0.7) ? id : name,
      version: "1.0.0",
      description: name,
      skills: random.pick(["./skills", ...hostilePaths]),
      commands: random.pick<Node>(["./commands", ["./commands/a.md"]]),
      hooks: random.pick(["./hooks/hooks.json", ...hostilePaths]),
      mcpServers: random.pick<Node>(["./.mcp.json", toNode({ x: { command: name } }), random.pick(hostilePaths)]),
      lspServers: random.pick<Node>(["./.lsp.json", toNode({ [id]: { command: name, args: [name] } })]),
      apps: "./.app.json",
    });
    if (random.chance(0.9)) this.json(`${folder}/${random.pick(bundles)}`, named, true);
    const front = `---\nname: ${JSON.stringify(name)}\ndescription: ${id}\n${someYaml(random)}---\n\nText\n`;
    const skill = `${folder}/skills/${random.pick(["one", "two", "constructor", "__proto__", "a b", "é"])}/SKILL.md`;
    if (random.chance(0.05)) this.#odd(skill);
    else this.file(skill, Buffer.from(random.chance(0.8) ? front : front.slice(0, random.below(front.length))));
    if (random.chance(0.5)) this.file(`${folder}/commands/a.md`, Buffer.from(front));
    const server = { command: name, args: [name], env: { TOKEN: "x" }, url: name };
    const parts = toNode({
      mcpServers: { [id]: server },
      lspServers: { [id]: server },
      hooks: { PreToolUse: [{ matcher: name, hooks: [{ type: "command", command: name }] }] },
      apps: { [id]: { id: name, connector: name } },
      [name]: server,
    });
    for (const part of random.some(bundleParts, 0.3)) {
      if (random.chance(0.05)) this.#odd(`${folder}/${part}`);
      else this.json(`${folder}/${part}`, structuredClone(parts), true);
    }
    if (random.chance(0.2))
      this.things.push([`${folder}/agents`, { link: random.pick(["{outside}", "skills", "agents"]) }]);
  }
}
