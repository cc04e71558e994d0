import { someHostConfig } from "./host-config.js";
import { Layout } from "./layout.js";
import { mutate } from "./mutate.js";
import { Random } from "./random.js";
import { someId, someString } from "./strings.js";
import type { Kind, Thing } from "./thing.js";
import { writeJson } from "./write-json.js";

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

const homes = ["plugins", "plugins", "plugins", ".mortise/plugins", "global"];

/** Host configs name paths on purpose; none may lead above the folder that is watched, or to what is the machine's own. */
function kept(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  const tame = text.replace(/"(?:[/\\]|\.\.|~|\*\*\/\.\.)[^"]*/g, (found) =>
    found.startsWith('"../outside/') && !found.includes("..", 3) ? found : '"./plugins',
  );
  return Buffer.from(/\.\.[/\\]+\.\./.test(tame) ? tame.replaceAll("..", ".") : tame, "latin1");
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
  const layout = new Layout(random);
  const known: string[] = [];
  for (const folder of new Set(pluginFolders(random, kind))) {
    const id = kind === "schema" || random.chance(0.6) ? "alpha" : someId(random);
    known.push(id);
    if (kind === "bundle") layout.bundle(folder);
    else layout.plugin(folder, id, kind === "config" ? "package" : kind);
  }
  if (kind === "config" || kind === "schema" || random.chance(0.2)) {
    const config = someHostConfig(random, known, kind === "schema");
    const bytes = kept(writeJson(kind === "config" ? mutate(config, random) : config, random, kind === "config"));
    layout.file("mortise.jsonc", bytes);
  }
  return {
    kind,
    isWhole: !readable.includes(kind) || random.chance(0.1),
    things: layout.things,
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
