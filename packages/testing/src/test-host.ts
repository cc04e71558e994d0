import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createHost,
  livePlugins,
  reportPlugins,
  type Host,
  type HostConfig,
  type HostOptions,
  type LogRecord,
  type PluginReport,
} from "@mortise/core";
import type { Contract, GatewayContracts, GatewayHooks } from "@mortise/sdk";

/** What a test host is made of. */
export interface TestHostOptions extends Pick<
  HostOptions<GatewayContracts, GatewayHooks>,
  "env" | "formats" | "callDeadlineMs"
> {
  /** Folders of plugins, as file URLs or as paths (relative to the current folder). Naming a folder enables the plugin. */
  readonly plugins: readonly (string | URL)[];
  /** Config of plugins by id: what stands under `plugins.entries.<id>.config`. */
  readonly config?: Readonly<Record<string, object>>;
  /** Further settings of the `plugins` section; `entries` are joined with `config`. */
  readonly settings?: Omit<NonNullable<HostConfig["plugins"]>, "load">;
  /** Load plugins' source; true unless given. */
  readonly development?: boolean;
}

/** A real host on temporary folders, for tests. */
export interface TestHost extends AsyncDisposable {
  readonly host: Host;
  /** The lines that plugins logged. */
  readonly log: readonly LogRecord[];
  /** What is registered under a contract and id, its owner loaded. Throws where there is none, with every diagnostic. */
  provider<Value>(contract: Contract<string, Value>, id: string): Promise<Value>;
  /** Loads a plugin and says what became of it, as `inspect` does. Throws where no plugin has this id. */
  report(id: string): Promise<PluginReport>;
  /** Unloads everything and removes the temporary folders. */
  close(): Promise<void>;
}

/**
 * Runs plugins through the real pipeline: gates, config validation, planning, loading, registry. State and cache lie in
 * a temporary folder, and the environment is empty unless given.
 */
export async function createTestHost(options: TestHostOptions): Promise<TestHost> {
  const folder = mkdtempSync(join(tmpdir(), "mortise-test-"));
  const log: LogRecord[] = [];
  const host = await createHost(hostOptions(options, folder, log));
  const close = async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    host,
    log,
    async provider(contract, id) {
      const found = await host.resolve(contract, id);
      if (found) return found.value;
      const known = host.diagnostics.all.map(({ code, message }) => `  ${code}: ${message}`).join("\n");
      throw new Error(`Nobody provides the ${contract.kind} "${id}".\n${known}`);
    },
    async report(id) {
      await host.load([id]);
      const reports = reportPlugins(host.controlPlane, livePlugins(host));
      const found = reports.find((report) => report.id.toLowerCase() === id.toLowerCase());
      if (found) return found;
      throw new Error(
        `There is no plugin "${id}"; there is ${reports.map((report) => report.id).join(", ") || "none"}.`,
      );
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function hostOptions(
  options: TestHostOptions,
  folder: string,
  log: LogRecord[],
): HostOptions<GatewayContracts, GatewayHooks> {
  const { plugins, config = {}, settings = {}, env = {}, development = true, ...rest } = options;
  const paths = plugins.map((plugin) => (typeof plugin === "string" ? resolve(plugin) : fileURLToPath(plugin)));
  const entries = Object.fromEntries(
    [...new Set([...Object.keys(settings.entries ?? {}), ...Object.keys(config)])].map((id) => [
      id,
      { ...settings.entries?.[id], ...(config[id] && { config: config[id] }) },
    ]),
  );
  return {
    ...rest,
    env,
    development,
    config: { plugins: { ...settings, load: { paths }, entries } },
    cwd: folder,
    folders: {
      state: join(folder, "state"),
      cache: join(folder, "cache"),
      globalPlugins: join(folder, "global"),
      workspacePlugins: join(folder, "workspace"),
    },
    log: (record) => log.push(record),
  };
}
