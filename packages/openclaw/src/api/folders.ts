import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/** Where one plugin keeps its files. Absolute paths; a folder is made when it is first asked for. */
export interface Folders {
  /** For what the plugin keeps; its own. */
  state(): string;
  /** What OpenClaw's plugins take for the folder in which an agent works; all of them have the same one. */
  workspace(): string;
  /** Where that is or will be, without making it. */
  readonly workspacePath: string;
}

/** The folders of one plugin below the folder for what plugins keep. */
export function createFolders(stateFolder: string, plugin: string): Folders {
  const base = join(stateFolder, "openclaw");
  const workspacePath = join(base, "workspace");
  return {
    workspacePath,
    state: once(() => made(join(base, "plugins", ...plugin.split("/").map(encodeURIComponent)))),
    workspace: once(() => made(workspacePath)),
  };
}

function made(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function once<Value>(make: () => Value): () => Value {
  let value: { readonly made: Value } | undefined;
  return () => (value ??= { made: make() }).made;
}

/** A path as OpenClaw's `api.resolvePath` understands it: `~` is the home folder, else relative to the plugin's folder. */
export function resolveTheirPath(written: string, root: string): string {
  const path = written.trim();
  if (path === "~") return homedir();
  if (/^~[\\/]/.test(path)) return join(homedir(), path.slice(2));
  return isAbsolute(path) ? resolve(path) : resolve(root, path);
}
