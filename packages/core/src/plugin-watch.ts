import { performance } from "node:perf_hooks";
import { foldId, placeOf } from "./catalog/candidate.js";
import { isInside } from "./catalog/paths.js";
import type { HostChange } from "./host-change.js";
import type { Changes } from "./changes.js";
import type { ControlPlane } from "./control-plane.js";
import { diagnose } from "./diagnostics/catalogue.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { messageOf } from "./diagnostics/error.js";
import type { PluginInstance } from "./loading/instance.js";
import type { PatrolledFile } from "./watching/patrol.js";
import { createRestless } from "./watching/restless.js";
import type { WatchedChanges, WatchTarget } from "./watching/targets.js";

/** What a change on the disk came to. */
export interface WatchedChange extends HostChange {
  /** The files that changed, absolute. */
  readonly files: readonly string[];
  /** From when the change was noticed until it was in force, in milliseconds. */
  readonly durationMs: number;
}

/** What watching a host needs. */
export interface PluginWatchOptions {
  controlPlane(): ControlPlane;
  /** The plugins that are loaded, by folded id. */
  instances(): ReadonlyMap<string, PluginInstance>;
  readonly changes: Changes;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Hears what each change came to. */
  readonly onChange?: (change: WatchedChange) => void;
}

/** A host's files that are being watched. */
export interface PluginWatch extends AsyncDisposable {
  /** Nothing is taken over from now on. */
  close(): Promise<void>;
}

/**
 * Watches the plugins, the folders where they may appear and the config file, and takes over what changes: of a plugin
 * that plugin, with what requires it; of the config, what it changes. Resolves when it watches.
 */
export async function watchPlugins(options: PluginWatchOptions): Promise<PluginWatch> {
  const { controlPlane, report } = options;
  // The library is imported only where something is watched.
  const { watchFiles } = await import("./watching/watch.js");
  const { state, cache } = controlPlane().folders;
  const { createPatrol } = await import("./watching/patrol.js");
  const failed = (error: unknown) => report(diagnose("WATCH_FAILED", { reason: messageOf(error) }));
  const restless = createRestless({
    restless: (file) => report(diagnose("WATCH_RESTLESS", { file }, { path: file })),
    catchUp: (found) => void inForce(found).catch(failed),
  });
  const patrol = createPatrol({
    files: () => filesOf(options),
    onMissed: (found) => inForce(found).catch(failed),
  });
  const inForce = async (found: WatchedChanges) => {
    await takeOver(found, options);
    patrol.noted(found.files);
  };
  const watch = await watchFiles({
    targets: () => targetsOf(controlPlane()),
    ignored: [state, cache],
    async onChange(found) {
      const files = restless.calmOf(found);
      if (files.length > 0) await inForce({ ...found, files });
      await watch.refresh();
    },
    onError: failed,
  });
  const close = () => {
    restless.close();
    patrol.close();
    return watch.close();
  };
  return { close, [Symbol.asyncDispose]: close };
}

async function takeOver(found: WatchedChanges, options: PluginWatchOptions): Promise<void> {
  const { changes, onChange } = options;
  const start = performance.now();
  // The config and the folders tell of more than of one plugin, so everything is looked at.
  const isWide = found.config || found.roots;
  const afresh = found.plugins.filter((id) => readsItself(id, found.files, options));
  const made = isWide ? await changes.refresh(found.plugins, afresh) : await changes.reload(found.plugins, afresh);
  onChange?.({ ...made, files: found.files, durationMs: performance.now() - start });
}

/** Whether files changed in a plugin's folder that are no modules of its own: it may read them itself. */
function readsItself(id: string, files: readonly string[], { controlPlane, instances }: PluginWatchOptions): boolean {
  const imported = instances().get(foldId(id))?.imported;
  const candidate = controlPlane().order.find((each) => foldId(each.id) === foldId(id));
  if (!imported || !candidate) return false;
  return files.some(
    (file) => isInside(candidate.root, file) && file !== candidate.manifestPath && !imported.files.has(file),
  );
}

/** The files that decide what runs: of a plugin its manifest, its entry and its modules. */
function filesOf({ controlPlane, instances }: PluginWatchOptions): readonly PatrolledFile[] {
  const { plugins, loaded } = controlPlane();
  const own = plugins.flatMap(({ decision: { candidate } }) => {
    const { id: plugin, manifestPath, entry } = candidate;
    const modules = instances().get(foldId(plugin))?.imported.files.keys() ?? [];
    const files = new Set([manifestPath, entry?.file, ...modules]);
    return [...files].flatMap((file) => (file === undefined ? [] : [{ file, plugin }]));
  });
  return loaded.path === undefined ? own : [{ file: loaded.path }, ...own];
}

function targetsOf({ plugins, roots, loaded }: ControlPlane): readonly WatchTarget[] {
  return [
    ...plugins.map(({ decision: { candidate } }): WatchTarget => {
      return { kind: "plugin", plugin: candidate.id, path: placeOf(candidate) };
    }),
    ...roots.map(({ path, glob }): WatchTarget => ({
      kind: "root",
      path,
      ...(glob === undefined ? { depth: 1 } : { glob }),
    })),
    ...(loaded.path === undefined ? [] : [{ kind: "config" as const, path: loaded.path }]),
  ];
}
