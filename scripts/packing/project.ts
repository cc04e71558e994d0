/** A project of somebody else's: a folder outside of the workspace, in which only what npm installed can be found. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import type { PackedPackage } from "./pack.js";

/** What came of a command. */
export interface Ran {
  /** The exit code; null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with a package.json, and the environment of a person who works there. */
export interface Project {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** How long one command may take, in milliseconds; npm may have to download. */
const commandDeadlineMs = 5 * 60_000;

/** Variables that pnpm, npx, this run or its caller set, and that a person's shell does not have. */
const workspaceVariables = /^(?:npm_|pnpm_|NODE_|INIT_CWD|MORTISE_|VITEST|FORCE_COLOR)/i;

/** What npm may be told by variables about the way to its registry. */
const registryVariables =
  /^npm_config_(?:(?:registry|cache|userconfig|ca|cafile|proxy|https?[-_]proxy|noproxy|strict[-_]ssl)$|@|\/\/)/i;

/**
 * Makes a project below `parent`. Programs of the workspace at `top` are not on its PATH, the Node of this process is the
 * first one, and what hosts keep for their users is kept in the project.
 */
export function createProject(top: string, parent: string, name: string): Project {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  return { folder, environment: freshEnvironment(top, join(parent, `${name}-home`)) };
}

function freshEnvironment(top: string, home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !workspaceVariables.test(name) || registryVariables.test(name),
  );
  const programs = (process.env["PATH"] ?? "").split(delimiter);
  const others = programs.filter(
    (path) => path !== top && !path.startsWith(top + sep) && !path.includes("node_modules"),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: [dirname(process.execPath), ...others].join(delimiter),
    NO_COLOR: "1",
    XDG_CACHE_HOME: join(home, "cache"),
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_DATA_HOME: join(home, "data"),
    XDG_STATE_HOME: join(home, "state"),
  };
}

/** Runs a program in the project, by its name or path. */
export function run({ folder, environment }: Project, program: string, ...words: readonly string[]): Ran {
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd: folder,
    env: environment,
    encoding: "utf8",
    timeout: commandDeadlineMs,
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr: `${stderr}${error ? `\n${error.message}` : ""}` };
}

/** Path of a program that a package in the project brings. */
export function installedProgram({ folder }: Project, name: string): string {
  return join(folder, "node_modules", ".bin", name);
}

/**
 * Installs packed packages together, so that each finds the others as archives and none is looked for in a registry.
 *
 * @returns what npm complained of, when it failed
 */
export function install(
  project: Project,
  packed: readonly PackedPackage[],
  ...others: readonly string[]
): readonly string[] {
  const archives = packed.map(({ archive }) => archive);
  const options = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const { status, stdout, stderr } = run(project, "npm", "install", ...options, ...archives, ...others);
  return status === 0 ? [] : [`npm install fails: ${stdout}${stderr}`];
}

/** A package with all packages of ours that it needs, itself first. */
export function withRequirements(wanted: PackedPackage, all: readonly PackedPackage[]): readonly PackedPackage[] {
  const found = new Set([wanted]);
  // A set goes on to what is added to it meanwhile.
  for (const { manifest } of found) {
    const names = Object.keys(manifest["dependencies"] ?? {});
    for (const other of all) if (names.includes(other.name)) found.add(other);
  }
  return [...found];
}
