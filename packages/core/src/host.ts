import {
  gatewaySdk,
  type ContractMap,
  type GatewayContracts,
  type GatewayHooks,
  type HookMap,
  type Sdk,
} from "@mortise/sdk";
import { startup } from "./activation/trigger.js";
import { createApiClient } from "./calling/api-client.js";
import { breakersOf, resetBreaker } from "./calling/breakers.js";
import { restClock } from "./calling/deadlines.js";
import { guardProcess } from "./calling/guard-process.js";
import { createRecorder } from "./calling/recorder.js";
import { createServiceRunner, idleServices } from "./calling/services.js";
import { nameUnfinishedAtExit } from "./calling/unfinished.js";
import { createCalls, withMembers, type Calls, type CallSetting } from "./calls.js";
import { foldId, placeOf } from "./catalog/candidate.js";
import { createChanges } from "./changes.js";
import { readControlPlane } from "./control-plane.js";
import { createDiagnosticStream } from "./diagnostics/stream.js";
import { createGenerations } from "./generations.js";
import { createHookOwners } from "./hook-owners.js";
import type { Host, HostOptions, HostView } from "./host-interface.js";
import { createLoads } from "./loads.js";
import { createPluginLoader } from "./plugin-loader.js";
import { watchPlugins } from "./plugin-watch.js";
import { compareRegistries, deltaOfKind, isEmptyDelta } from "./registry/delta.js";
import { openQuarantine } from "./policy/quarantine.js";
import { createRetirement } from "./retirement.js";
import { startupReport } from "./startup.js";
import { createStartupWatch } from "./startup-watch.js";
import { createUserConfigs } from "./validation/user-config.js";
import { openView } from "./view.js";

const defaultCallDeadlineMs = 120_000;
const defaultLoadDeadlineMs = 60_000;
const defaultGraceMs = 30_000;

/** Reads the config and the plugins and makes a host; nothing is loaded before `start`, `ensure` or a call. */
export async function createHost<
  Contracts extends ContractMap = GatewayContracts,
  Hooks extends HookMap = GatewayHooks,
>(options: HostOptions<Contracts, Hooks> = {}): Promise<Host<Contracts, Hooks>> {
  const sdk = options.sdk ?? (gatewaySdk as unknown as Sdk<Contracts, Hooks>);
  const { callDeadlineMs = defaultCallDeadlineMs, loadDeadlineMs = defaultLoadDeadlineMs, log = () => {} } = options;
  const { graceMs = defaultGraceMs } = options;
  const controlPlane = await readControlPlane({ ...options, sdk });
  const diagnostics = createDiagnosticStream(controlPlane.checks.redactor.diagnostic);
  const { report } = diagnostics;
  controlPlane.diagnostics.forEach(report);

  const generations = createGenerations(controlPlane, report);
  const retirement = createRetirement(graceMs, report);
  const services =
    options.services === "leave" ? idleServices : createServiceRunner({ report, invoke: (...call) => invoke(...call) });
  const watch = createStartupWatch({ report });
  const loader = createPluginLoader(
    {
      report,
      log,
      loadDeadlineMs,
      runtime: () => calls.runtime,
      use: (consumer, reference) => createApiClient(consumer, reference, apis),
      emit: (hook, event) => calls.emit(hook, event),
      prepare: (candidate) => users.prepare(candidate),
      stage: (plugin, stage) => (stage === undefined ? watch.end(plugin) : watch.begin(plugin, stage)),
      changed(plugin) {
        generations.renew(plugin);
        void loads.followServices();
      },
    },
    controlPlane,
  );
  const quarantine = openQuarantine(controlPlane.folders.state);
  const loads = createLoads({ generations, loader, services, retirement, quarantine, report });
  const hookOwners = createHookOwners({ controlPlane: () => generations.controlPlane, ...loads });
  const recorder = createRecorder();
  const users = createUserConfigs({
    redactor: controlPlane.checks.redactor,
    ...(options.userConfig && { resolver: options.userConfig }),
  });
  const setting: CallSetting<Contracts, Hooks> = {
    sdk,
    controlPlane: () => generations.controlPlane,
    failures: () => generations.failures,
    report,
    recorder,
    userConfigOf: (use, user) => users.read(use.candidate, user),
    deadlineMs: callDeadlineMs,
  };
  const source = { registry: () => generations.current, load: loads.load, prepareHook: hookOwners.prepare };
  const { calls, apis, invoke } = createCalls(source, setting);
  let isStarted = false;
  const changes = createChanges({
    ...{ generations, loader, loads, services, retirement, report },
    options: { ...options, sdk },
    isStarted: () => isStarted,
    onSwap: hookOwners.forget,
  });
  const undos: (() => unknown)[] = [nameUnfinishedAtExit()];
  const close = async () => {
    loads.close();
    for (const undo of undos) await undo();
    await changes.close();
    await loads.settled();
    await services.stop();
    for (const instance of generations.clear().toReversed()) await retirement.retire(instance);
    await retirement.settled();
    watch.dispose();
    restClock();
    await generations.controlPlane.checks.store.flush();
  };
  let closing: Promise<void> | undefined;
  const closeOnce = () => (closing ??= close());
  const members: Omit<Host<Contracts, Hooks>, keyof Calls<Contracts, Hooks>> = {
    get controlPlane() {
      return generations.controlPlane;
    },
    diagnostics,
    counters: recorder.counters,
    measure: recorder.start,
    get services() {
      return services.running;
    },
    async start() {
      const begun = performance.now();
      isStarted = true;
      await loads.ensure(startup);
      const { controlPlane: now, current, failures } = generations;
      return startupReport(now, current, failures, performance.now() - begun);
    },
    ensure: (trigger) => loads.ensure(trigger),
    async load(plugins) {
      const before = generations.current;
      await loads.load(plugins);
      const loaded = [...generations.current.instances].flatMap(([id, instance]) =>
        before.instances.has(id) ? [] : [instance.id],
      );
      const failed = plugins.flatMap((plugin) => {
        const found = generations.failures.get(foldId(plugin));
        return found ? [{ plugin, diagnostics: found }] : [];
      });
      const delta = compareRegistries(before, generations.current);
      return { delta, loaded, reloaded: [], updated: [], unloaded: [], failed };
    },
    unload: (plugin) => changes.unload(plugin),
    reload: (plugin) => changes.reload([plugin].flat()),
    enable: (plugin) => changes.turn(plugin, true),
    disable: (plugin) => changes.turn(plugin, false),
    updateConfig: (config) => changes.updateConfig(config),
    onChange(listener, kind) {
      if (kind === undefined) return generations.onChange(listener);
      return generations.onChange((delta) => {
        const part = deltaOfKind(delta, kind);
        if (!isEmptyDelta(part)) listener(part);
      });
    },
    view(): HostView<Contracts, Hooks> {
      const view = openView({
        ...{ generations, retirement },
        ...{ ensure: loads.ensure, load: loads.load, prepareHook: hookOwners.prepare },
      });
      const { release, ensure, load } = view;
      return withMembers(createCalls(view, setting).calls, { ensure, load, release, [Symbol.dispose]: release });
    },
    async watch(listener) {
      const watched = await watchPlugins({
        controlPlane: () => generations.controlPlane,
        instances: () => generations.current.instances,
        ...{ changes, report },
        ...(listener && { onChange: listener }),
      });
      undos.push(watched.close);
      return watched;
    },
    guardProcess() {
      // Also of those that are not loaded any more: they may have left something behind.
      const candidates = () => generations.controlPlane.plugins.map(({ decision }) => decision.candidate);
      const plugins = () => candidates().map((candidate) => ({ id: candidate.id, root: placeOf(candidate) }));
      const undo = guardProcess({ plugins, report });
      undos.push(undo);
      return undo;
    },
    breakersOf(plugin) {
      const instance = generations.current.instances.get(foldId(plugin));
      return instance ? breakersOf(instance.use) : [];
    },
    resetBreaker(plugin, operation) {
      const instance = generations.current.instances.get(foldId(plugin));
      if (instance) resetBreaker(instance.use, operation);
    },
    failureOf: (plugin) => generations.failures.get(foldId(plugin)),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
  return withMembers(calls, members);
}
