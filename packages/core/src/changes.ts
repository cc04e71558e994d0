import { foldId } from "./catalog/candidate.js";
import { makeChange, type ChangeSetting } from "./change.js";
import { stalePlugins } from "./change-plan.js";
import { readHostConfig, type LoadedConfig } from "./config/read.js";
import { loadConfig, readControlPlane, type ControlPlane, type ControlPlaneOptions } from "./control-plane.js";
import { diagnose } from "./diagnostics/catalogue.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { MortiseError } from "./diagnostics/error.js";
import { didYouMean } from "./diagnostics/nearest.js";
import { reasonTextOf } from "./policy/decision.js";
import type { ChangeRequest, HostChange } from "./host-change.js";
import { compareRegistries } from "./registry/delta.js";

/** What changes of a host need. */
export interface ChangesOptions extends Omit<ChangeSetting, "read" | "scopesOf"> {
  /** What the host was made with. */
  readonly options: ControlPlaneOptions;
}

/** Changes what runs, one change after the other. Each rejects with `HOST_CLOSED` once the host is closed. */
export interface Changes {
  /**
   * Takes in what is new of some plugins, and of no others; of those in `afresh` the code is evaluated anew although no
   * module of theirs changed. Rejects with `PLUGIN_NOT_FOUND`.
   */
  reload(plugins: readonly string[], afresh?: readonly string[]): Promise<HostChange>;
  /** Takes in all that changed on the disk, the config file included; loads some plugins anew whatever changed. */
  refresh(plugins: readonly string[], afresh?: readonly string[]): Promise<HostChange>;
  /** Rejects with `PLUGIN_NOT_FOUND`. */
  unload(plugin: string): Promise<HostChange>;
  /** Puts the application's word on whether a plugin may run over the operator's. Rejects with `PLUGIN_NOT_FOUND`. */
  turn(plugin: string, isOn: boolean): Promise<HostChange>;
  /** Takes the config given, or reads the file anew. */
  updateConfig(config?: object): Promise<HostChange>;
  /** Resolves when the last change is done; no other begins. */
  close(): Promise<void>;
}

/** Makes the changes of a host. */
export function createChanges(setting: ChangesOptions): Changes {
  const { generations, loader, options } = setting;
  const turned = new Map<string, boolean>();
  let queue: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const make = async (request: ChangeRequest): Promise<HostChange> => {
    const before = generations.current;
    const change = await makeChange(request, {
      ...setting,
      scopesOf: ({ loaded }) => loaded.sections,
      read: ({ loaded, held, only }) =>
        readControlPlane(options, "check", {
          before: generations.controlPlane,
          loaded,
          held,
          ...(only && { only }),
          turned,
        }),
    });
    const stale = await stalePlugins(before, generations, loader);
    if (stale.length === 0) return change;
    const then = await make({ reload: stale });
    return { ...joined(change, then), delta: compareRegistries(before, generations.current) };
  };
  const inTurn = (work: () => Promise<HostChange>): Promise<HostChange> => {
    const result = queue.then(() => {
      if (isClosed) throw new MortiseError(diagnose("HOST_CLOSED", {}));
      return work();
    });
    queue = result.catch(() => {});
    return result;
  };
  const known = (plugin: string): string => {
    const id = foldId(plugin);
    const ids = generations.controlPlane.plugins.map(({ decision }) => decision.candidate.id);
    if (ids.some((other) => foldId(other) === id)) return id;
    throw new MortiseError(diagnose("PLUGIN_NOT_FOUND", { id: plugin, suggestion: didYouMean(plugin, ids) }));
  };
  return {
    unload: (plugin) => inTurn(async () => make({ unload: [known(plugin)] })),
    reload: (plugins, afresh = []) =>
      inTurn(async () => {
        // They may have come since the last look.
        const change = await make({ reload: plugins.map(foldId), afresh: afresh.map(foldId) });
        plugins.forEach(known);
        return plugins.reduce((told, plugin) => withKeptOut(told, plugin, generations.controlPlane), change);
      }),
    refresh: (plugins, afresh = []) =>
      inTurn(async () => {
        const read = readConfig(undefined, options, generations.controlPlane);
        const problems = newProblems(read, generations.controlPlane.loaded);
        const reload = { reload: plugins.map(foldId), afresh: afresh.map(foldId) };
        if (problems.length === 0) return make({ config: read, ...reload });
        const { config } = notTaken(problems, setting);
        const change = await make({ config: generations.controlPlane.loaded, ...reload });
        return { ...change, ...(config && { config }) };
      }),
    turn: (plugin, isOn) =>
      inTurn(async () => {
        const id = known(plugin);
        const before = turned.get(id);
        turned.set(id, isOn);
        try {
          const change = await make({});
          return isOn ? withKeptOut(change, plugin, generations.controlPlane) : change;
        } catch (error) {
          if (before === undefined) turned.delete(id);
          else turned.set(id, before);
          throw error;
        }
      }),
    updateConfig: (config) =>
      inTurn(async () => {
        const read = readConfig(config, options, generations.controlPlane);
        const problems = newProblems(read, generations.controlPlane.loaded);
        if (problems.length > 0) return notTaken(problems, setting);
        return make({ config: read });
      }),
    close() {
      isClosed = true;
      return queue.then(() => undefined);
    },
  };
}

function readConfig(config: object | undefined, options: ControlPlaneOptions, { loaded }: ControlPlane): LoadedConfig {
  const { cwd = process.cwd(), sections = [] } = options;
  if (config !== undefined) return readHostConfig({ value: config, cwd: loaded.base, sections });
  // What was given as an object is as it was given.
  if (loaded.path === undefined && loaded.state !== "absent") return loaded;
  // Found once, the file is that file.
  if (loaded.path !== undefined) return readHostConfig({ file: loaded.path, cwd, sections });
  return loadConfig(options);
}

/** What is wrong with the config now and was not before. */
function newProblems(now: LoadedConfig, before: LoadedConfig): readonly Diagnostic[] {
  const nameOf = ({ code, pointer, message }: Diagnostic) => `${code} ${pointer} ${message}`;
  const known = new Set(before.diagnostics.map(nameOf));
  return now.diagnostics.filter((found) => found.level === "error" && !known.has(nameOf(found)));
}

function notTaken(problems: readonly Diagnostic[], { generations, report }: ChangesOptions): HostChange {
  const [first] = problems;
  const place = first?.path === undefined ? {} : { path: first.path };
  const found = [diagnose("CONFIG_NOT_TAKEN", { reason: first?.message ?? "" }, place), ...problems];
  found.forEach(report);
  const delta = compareRegistries(generations.current, generations.current);
  return { delta, loaded: [], reloaded: [], updated: [], unloaded: [], failed: [], config: found };
}

/** Says why a plugin that was asked to run does not. */
function withKeptOut(change: HostChange, plugin: string, { plugins }: ControlPlane): HostChange {
  const states = plugins.filter(({ decision }) => foldId(decision.candidate.id) === foldId(plugin));
  const [first] = states;
  if (!first || states.some(({ decision }) => decision.enabled)) return change;
  const { decision } = first;
  const kept = diagnose("PLUGIN_KEPT_OUT", { id: plugin, reason: reasonTextOf(decision) }, { plugin });
  return { ...change, failed: [...change.failed, { plugin, diagnostics: [kept, ...decision.diagnostics] }] };
}

/** What was loaded while a change was being prepared came from what was there before. */
function joined(one: HostChange, other: HostChange): Omit<HostChange, "delta"> {
  const both = (key: "loaded" | "reloaded" | "updated" | "unloaded") => [...new Set([...one[key], ...other[key]])];
  return {
    loaded: both("loaded"),
    reloaded: both("reloaded"),
    updated: both("updated"),
    unloaded: both("unloaded"),
    failed: [...one.failed, ...other.failed],
    ...(one.config && { config: one.config }),
  };
}
