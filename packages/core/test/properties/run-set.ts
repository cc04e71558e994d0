import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gatewaySdk, type Contract } from "@mortise/sdk";
import { foldId } from "../../src/catalog/candidate.js";
import type { ManifestFormat } from "../../src/catalog/format.js";
import { completeManifest, type PluginManifest } from "../../src/catalog/manifest.js";
import { createHost } from "../../src/host.js";
import type { Host } from "../../src/host-interface.js";
import { registrationUnder, type RandomPlugin, type RandomSet } from "./random-set.js";

/** What a plugin's code did, in order. */
export type Deeds = string[];

/** A host on the plugins of a random set. */
export interface RunningSet {
  readonly host: Host;
  /** The folder of a plugin of the set. */
  rootOf(plugin: RandomPlugin): string;
  /** The plugin of a folder. */
  pluginAt(root: string): RandomPlugin;
  /** What the code of a plugin did so far. */
  deedsOf(plugin: RandomPlugin): Deeds;
}

interface Behaviour {
  readonly plugin: RandomPlugin;
  readonly deeds: Deeds;
}

/** What the plugins of the set at hand do, by folder: every set uses the same files, so that Node imports them once. */
const behaviours = new Map<string, Behaviour>();
const door = Symbol.for("mortise.test.random-set");
Object.assign(globalThis, { [door]: act });

const code = `
const act = globalThis[Symbol.for("mortise.test.random-set")];
export default {
  register: (api) => act(import.meta.dirname, "register", api),
  onUnload: () => act(import.meta.dirname, "unload"),
};`;

/** The manifest as it is, so that a set may have plugins whose format is lenient. */
const randomFormat: ManifestFormat = {
  name: "random",
  manifestFile: "random.plugin.json",
  read: ({ json }) => ({
    plugins: [{ manifest: completeManifest(json.value as PluginManifest), entry: "index.mjs" }],
    diagnostics: [],
  }),
};

/** Writes the folders that sets are run in: one for each place in a set and each origin. */
export function prepareFolders(folder: string): void {
  for (const root of Array.from({ length: 6 }, (_, index) => index).flatMap((index) => rootsAt(folder, index))) {
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, "index.mjs"), code);
  }
}

function rootsAt(folder: string, index: number): readonly string[] {
  return ["config", "workspace", "global", "bundled"].map((origin) => join(folder, origin, String(index)));
}

/** Makes a host on a set; `shuffle` gives the order in which it is told of the plugins' folders. */
export async function hostOn(
  folder: string,
  { plugins, settings }: RandomSet,
  shuffle: RandomSet["shuffle"] = (list) => list,
): Promise<RunningSet> {
  const rootOf = (plugin: RandomPlugin) => join(folder, plugin.origin, String(plugins.indexOf(plugin)));
  behaviours.clear();
  for (const plugin of plugins) {
    behaviours.set(rootOf(plugin), { plugin, deeds: [] });
    writeFileSync(join(rootOf(plugin), "random.plugin.json"), JSON.stringify(manifestOf(plugin)));
  }
  const of = (origin: string) => shuffle(plugins.filter((plugin) => plugin.origin === origin).map(rootOf));
  const host = await createHost({
    config: { plugins: { load: { paths: of("config") }, ...settings } },
    cwd: folder,
    env: {},
    roots: { workspace: of("workspace"), global: of("global"), bundled: of("bundled") },
    formats: [randomFormat],
    folders: { state: join(folder, ".state"), cache: join(folder, ".cache") },
  });
  const known = new Map(behaviours);
  const at = (root: string) => known.get(root) as Behaviour;
  return {
    host,
    rootOf,
    pluginAt: (root) => at(root).plugin,
    deedsOf: (plugin) => at(rootOf(plugin)).deeds,
  };
}

function manifestOf(plugin: RandomPlugin): Partial<PluginManifest> {
  const { id, isStrict, enabledByDefault, after, before, requires, conflicts, contributions, listens } = plugin;
  const provides: Record<string, Record<string, object>> = listens ? { hooks: { llm_input: {} } } : {};
  for (const { contract, id: provided, aliases, isDeclared } of contributions) {
    if (isDeclared) (provides[contract.key] ??= {})[provided] = aliases.length > 0 ? { aliases } : {};
  }
  const ranges = (ids: readonly string[]) => Object.fromEntries(ids.map((other) => [other, "*"]));
  const declarations = isStrict ? "strict" : "lenient";
  return {
    id,
    declarations,
    enabledByDefault,
    after,
    before,
    requires: ranges(requires),
    conflicts: ranges(conflicts),
    provides: provides as PluginManifest["provides"],
  };
}

type Api = Readonly<Record<string, (...given: readonly unknown[]) => { dispose(): void }>> & {
  readonly signal: AbortSignal;
};

function act(root: string, what: "register" | "unload", api: Api): unknown {
  const { plugin, deeds } = behaviours.get(root) as Behaviour;
  deeds.push(what);
  return what === "register" ? register(plugin, deeds, api) : undefined;
}

const methods = new Map<Contract, string>(
  Object.entries(gatewaySdk.contracts).map(([method, contract]) => [contract as Contract, method]),
);

function register({ contributions, listens, fate }: RandomPlugin, deeds: Deeds, api: Api): unknown {
  api.onDispose?.(() => deeds.push("first disposed"));
  api.onDispose?.(() => deeds.push("second disposed"));
  api.signal.addEventListener("abort", () => deeds.push("aborted"));
  api.setInterval?.(() => {}, 1e6);
  const handles = contributions
    .filter(({ isRegistered }) => isRegistered)
    .map(({ contract, id, aliases }) => api[methods.get(contract) ?? ""]?.(registrationUnder(contract, id, aliases)));
  if (listens) api.on?.("llm_input", () => {});
  if (fate === "takes back") handles.forEach((handle) => handle?.dispose());
  if (fate === "throws") throw new Error("no");
  if (fate === "malformed") swallow(() => api.registerTool?.({ name: "no description" }));
  return fate === "promises" ? Promise.reject(new Error("late")) : undefined;
}

/** A plugin that makes nothing of an error is not saved by it. */
function swallow(run: () => unknown): void {
  try {
    run();
  } catch {
    // The draft is spoilt all the same.
  }
}

/** Loads every plugin that may run, one after the other in this order. */
export async function loadAll({ host }: RunningSet, shuffle: RandomSet["shuffle"] = (list) => list): Promise<void> {
  for (const { id } of shuffle(host.controlPlane.order)) await host.load([id]);
}

/** Whether a plugin is loaded. */
export function isLoaded({ host }: RunningSet, id: string): boolean {
  return host.registry.instances.has(foldId(id));
}
