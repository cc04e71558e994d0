import { gatewaySdk, type ContractMap, type HookMap, type Sdk } from "@mortise/sdk";
import { createRecorder, type Recorder } from "./calling/recorder.js";
import { createServiceRunner, idleServices, type ServiceRunner } from "./calling/services.js";
import { createCalls, type Calls, type CallSetting } from "./calls.js";
import { createChanges, type Changes } from "./changes.js";
import { readControlPlane } from "./control-plane.js";
import { createDiagnosticStream, type DiagnosticStream } from "./diagnostics/stream.js";
import { createGenerations, type Generations } from "./generations.js";
import { createHookOwners, type HookOwners } from "./hook-owners.js";
import type { HostOptions } from "./host-interface.js";
import { createLoads, type Loads } from "./loads.js";
import { createPluginLoader } from "./plugin-loader.js";
import { openQuarantine } from "./policy/quarantine.js";
import { createRetirement, type Retirement } from "./retirement.js";
import { createStartupWatch, type StartupWatch } from "./startup-watch.js";
import { createUserConfigs } from "./validation/user-config.js";

const defaultCallDeadlineMs = 120_000;
const defaultLoadDeadlineMs = 60_000;
const defaultGraceMs = 30_000;

/** The parts of a host, put together. */
export interface Engine<Contracts extends ContractMap, Hooks extends HookMap> {
  readonly diagnostics: DiagnosticStream;
  readonly generations: Generations;
  readonly retirement: Retirement;
  readonly services: ServiceRunner;
  readonly loads: Loads;
  readonly hookOwners: HookOwners;
  readonly recorder: Recorder;
  readonly changes: Changes;
  readonly startupWatch: StartupWatch;
  readonly calls: Calls<Contracts, Hooks>;
  /** What further ways to call need. */
  readonly setting: CallSetting<Contracts, Hooks>;
  /** What belongs to the start is loaded by itself from now on. */
  markStarted(): void;
}

/** Reads the config and the plugins and puts the parts of a host together; nothing is loaded. */
export async function createEngine<Contracts extends ContractMap, Hooks extends HookMap>(
  options: HostOptions<Contracts, Hooks>,
): Promise<Engine<Contracts, Hooks>> {
  const sdk = options.sdk ?? (gatewaySdk as unknown as Sdk<Contracts, Hooks>);
  const { callDeadlineMs: deadlineMs = defaultCallDeadlineMs, graceMs = defaultGraceMs, userConfig } = options;
  const { loadDeadlineMs = defaultLoadDeadlineMs, log = () => {} } = options;
  const controlPlane = await readControlPlane({ ...options, sdk });
  const { redactor } = controlPlane.checks;
  const diagnostics = createDiagnosticStream(redactor.diagnostic);
  const { report } = diagnostics;
  controlPlane.diagnostics.forEach(report);

  const generations = createGenerations(controlPlane, report);
  const retirement = createRetirement(graceMs, report);
  const services =
    options.services === "leave" ? idleServices : createServiceRunner({ report, invoke: (...call) => invoke(...call) });
  const startupWatch = createStartupWatch({ report });
  const users = createUserConfigs({ redactor, ...(userConfig && { resolver: userConfig }) });
  const recorder = createRecorder();
  const loader = createPluginLoader(
    {
      report,
      log,
      loadDeadlineMs,
      formats: options.formats ?? [],
      callsOf: (onLoad) => callsOf(onLoad),
      prepare: users.prepare,
      stage: (plugin, stage) => (stage === undefined ? startupWatch.end(plugin) : startupWatch.begin(plugin, stage)),
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
  const setting: CallSetting<Contracts, Hooks> = {
    sdk,
    controlPlane: () => generations.controlPlane,
    failures: () => generations.failures,
    report,
    recorder,
    userConfigOf: (use, user) => users.read(use.candidate, user),
    deadlineMs,
  };
  const { now } = generations;
  const source = { now, registry: () => now.registry, load: loads.load, prepareHook: hookOwners.prepare };
  const { calls, callsOf, invoke } = createCalls(source, setting);
  let isStarted = false;
  const changes = createChanges({
    generations,
    loader,
    loads,
    services,
    retirement,
    report,
    options: { ...options, sdk },
    isStarted: () => isStarted,
    onSwap: hookOwners.forget,
  });
  const parts = { diagnostics, generations, retirement, services, loads, hookOwners, recorder, changes, startupWatch };
  return { ...parts, calls, setting, markStarted: () => void (isStarted = true) };
}
