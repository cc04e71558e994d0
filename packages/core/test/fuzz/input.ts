import { someHostConfig } from "./host-config.js";
import { someManifest, someOpenclawManifest, somePackage } from "./manifest.js";
import { mutate } from "./mutate.js";
import { toNode, type Node } from "./node.js";
import { Random } from "./random.js";
import { hostilePaths, someId, someString } from "./strings.js";
import { writeJson } from "./write-json.js";

/** What an input is mainly about. */
export type Kind = "config" | "manifest" | "openclaw" | "package" | "folder" | "bundle" | "schema";

/** A file, a link (`{outside}` stands for the folder beside), or an empty folder, by path. */
export type Thing = { readonly bytes: Buffer } | { readonly link: string } | { readonly folder: true };

/** One input, made of its seed and index alone. */
export interface FuzzInput {
  readonly kind: Kind;
  /** It goes the whole way, from discovery to the reports; otherwise each of its texts through its reader alone. */
  readonly isWhole: boolean;
  readonly things: readonly (readonly [path: string, thing: Thing])[];
  /** Given as an object; otherwise the file, if there is one. */
  readonly config?: unknown;
  readonly development: boolean;
  readonly checking: "recall" | "check";
  /** Secrets are resolved, the merged schema is made, all is read once more. */
  readonly isDeep: boolean;
  /** Passed on to the planner. */
  readonly trigger: string;
}

const kinds: readonly (readonly [number, Kind])[] = [
  [37, "config"],
  [37, "manifest"],
  [15, "openclaw"],
  [4, "package"],
  [3, "folder"],
  [2, "bundle"],
  [2.5, "schema"],
];

/** All kinds. */
export const kindNames: readonly Kind[] = kinds.map(([, kind]) => kind);

/** Those of which most are texts for one reader. */
const readable: readonly Kind[] = ["config", "manifest", "openclaw"];

type Things = [path: string, thing: Thing][];

const code = { bytes: Buffer.from("globalThis.fuzzRan = true;\nexport default {};\n") };
const homes = ["plugins", "plugins", "plugins", ".mortise/plugins", "global"];
const soundPackage = JSON.stringify({
  name: "alpha",
  mortise: { entry: "./index.js" },
  openclaw: { extensions: ["./index.js"] },
});
const bundles = [".claude-plugin/plugin.json", ".codex-plugin/plugin.json", ".cursor-plugin/plugin.json"];

/** Host configs name paths on purpose; none may lead above the folder that is watched, or to what is the machine's own. */
function kept(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  const tame = text.replace(/"(?:[/\\]|\.\.|~|\*\*\/\.\.)[^"]*/g, (found) =>
    found.startsWith('"../outside/') && !found.includes("..", 3) ? found : '"./plugins',
  );
  return Buffer.from(/\.\.[/\\]+\.\./.test(tame) ? tame.replaceAll("..", ".") : tame, "latin1");
}

class Maker {
  readonly things: Things = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  file(path: string, bytes: Buffer): void {
    this.things.push([path, { bytes }]);
  }

  json(path: string, node: Node, isMutated: boolean): void {
    this.file(path, writeJson(isMutated ? mutate(node, this.#random) : node, this.#random, isMutated));
  }

  /** What a plugin's folder holds besides its manifest; mostly just its code. */
  around(folder: string, kind: Kind): void {
    const random = this.#random;
    if (random.chance(kind === "schema" ? 1 : 0.9)) this.things.push([`${folder}/index.js`, code]);
    if (random.chance(0.05))
      this.things.push([
        `${folder}/link.js`,
        { link: random.pick(["{outside}/evil.js", "index.js", "link.js", "../p1/index.js"]) },
      ]);
    if (random.chance(0.03)) this.things.push([`${folder}/link`, { link: random.pick(["{outside}", ".", ".."]) }]);
    if (random.chance(0.03)) this.things.push([`${folder}/loop`, { link: "." }]);
  }

  plugin(folder: string, id: string, kind: Kind): void {
    const random = this.#random;
    const schemas = kind === "schema";
    const isForeign = kind === "openclaw" || (kind !== "manifest" && random.chance(0.15));
    const name = isForeign ? "openclaw.plugin.json" : "mortise.plugin.json";
    if (kind === "folder" && random.chance(0.05))
      this.things.push([
        `${folder}/${name}`,
        { link: random.pick(["{outside}/manifest.json", "{outside}", name, "/nonexistent"]) },
      ]);
    else if (kind === "folder" && random.chance(0.03)) this.things.push([`${folder}/${name}`, { folder: true }]);
    else
      this.json(
        `${folder}/${name}`,
        (isForeign ? someOpenclawManifest : someManifest)(random, id, schemas),
        schemas ? random.chance(0.1) : kind !== "package",
      );
    if (schemas) this.file(`${folder}/package.json`, Buffer.from(soundPackage));
    else if (isForeign || kind === "package" || random.chance(0.3))
      this.json(`${folder}/package.json`, somePackage(random), kind === "package" || random.chance(0.2));
    this.around(folder, kind);
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
      hooks: "./hooks/hooks.json",
      mcpServers: random.pick<Node>(["./.mcp.json", toNode({ x: { command: name } })]),
    });
    if (random.chance(0.9)) this.json(`${folder}/${random.pick(bundles)}`, named, true);
    const front = `---\nname: ${JSON.stringify(name)}\ndescription: ${id}\n${random.pick(["", "a: &a [*a, *a]\n", "? {x: 1}\n: y\n", "__proto__: {x: 1}\n", "<<: {a: 1}\n", "\t- x\n", "a: !!js/function 'x'\n"])}---\n\nText\n`;
    this.file(
      `${folder}/skills/${random.pick(["one", "two"])}/SKILL.md`,
      Buffer.from(random.chance(0.8) ? front : front.slice(0, random.below(front.length))),
    );
    if (random.chance(0.5)) this.file(`${folder}/commands/a.md`, Buffer.from(front));
    if (random.chance(0.5))
      this.json(
        `${folder}/.mcp.json`,
        toNode({ mcpServers: { [id]: { command: name, args: [name], env: { TOKEN: "x" }, url: name } } }),
        true,
      );
    if (random.chance(0.5))
      this.json(
        `${folder}/hooks/hooks.json`,
        toNode({ hooks: { PreToolUse: [{ matcher: name, hooks: [{ type: "command", command: name }] }] } }),
        true,
      );
    if (random.chance(0.2))
      this.things.push([`${folder}/agents`, { link: random.pick(["{outside}", "skills", "agents"]) }]);
  }
}

function pluginFolders(random: Random, kind: Kind): readonly string[] {
  const count = kind === "folder" ? 2 + random.below(4) : kind === "config" ? Number(random.chance(0.25)) : 1;
  const odd = [
    "P0",
    "node_modules",
    "dist",
    ".hidden",
    "@scope/p0",
    "a b",
    "\u00e9",
    "x.json",
    "constructor",
    "__proto__",
    "{a}",
    "*",
    "[b]",
  ];
  return Array.from(
    { length: count },
    (_, index) => `${random.pick(homes)}/${kind === "folder" && random.chance(0.3) ? random.pick(odd) : `p${index}`}`,
  );
}

/** The input of a seed and an index; of a kind, where one is given. */
export function makeInput(seed: number, index: number, given?: Kind): FuzzInput {
  const random = new Random(seed, index);
  const kind = given ?? random.weighted(kinds);
  const maker = new Maker(random);
  const known: string[] = [];
  for (const folder of new Set(pluginFolders(random, kind))) {
    const id = kind === "schema" || random.chance(0.6) ? "alpha" : someId(random);
    known.push(id);
    if (kind === "bundle") maker.bundle(folder);
    else maker.plugin(folder, id, kind === "config" ? "package" : kind);
  }
  if (kind === "config" || kind === "schema" || random.chance(0.2)) {
    const config = someHostConfig(random, known, kind === "schema");
    const bytes = kept(writeJson(kind === "config" ? mutate(config, random) : config, random, kind === "config"));
    maker.file("mortise.jsonc", bytes);
  }
  return {
    kind,
    isWhole: !readable.includes(kind) || random.chance(0.1),
    things: maker.things,
    ...(kind === "config" && random.chance(0.1) && { config: someObject(random) }),
    development: random.chance(0.2),
    isDeep: kind === "schema" || random.chance(0.02),
    checking: kind === "schema" || random.chance(0.25) ? "check" : "recall",
    trigger: random.pick([
      "startup",
      "provider:alpha",
      "slot:memory",
      "tool:__proto__",
      "hook:llm_input",
      "capability:speech",
      "config:channels.telegram",
      "",
      ":",
      someString(random),
    ]),
  };
}

/** What an embedder might hand over by mistake. */
function someObject(random: Random): unknown {
  const circle: Record<string, unknown> = { plugins: {} };
  circle["plugins"] = circle;
  return random.pick<unknown>([
    circle,
    { plugins: { entries: { alpha: { config: { port: 1n } } } } },
    { plugins: { entries: new Map([["alpha", {}]]), load: { paths: [undefined, Symbol("x"), () => 1] } } },
    JSON.parse(
      '{"__proto__":{"polluted":true},"plugins":{"__proto__":{"enabled":true},"entries":{"constructor":{"enabled":true}}}}',
    ),
    { plugins: { entries: { alpha: { enabled: true, toJSON: () => ({ enabled: "x" }) } } } },
    Object.create({ plugins: { enabled: false } }),
    { toJSON: () => (function* () {})().throw(null) },
    [],
    new Date(NaN),
    null,
  ]);
}
