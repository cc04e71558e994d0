/** What somebody finds who installs one package alone: whether its entries can be imported, and their types be read. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { PackedPackage } from "./pack.js";
import { createProject, install, run, withRequirements, type Project } from "./project.js";

interface Entry {
  /** As an importer writes it: `@mortise/core/catalog`. */
  readonly specifier: string;
  readonly kind: "module" | "json" | "closed";
  /** The optional peer that it is named after, as npm takes it: it is for those who have that. */
  readonly peer: string | undefined;
}

/** Where the packages come from, and where projects may be made. */
export interface Workspace {
  /** The repository's top folder. */
  readonly top: string;
  /** An empty folder outside of it. */
  readonly outside: string;
  /** The types of Node that importers have, as npm takes it: `@types/node@20.19.43`. */
  readonly nodeTypes: string;
}

/** How importers resolve modules; each of these must read the declarations, those of dependencies too. */
const resolutions: Readonly<Record<string, readonly string[]>> = {
  nodenext: ["--module", "nodenext"],
  bundler: ["--module", "esnext", "--moduleResolution", "bundler"],
};

/** Installs one package in a project of its own, and tells all that is wrong with it there. */
export function importerProblems(
  packed: PackedPackage,
  all: readonly PackedPackage[],
  { top, outside, nodeTypes }: Workspace,
): readonly string[] {
  const project = createProject(top, outside, packed.name.replaceAll(/\W+/g, "-"));
  const failed = install(project, withRequirements(packed, all), nodeTypes);
  if (failed.length > 0) return failed;
  const entries = entriesOf(packed);
  const common = entries.filter(({ peer }) => peer === undefined);
  return [
    ...machinePaths(join(project.folder, "node_modules", packed.name), top),
    ...importProblems(project, common),
    ...typeProblems(project, common, top),
    ...peerProblems(project, entries, top),
  ];
}

function entriesOf({ name, manifest }: PackedPackage): readonly Entry[] {
  const peers = (manifest["peerDependencies"] ?? {}) as Readonly<Record<string, string>>;
  return Object.entries((manifest["exports"] ?? {}) as Readonly<Record<string, unknown>>).map(([path, target]) => {
    const subpath = path.slice("./".length);
    return {
      specifier: `${name}${path.slice(1).replace("*", "anything")}`,
      kind: target === null ? "closed" : path.endsWith(".json") ? "json" : "module",
      peer: subpath in peers ? `${subpath}@${peers[subpath]}` : undefined,
    };
  });
}

/** Those entries run inside their peers, as the tutorial's do; here their types are read. */
function peerProblems(project: Project, entries: readonly Entry[], top: string): readonly string[] {
  const forPeers = entries.filter(({ peer }) => peer !== undefined);
  if (forPeers.length === 0) return [];
  const failed = install(project, [], ...forPeers.flatMap(({ peer }) => peer ?? []));
  return failed.length > 0 ? failed : typeProblems(project, forPeers, top);
}

function importProblems(project: Project, entries: readonly Entry[]): readonly string[] {
  const lines = entries.map(({ specifier, kind }) => `await ${kind}(${JSON.stringify(specifier)});`);
  writeFileSync(join(project.folder, "import.js"), [importing, ...lines].join("\n"));
  const options = ["--disable-warning=ExperimentalWarning", "import.js"];
  const { status, stdout, stderr } = run(project, process.execPath, ...options);
  if (status !== 0) return [`it cannot be imported: ${stdout}${stderr}`];
  return stdout + stderr === "" ? [] : [`importing it prints: ${stdout}${stderr}`];
}

const importing = `
import assert from "node:assert/strict";
async function module(specifier) {
  assert.ok(Object.keys(await import(specifier)).length > 0, specifier + " exports nothing");
}
async function json(specifier) {
  assert.equal(typeof (await import(specifier, { with: { type: "json" } })).default, "object");
}
async function closed(specifier) {
  await assert.rejects(import(specifier), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" }, specifier + " is open");
}
`;

function typeProblems(project: Project, entries: readonly Entry[], top: string): readonly string[] {
  const modules = entries.filter(({ kind }) => kind === "module");
  if (modules.length === 0) return [];
  const imports = modules.map(({ specifier }, index) => `import * as entry${index} from "${specifier}";`);
  const uses = modules.map((_, index) => `export const names${index}: readonly string[] = Object.keys(entry${index});`);
  writeFileSync(join(project.folder, "consumer.ts"), [...imports, ...uses].join("\n"));
  const compiler = join(top, "node_modules", "typescript", "bin", "tsc");
  const options = ["--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2023", "--types", "node"];
  return Object.entries(resolutions).flatMap(([name, resolution]) => {
    const { status, stdout } = run(project, process.execPath, compiler, ...options, ...resolution, "consumer.ts");
    return status === 0 ? [] : [`its types do not hold under ${name}: ${stdout}`];
  });
}

/** Files that name a folder of the machine that built them. */
function machinePaths(folder: string, top: string): readonly string[] {
  const words = [top, homedir()].filter((word) => word.length > 1).map((word) => `${word}/`);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .flatMap((path) => {
      const text = readFileSync(path, "utf8");
      return words.filter((word) => text.includes(word)).map((word) => `${path.slice(folder.length)} names ${word}`);
    });
}
