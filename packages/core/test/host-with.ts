import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Host, HostOptions } from "../src/host-interface.js";
import { createHost } from "../src/host.js";
import type { LogRecord } from "../src/logger.js";
import { folderWith, type Files } from "./folder.js";

/** A plugin as a test writes it. */
export interface WrittenPlugin {
  readonly provides?: object;
  /** Further members of the manifest. */
  readonly manifest?: object;
  /** The body of `register(api)`. */
  readonly register?: string;
  /** Further members of the plugin. */
  readonly members?: string;
  /** The whole module, instead of `register`. */
  readonly module?: string;
  /** The module's file name; `index.mjs` unless given. */
  readonly entry?: string;
  readonly files?: Files;
}

/** The files of plugins, each in a folder of its id. */
export function pluginFiles(plugins: Readonly<Record<string, WrittenPlugin>>): Files {
  return Object.fromEntries(Object.entries(plugins).flatMap(([id, plugin]) => Object.entries(filesOf(id, plugin))));
}

function filesOf(id: string, plugin: WrittenPlugin): Files {
  const { provides = {}, manifest = {}, register = "", members = "", entry = "index.mjs", files = {} } = plugin;
  const module = plugin.module ?? `export default { id: "${id}", register(api) { ${register} }, ${members} };`;
  const all: Files = {
    "mortise.plugin.json": { id, configSchema: { type: "object" }, provides, ...manifest },
    "package.json": { mortise: { entry: `./${entry}` } },
    [entry]: module,
    ...files,
  };
  return Object.fromEntries(Object.entries(all).map(([name, content]) => [join(id, name), content]));
}

/** A host on written plugins, closed when the test has ended. */
export interface WrittenHost {
  readonly host: Host;
  readonly folder: string;
  /** What plugins logged: `plugin: message`. */
  readonly lines: readonly string[];
  readonly records: readonly LogRecord[];
  /** The codes of the diagnostics about a plugin so far. */
  codes(plugin: string): readonly string[];
}

/** What a host is told besides its plugins. */
export interface WrittenHostOptions extends HostOptions {
  /** Further members of the config's `plugins`. */
  readonly settings?: object;
  /** The order in which the config names the plugins' folders; as written unless given. */
  readonly paths?: readonly string[];
}

/** Writes plugins and makes a host that has them all by configured path. */
export async function hostWith(
  plugins: Readonly<Record<string, WrittenPlugin>>,
  { settings = {}, paths = Object.keys(plugins), ...options }: WrittenHostOptions = {},
): Promise<WrittenHost> {
  return hostIn(folderWith(pluginFiles(plugins)), { settings, paths, ...options });
}

/** A host on plugins that are written already. */
export async function hostIn(
  folder: string,
  { settings = {}, paths = [], ...options }: WrittenHostOptions,
): Promise<WrittenHost> {
  const records: LogRecord[] = [];
  const lines: string[] = [];
  const host = await createHost({
    config: { plugins: { load: { paths: paths.map((path) => join(folder, path)) }, ...settings } },
    cwd: folder,
    env: {},
    folders: { state: join(folder, ".state"), cache: join(folder, ".cache"), globalPlugins: join(folder, ".global") },
    log(record) {
      records.push(record);
      lines.push(`${record.plugin}: ${record.message}`);
    },
    ...options,
  });
  onTestFinished(() => host.close());
  const codes = (plugin: string) => host.diagnostics.all.filter((one) => one.plugin === plugin).map(({ code }) => code);
  return { host: host as Host, folder, lines, records, codes };
}
