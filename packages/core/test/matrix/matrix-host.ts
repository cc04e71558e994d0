import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { ManifestFormat } from "../../src/catalog/format.js";
import { nativeFormat } from "../../src/catalog/native/read.js";
import { createHost } from "../../src/host.js";
import type { Host, HostOptions } from "../../src/host-interface.js";
import { livePlugins } from "../../src/reporting/live.js";
import { reportPlugins } from "../../src/reporting/plugin-report.js";
import type { PluginReport } from "../../src/reporting/report.js";
import { writeFiles } from "../folder.js";
import { pluginFiles, type WrittenPlugin } from "../host-with.js";

/** A host on which all plugins of a situation were loaded. */
export interface MatrixHost {
  readonly host: Host;
  report(plugin: string): PluginReport;
  /** The codes of what was said of a plugin. */
  codes(plugin: string): readonly string[];
}

/** Writes the plugins of a situation and loads them all, the last first, once for all tests of a `describe`. */
export function matrixHost(
  plugins: Readonly<Record<string, WrittenPlugin>>,
  settings: object = {},
  options: Pick<HostOptions, "formats"> = {},
): () => MatrixHost {
  let made: MatrixHost;
  let folder: string;
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-matrix-")));
    const files = Object.entries(pluginFiles(plugins)).filter(([, content]) => content !== undefined);
    writeFiles(folder, Object.fromEntries(files));
    const ids = Object.keys(plugins);
    const host = await createHost({
      config: { plugins: { load: { paths: ids.map((id) => join(folder, id)) }, ...settings } },
      cwd: folder,
      env: {},
      folders: { state: join(folder, ".state"), cache: join(folder, ".cache"), globalPlugins: join(folder, ".global") },
      services: "leave",
      ...options,
    });
    // The last first, and one by one: who wins must not depend on it.
    for (const id of ids.toReversed()) await host.load([id]);
    const reports = new Map(reportPlugins(host.controlPlane, livePlugins(host)).map((report) => [report.id, report]));
    made = {
      host,
      report: (plugin) => reports.get(plugin) as PluginReport,
      codes: (plugin) => host.diagnostics.all.filter((one) => one.plugin === plugin).map(({ code }) => code),
    };
  });
  afterAll(async () => {
    await made?.host.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => made;
}

/** The native format under another file name, and with a manifest that need not declare everything. */
export const lenientFormat: ManifestFormat = {
  ...nativeFormat,
  name: "lenient",
  manifestFile: "lenient.plugin.json",
  read(source) {
    const reading = nativeFormat.read(source);
    const plugins = reading.plugins.map((plugin) => ({
      ...plugin,
      manifest: { ...plugin.manifest, declarations: "lenient" as const },
    }));
    return { ...reading, plugins };
  },
};

/** Makes a plugin's manifest one of the lenient format. */
export function lenient(id: string, { provides = {}, ...plugin }: WrittenPlugin): WrittenPlugin {
  const manifest = { id, configSchema: { type: "object" }, provides };
  return { ...plugin, files: { "mortise.plugin.json": undefined, "lenient.plugin.json": manifest } };
}
