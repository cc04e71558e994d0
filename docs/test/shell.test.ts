import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../../packages/cli/src/program.js";
import { publicPackages } from "../../scripts/corpus/packages.js";
import { placeOf, type Block } from "./blocks.js";
import { readPage, readPages, top } from "./pages.js";
import { kindOf } from "./rules.js";
import { readCommands } from "./shell-words.js";

const blocks = readPages().flatMap((page) => page.blocks);
const shell = blocks.filter((block) => kindOf(block) === "shell");
const cases = shell.flatMap((block) =>
  readCommands(block.text)
    .map(withoutVariables)
    .map((words) => ({ words, block, place: placeOf(block), line: words.join(" ") })),
);
const of = (...names: readonly string[]) => cases.filter(({ words: [name = ""] }) => names.includes(name));

/** A command without the variables that are set for it: `KEY=any npx mortise` is `npx mortise`. */
function withoutVariables(words: readonly string[]): readonly string[] {
  return words.slice(words.findIndex((word) => !/^\w+=/.test(word)));
}

interface PackageJson {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly version: string;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const readPackage = (folder: string) =>
  JSON.parse(readFileSync(join(top, folder, "package.json"), "utf8")) as PackageJson;
const { scripts = {}, devDependencies = {} } = readPackage(".");
const packages = ["packages", "plugins"].flatMap((folder) =>
  readdirSync(join(top, folder)).map((name) => readPackage(join(folder, name))),
);
const tarballs = new Set(
  packages.map(({ name, version }) => `${name.replace("@", "").replace("/", "-")}-${version}.tgz`),
);

/** What the page of a package on a registry may have its reader install: our packages, and vitest, a peer of one. */
const published: ReadonlySet<string> = new Set([...packages.map(({ name }) => name), "vitest"]);
const programs: ReadonlySet<string> = new Set(packages.flatMap(({ bin = {} }) => Object.keys(bin)));

const pnpmCommands: ReadonlySet<string> = new Set(["install", "pack"]);

/** The pnpm that the repository's own scripts run. */
const pinned = /pnpm@[\d.]+/.exec(scripts["start"] ?? "")?.[0];

/** What is wrong with an npm or npx line; nothing where it would work, on a registry's page or elsewhere. */
function npmProblem([tool, first = "", ...rest]: readonly string[], isRegistryPage = false): string | undefined {
  if (tool === "npm") {
    const isWrong = (word: string) => !isInstallable(word) && !(isRegistryPage && published.has(word));
    if (first === "install") return rest.filter((word) => !word.startsWith("-")).find(isWrong);
    const script = first === "run" ? rest[0] : first;
    return script !== undefined && script in scripts ? undefined : `there is no script ${script}`;
  }
  if (first === "-y") return rest[0] === pinned ? pnpmProblem(rest.slice(1)) : `the scripts run ${pinned}`;
  if (isRegistryPage && programs.has(first)) return undefined;
  return existsSync(join(top, "node_modules", ".bin", first)) ? undefined : `npx finds no ${first} here`;
}

/**
 * What was packed here, a plugin that corpus runs try, or what this repository has itself, at a version that is said:
 * `vitest@4`.
 */
function isInstallable(wanted: string): boolean {
  if (wanted.endsWith(".tgz")) return tarballs.has(basename(wanted));
  if (publicPackages.some(({ name, version }) => wanted === `${name}@${version}`)) return true;
  const [, name = ""] = /^(@?[^@]+)@\d+$/.exec(wanted) ?? [];
  return name in devDependencies;
}

function pnpmProblem(words: readonly string[]): string | undefined {
  const filtered = words.flatMap((word, index) => (word === "--filter" ? [words[index + 1]] : []));
  const known = new Set(packages.map(({ name }) => name));
  const strange = filtered.find((name) => name === undefined || !known.has(name));
  if (strange !== undefined) return `there is no package ${strange}`;
  const isKnown = words.some((word) => pnpmCommands.has(word) || word in scripts);
  return isKnown ? undefined : `pnpm is asked for nothing that is known: ${words.join(" ")}`;
}

/** The commands that this repository's plugins bring; what follows their names is theirs. */
const pluginCommands = new Set(
  readdirSync(join(top, "plugins")).flatMap((name) => {
    const manifest = readFileSync(join(top, "plugins", name, "mortise.plugin.json"), "utf8");
    return Object.keys((JSON.parse(manifest) as { readonly provides?: { readonly cli?: object } }).provides?.cli ?? {});
  }),
);

/** Holds a line against the command's own help: its name, its arguments, its options. */
async function mortiseProblem(words: readonly string[]): Promise<string | undefined> {
  const names = words.filter((word) => !word.startsWith("-"));
  if (pluginCommands.has(names[0] ?? "")) return undefined;
  const general = (await run(["--help"])).stdout;
  for (let count = names.length; count > 0; count -= 1) {
    const path = names.slice(0, count);
    const help = (await run([...path, "--help"])).stdout;
    const usage = /^Usage: (?<command>.+?)(?: \[options\](?<places>.*))?$/m.exec(help)?.groups;
    if (usage?.["command"] !== `mortise ${path.join(" ")}` || usage["places"]?.includes("[command]")) continue;
    const places = usage["places"]?.match(/[<[]\w+(?:\.\.\.)?[>\]]/g) ?? [];
    const needed = places.filter((place) => place.startsWith("<")).length;
    const most = places.some((place) => place.includes("...")) ? Infinity : places.length;
    const given = names.length - count - words.filter((word) => takesValue(word, help)).length;
    if (given < needed || given > most) return `${path.join(" ")} takes ${places.join(" ")}`;
    return words.find((word) => word.startsWith("--") && !new RegExp(`${word}(?![\\w-])`).test(help + general));
  }
  return "there is no such command";
}

function takesValue(option: string, help: string): boolean {
  return option.startsWith("--") && new RegExp(`${option} <`).test(help);
}

function isFileOf({ page }: Block, name: string): boolean {
  return readPage(page).blocks.some(({ title = "" }) => title.endsWith(`/${name}`));
}

describe("commands in the documentation [REPO-4]", () => {
  it("are of a kind that is tested here", () => {
    const known = of("npm", "npx", "curl", "node", "cd");
    expect(cases.filter((found) => !known.includes(found)).map(({ place, line }) => `${place}: ${line}`)).toEqual([]);
  });

  it.each(of("npm", "npx").filter(({ words }) => words[1] !== "mortise"))("$place: $line", ({ words, block }) => {
    expect(npmProblem(words, /^(?:packages|plugins)\//.test(block.page))).toBeUndefined();
  });

  it.each(cases.filter(({ line }) => line.startsWith("npx mortise ")))("$place: $line", async ({ words }) => {
    expect(await mortiseProblem(words.slice(2))).toBeUndefined();
  });

  it.each(of("node"))("$place: $line", ({ words, block }) => {
    expect(isFileOf(block, words.at(-1) ?? "")).toBe(true);
  });

  it.each(of("cd"))("$place: $line", ({ words: [, folder = ""], block }) => {
    expect(readPage(block.page).blocks.some(({ title = "" }) => title.startsWith(`${basename(folder)}/`))).toBe(true);
  });

  it("would fail if they were wrong", async () => {
    const wrong = [
      "npm run demonstrate",
      "npm install ./mortise-core-9.tgz",
      "npm install --save-dev vitest",
      "npm install vitesst@4",
      "npx mortis",
      "npx -y pnpm@1.0.0 install",
    ];
    expect(wrong.filter((line) => npmProblem(line.split(" ")) === undefined)).toEqual([]);
    const misused = ["plugins lst", "plugins plan", "plugins list twice", "doctor --explian CODE", "plugins list --al"];
    const problems = await Promise.all(misused.map((line) => mortiseProblem(line.split(" "))));
    expect(problems).not.toContain(undefined);
  });
});
