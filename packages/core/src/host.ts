import type { ContractMap, GatewayContracts, GatewayHooks, HookMap } from "@mortise/sdk";
import { startup } from "./activation/trigger.js";
import { breakersOf, resetBreaker } from "./calling/breakers.js";
import { restClock } from "./calling/deadlines.js";
import { guardProcess } from "./calling/guard-process.js";
import { nameUnfinishedAtExit } from "./calling/unfinished.js";
import { createCalls, withMembers, type Calls } from "./calls.js";
import { foldId, placeOf } from "./catalog/candidate.js";
import { createEngine, type Engine } from "./engine.js";
import type { HostChange } from "./host-change.js";
import type { Host, HostOptions, HostView } from "./host-interface.js";
import { watchPlugins } from "./plugin-watch.js";
import { compareRegistries, deltaOfKind, isEmptyDelta } from "./registry/delta.js";
import { startupReport } from "./startup.js";
import { openView } from "./view.js";

type Members<Contracts extends ContractMap, Hooks extends HookMap> = Omit<
  Host<Contracts, Hooks>,
  keyof Calls<Contracts, Hooks>
>;

/** Reads the config and the plugins and makes a host; nothing is loaded before `start`, `ensure` or a call. */
export async function createHost<
  Contracts extends ContractMap = GatewayContracts,
  Hooks extends HookMap = GatewayHooks,
>(options: HostOptions<Contracts, Hooks> = {}): Promise<Host<Contracts, Hooks>> {
  const engine = await createEngine(options);
  const undos = new Set<() => unknown>([nameUnfinishedAtExit()]);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= closeHost(engine, undos));
  const life = { ...changing(engine), ...guarding(engine, undos), close, [Symbol.asyncDispose]: close };
  const members: Members<Contracts, Hooks> = withMembers(looking(engine), life);
  return withMembers(engine.calls, members);
}

/** What there is to see. */
function looking<Contracts extends ContractMap, Hooks extends HookMap>(engine: Engine<Contracts, Hooks>) {
  const { generations, services, recorder, diagnostics } = engine;
  const useOf = (plugin: string) => generations.current.instances.get(foldId(plugin))?.use;
  return {
    diagnostics,
    counters: recorder.counters,
    get controlPlane() {
      return generations.controlPlane;
    },
    get services() {
      return services.running;
    },
    failureOf: (plugin: string) => generations.failures.get(foldId(plugin)),
    measure: recorder.start,
    breakersOf(plugin: string) {
      const use = useOf(plugin);
      // What vendors answer may say the key that they were given.
      return use ? generations.controlPlane.checks.redactor.data(breakersOf(use)) : [];
    },
    resetBreaker(plugin: string, operation?: string) {
      const use = useOf(plugin);
      if (use) resetBreaker(use, operation);
    },
    view: () => viewOf(engine),
  };
}

function viewOf<Contracts extends ContractMap, Hooks extends HookMap>({
  generations,
  retirement,
  loads,
  hookOwners,
  setting,
}: Engine<Contracts, Hooks>): HostView<Contracts, Hooks> {
  const { ensure, load } = loads;
  const view = openView({ generations, retirement, ensure, load, prepareHook: hookOwners.prepare });
  const { release } = view;
  const own = { ensure: view.ensure, load: view.load, release, [Symbol.dispose]: release };
  return withMembers(createCalls(view, setting).calls, own);
}

/** What brings plugins in, and changes them. */
function changing<Contracts extends ContractMap, Hooks extends HookMap>(engine: Engine<Contracts, Hooks>) {
  const { generations, loads, changes, markStarted } = engine;
  return {
    async start() {
      const begun = performance.now();
      markStarted();
      await loads.ensure(startup);
      const { controlPlane, current, failures } = generations;
      return startupReport(controlPlane, current, failures, performance.now() - begun);
    },
    ensure: (trigger: Parameters<Host["ensure"]>[0]) => loads.ensure(trigger),
    load: (plugins: readonly string[]) => loadPlugins(plugins, engine),
    unload: changes.unload,
    reload: (plugins: string | readonly string[]) => changes.reload([plugins].flat()),
    enable: (plugin: string) => changes.turn(plugin, true),
    disable: (plugin: string) => changes.turn(plugin, false),
    updateConfig: changes.updateConfig,
    onChange: ((listener, kind) => {
      if (kind === undefined) return generations.onChange(listener);
      return generations.onChange((delta) => {
        const part = deltaOfKind(delta, kind);
        return isEmptyDelta(part) ? undefined : listener(part);
      });
    }) satisfies Host["onChange"],
  };
}

async function loadPlugins<Contracts extends ContractMap, Hooks extends HookMap>(
  plugins: readonly string[],
  { generations, loads }: Engine<Contracts, Hooks>,
): Promise<HostChange> {
  const before = generations.current;
  await loads.load(plugins);
  const { current, failures } = generations;
  const loaded: string[] = [];
  for (const [id, instance] of current.instances) if (!before.instances.has(id)) loaded.push(instance.id);
  const failed = plugins.flatMap((plugin) => {
    const diagnostics = failures.get(foldId(plugin));
    return diagnostics ? [{ plugin, diagnostics }] : [];
  });
  return { delta: compareRegistries(before, current), loaded, reloaded: [], updated: [], unloaded: [], failed };
}

/** What listens to the disk and to the process, until it is undone or the host is closed. */
function guarding<Contracts extends ContractMap, Hooks extends HookMap>(
  { generations, changes, diagnostics: { report } }: Engine<Contracts, Hooks>,
  undos: Set<() => unknown>,
) {
  return {
    watch: (async (listener) => {
      const watched = await watchPlugins({
        controlPlane: () => generations.controlPlane,
        instances: () => generations.current.instances,
        changes,
        report,
        ...(listener && { onChange: listener }),
      });
      undos.add(watched.close);
      return watched;
    }) satisfies Host["watch"],
    guardProcess() {
      // Also of those that are gone: they may have left something behind.
      const known = new Map<string, { readonly id: string; readonly root: string }>();
      const note = () => {
        for (const { decision } of generations.controlPlane.plugins) {
          const root = placeOf(decision.candidate);
          known.set(root, { id: decision.candidate.id, root });
        }
      };
      const plugins = () => (note(), [...known.values()]);
      note();
      const forget = generations.onChange(note);
      const unguard = guardProcess({ plugins, report });
      const undo = () => (forget(), unguard());
      undos.add(undo);
      return () => {
        undos.delete(undo);
        undo();
      };
    },
  };
}

async function closeHost<Contracts extends ContractMap, Hooks extends HookMap>(
  { generations, loads, changes, services, retirement, startupWatch }: Engine<Contracts, Hooks>,
  undos: ReadonlySet<() => unknown>,
): Promise<void> {
  loads.close();
  for (const undo of undos) await undo();
  await changes.close();
  await loads.settled();
  await services.stop();
  // One after the other, so that `onUnload` still reaches what its plugin requires.
  for (const id of [...generations.current.instances.keys()].toReversed()) {
    for (const instance of generations.swap({ remove: [id] }).left) await retirement.retire(instance);
  }
  await retirement.settled();
  startupWatch.dispose();
  restClock();
  await generations.controlPlane.checks.store.flush();
}
