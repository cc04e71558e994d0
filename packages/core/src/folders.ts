import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import envPaths from "env-paths";
import { existsSync } from "./config/disk.js";

/** The folders that a host uses; all absolute. */
export interface HostFolders {
  /** What plugins keep. */
  readonly state: string;
  /** What can be thrown away: remembered verdicts, compiled TypeScript. */
  readonly cache: string;
  /** Plugins installed for the user. */
  readonly globalPlugins: string;
  /** Plugins of the project at hand. */
  readonly workspacePlugins: string;
}

/** The platform's conventions; the workspace is the config file's folder. */
export function defaultFolders(workspace: string): HostFolders {
  const { data, cache } = envPaths("mortise", { suffix: "" });
  return {
    state: data,
    cache,
    globalPlugins: join(data, "plugins"),
    workspacePlugins: join(workspace, ".mortise", "plugins"),
  };
}

/**
 * The folders of the plugins that come with an application, found from the built file of it that `moduleUrl` names:
 * `plugins/` at the top of a workspace, or, when installed, the packages beside the application's own.
 */
export function bundledPluginFolders(moduleUrl: string): readonly string[] {
  const packageFolder = resolve(dirname(fileURLToPath(moduleUrl)), "..");
  const beside = dirname(packageFolder);
  const workspace = join(beside, "..", "plugins");
  const isWorkspace = existsSync(join(beside, "..", "pnpm-workspace.yaml"));
  return [isWorkspace ? resolve(workspace) : beside];
}
