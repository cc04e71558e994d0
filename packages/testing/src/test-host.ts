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
  type OwnedContribution,
  type PluginReport,
} from "@mortise/core";
import { writeFakePlugin } from "./fake-plugin.js";
import type { FakeProvider } from "./fake-provider.js";
import type { Contract, ContractMap, GatewayContracts, GatewayHooks, HookMap } from "@mortise/sdk";

/** What a test host is made of. */
export interface TestHostOptions<
  Contracts extends ContractMap = GatewayContracts,
  Hooks extends HookMap = GatewayHooks,
> extends Pick<HostOptions<Contracts, Hooks>, "sdk" | "env" | "formats" | "callDeadlineMs"> {
  /** Folders of plugins, as file URLs or as paths (relative to the current folder). Naming a folder enables the plugin. */
  readonly plugins: readonly (string | URL)[];
  /** Config of plugins by id: what stands under `plugins.entries.<id>.config`. */
  readonly config?: Readonly<Record<string, object>>;
  /** Further settings of the `plugins` section; `entries` are joined with `config`. */
  readonly settings?: Omit<NonNullable<HostConfig["plugins"]>, "load">;
  /** Providers of the test's own, for plugins that use them; a plugin named `test-fakes` brings them. */
  readonly fakes?: readonly FakeProvider[];
  /** Load plugins' source; true unless given. */
  readonly development?: boolean;
}

/** Something that a plugin registered. */
export interface CapturedRegistration {
  /** `hook` for handlers. */
  readonly kind: string;
  readonly id: string;
  /** The very value; of hooks, the handler. */
  readonly value: unknown;
}

/** A real host on temporary folders, for tests. */
export interface TestHost<
  Contracts extends ContractMap = GatewayContracts,
  Hooks extends HookMap = GatewayHooks,
> extends AsyncDisposable {
  readonly host: Host<Contracts, Hooks>;
  /** The lines that plugins logged. */
  readonly log: readonly LogRecord[];
  /** What is registered under a contract and id, its owner loaded. Throws where there is none, with every diagnostic. */
  provider<Value>(contract: Contract<string, Value>, id: string): Promise<Value>;
  /** Loads a plugin and says what became of it, as `inspect` does. Throws where no plugin has this id. */
  report(id: string): Promise<PluginReport>;
  /**
   * Everything that plugins own, as sorted lines such as `speech:espeak espeak`, for a snapshot that a person reviews. Of
   * plugins that are not loaded it is what they declare.
   */
  ownership(): readonly string[];
  /** What a plugin registered, as its contracts have it; it is loaded. Throws where no plugin has this id. */
  registrations(id: string): Promise<readonly CapturedRegistration[]>;
  /** Unloads everything and removes the temporary folders. */
  close(): Promise<void>;
}

/** A test host, whatever its contracts. */
export type AnyTestHost = TestHost<ContractMap, HookMap>;

/**
 * Runs plugins through the real pipeline: gates, config validation, planning, loading, registry. State and cache lie in
 * a temporary folder, and the environment is empty unless given. An application with contracts of its own gives its `sdk`.
 */
export async function createTestHost<
  Contracts extends ContractMap = GatewayContracts,
  Hooks extends HookMap = GatewayHooks,
>(options: TestHostOptions<Contracts, Hooks>): Promise<TestHost<Contracts, Hooks>> {
  const folder = mkdtempSync(join(tmpdir(), "mortise-test-"));
  const log: LogRecord[] = [];
  const { fakes = [] } = options;
  const fakeFolder = join(folder, "fakes");
  const written = fakes.length > 0 ? writeFakePlugin(fakeFolder, fakes) : undefined;
  const plugins = written ? [...options.plugins, fakeFolder] : options.plugins;
  const host = await createHost(hostOptions({ ...options, plugins }, folder, log));
  const close = async () => {
    await host.close();
    written?.forget();
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
    report: (id) => reportOn(host, id),
    ownership: () =>
      [...host.registry.contributions()].map(({ kind, id, plugin }) => `${kind}:${id} ${plugin}`).toSorted(),
    async registrations(id) {
      const { id: plugin } = await reportOn(host, id);
      const owned = [...host.registry.contributions()].filter((each) => each.plugin === plugin);
      return owned.flatMap((each) => each.registered.map((one) => captured(each, one)));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What is looked at of any host, whatever its contracts. */
type LookedAt = Pick<Host<ContractMap, HookMap>, "load" | "controlPlane"> & Parameters<typeof livePlugins>[0];

async function reportOn(host: LookedAt, id: string): Promise<PluginReport> {
  await host.load([id]);
  const reports = reportPlugins(host.controlPlane, livePlugins(host));
  const found = reports.find((report) => report.id.toLowerCase() === id.toLowerCase());
  if (found) return found;
  throw new Error(`There is no plugin "${id}"; there is ${reports.map((report) => report.id).join(", ") || "none"}.`);
}

function captured(
  { kind, id }: OwnedContribution,
  registered: OwnedContribution["registered"][number],
): CapturedRegistration {
  return { kind, id, value: "contract" in registered ? registered.value : registered.handler };
}

function hostOptions<Contracts extends ContractMap, Hooks extends HookMap>(
  options: TestHostOptions<Contracts, Hooks>,
  folder: string,
  log: LogRecord[],
): HostOptions<Contracts, Hooks> {
  const { plugins, config = {}, settings = {}, env = {}, development = true, fakes: _, ...rest } = options;
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
