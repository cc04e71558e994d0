/** What is built: read from each package.json, so that a new export needs no second mention here. */
import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, relative } from "node:path";
import { packageFolders } from "./fingerprint.mjs";

/** One package and the files that its `dist/` is made from. */
export interface BuildTarget {
  readonly name: string;
  /** Absolute path of the package. */
  readonly folder: string;
  /** Built name, without extension, to absolute path of the source: `{ "index": "/…/src/index.ts" }`. */
  readonly entries: Readonly<Record<string, string>>;
  /** Entries that are named but not written yet, relative to the package. */
  readonly missing: readonly string[];
  /** True for a command that carries all it imports, made to start fast. */
  readonly isCommand: boolean;
  /** True for an import that stays an import. */
  readonly isExternal: (specifier: string) => boolean;
}

interface PackageJson {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The programs: what a person runs is no export. */
const programs: Readonly<Record<string, readonly string[]>> = {
  "@mortise/cli": ["./src/mortise.ts"],
  "@mortise/gateway": ["./src/main.ts"],
};

/** The command's start-up time is a feature, and reading many files is what costs. */
const commands: ReadonlySet<string> = new Set(["@mortise/cli"]);

/**
 * Small pure libraries that are built in. Imported from their own files, typebox alone costs 150 ms (700 files);
 * built in, 8 ms.
 */
const builtIn: ReadonlySet<string> = new Set(["typebox", "semver", "fastest-levenshtein", "jsonc-parser"]);

/** What cannot be built in: jiti finds its own compiler beside itself, and the other its native code. */
const neverBuiltIn: ReadonlySet<string> = new Set(["jiti", "fs-native-extensions"]);

/** Lists the targets of the repository whose top folder is given. */
export function findTargets(top: string): readonly BuildTarget[] {
  return packageFolders(top).map((folder) => describe(join(top, folder)));
}

function describe(folder: string): BuildTarget {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageJson;
  const sources = [...exportedSources(manifest), ...(programs[manifest.name] ?? [])];
  const paths = sources.map((source) => join(folder, source));
  const present = paths.filter((path) => existsSync(path));
  const isCommand = commands.has(manifest.name);
  return {
    name: manifest.name,
    folder,
    entries: Object.fromEntries(
      present.map((path) => [relative(join(folder, "src"), path).replace(/\.ts$/, ""), path]),
    ),
    missing: paths.filter((path) => !existsSync(path)).map((path) => relative(folder, path)),
    isCommand,
    isExternal: isCommand ? isExternalToCommand : externalTo(manifest),
  };
}

function exportedSources(manifest: PackageJson): readonly string[] {
  return Object.values(manifest.exports ?? {}).flatMap((target) => {
    const source = target !== null && typeof target === "object" && Reflect.get(target, "@mortise/source");
    return typeof source === "string" ? [source] : [];
  });
}

function isExternalToCommand(specifier: string): boolean {
  return isBuiltin(specifier) || neverBuiltIn.has(packageOf(specifier));
}

function externalTo(manifest: PackageJson): (specifier: string) => boolean {
  const dependencies = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
  return (specifier) => {
    const owner = packageOf(specifier);
    return isBuiltin(specifier) || (dependencies.has(owner) && !builtIn.has(owner));
  };
}

/** `@scope/name/path` to `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
