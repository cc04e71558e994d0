import type { ContractMap, GatewayContracts, GatewayHooks, HookMap, Sdk } from "@mortise/sdk";
import type { ActivationPlan } from "./activation/plan.js";
import type { Trigger } from "./activation/trigger.js";
import type { BreakerReport } from "./calling/breakers.js";
import type { CallCounters } from "./calling/recorder.js";
import type { Calls } from "./calls.js";
import type { HostChange } from "./host-change.js";
import type { ControlPlane, ControlPlaneOptions } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { DiagnosticStream } from "./diagnostics/stream.js";
import type { LogSink } from "./logger.js";
import type { PluginWatch, WatchedChange } from "./plugin-watch.js";
import type { RegistryDelta } from "./registry/delta.js";
import type { StartupReport } from "./startup.js";
import type { ResolveUserConfig } from "./validation/user-config.js";

/** What a host is told. Everything has a default. */
export interface HostOptions<Contracts extends ContractMap = ContractMap, Hooks extends HookMap = HookMap> extends Omit<
  ControlPlaneOptions,
  "sdk"
> {
  /** The contracts and hooks of this application; the reference gateway's unless given. */
  readonly sdk?: Sdk<Contracts, Hooks>;
  /** Takes the log lines of plugins; they are dropped without it. */
  readonly log?: LogSink;
  /** How long a provider's operation may take unless the caller says otherwise, in milliseconds; two minutes. */
  readonly callDeadlineMs?: number;
  /** How long a plugin's module, and then its `onLoad`, may take, in milliseconds; one minute. */
  readonly loadDeadlineMs?: number;
  /** How long calls may still run on an instance that was replaced before it is disposed all the same, in milliseconds; half a minute. */
  readonly graceMs?: number;
  /** What a user set for a plugin, kept by the application: what `context.userConfig` of that user's calls is made from. */
  readonly userConfig?: ResolveUserConfig;
  /** `leave`: services are registered and never started, for looking at plugins beside a host that runs them. */
  readonly services?: "start" | "leave";
}

/** One generation of a host, kept to for as long as a request needs it. */
export interface HostView<Contracts extends ContractMap = GatewayContracts, Hooks extends HookMap = GatewayHooks>
  extends Calls<Contracts, Hooks>, Disposable {
  /** As the host's; what it loads joins this generation. */
  ensure(trigger: Trigger | string): Promise<ActivationPlan>;
  /** As the host's; what it loads joins this generation. */
  load(plugins: readonly string[]): Promise<void>;
  /** Lets go of it: what was replaced meanwhile may be disposed. Calling it again does nothing. */
  release(): void;
}

/** A host: the registry of who provides what, the way to call it, and to change it while it runs. */
export interface Host<Contracts extends ContractMap = GatewayContracts, Hooks extends HookMap = GatewayHooks>
  extends Calls<Contracts, Hooks>, AsyncDisposable {
  /** What was found out without running anything, as of the last change. */
  readonly controlPlane: ControlPlane;
  /** Every diagnostic so far, and the way to hear of further ones. */
  readonly diagnostics: DiagnosticStream;
  /** What was counted of calls, by plugin id; calls and time only while they are measured. */
  readonly counters: ReadonlyMap<string, Readonly<CallCounters>>;
  /** Counts and times calls until what it gives is called; several may measure at once. */
  measure(): () => void;
  /** Ids of the services that run. */
  readonly services: readonly string[];
  /**
   * Loads what must run from the start, and the plugins that the operator marked required. Rejects with `PLUGIN_REQUIRED`
   * where one of those does not run; what was loaded by then stays until `close`.
   */
  start(): Promise<StartupReport>;
  /**
   * Loads what a trigger needs and gives the plan; a plugin that is loaded or failed already is left alone. Resolves when
   * the services of what was loaded have started, or failed to. Rejects with `TRIGGER_INVALID`, `HOST_CLOSED`.
   */
  ensure(trigger: Trigger | string): Promise<ActivationPlan>;
  /**
   * Loads plugins by id, and what they require, whatever would trigger them; one that may not run, is loaded or failed
   * already is left alone. Services that come with them may still be starting. Rejects with `HOST_CLOSED`.
   */
  load(plugins: readonly string[]): Promise<HostChange>;
  /**
   * Unloads a plugin and what requires it. Something that needs it loads it again: to keep it out, disable it. Rejects
   * with `PLUGIN_NOT_FOUND`, `HOST_CLOSED`.
   */
  unload(plugin: string): Promise<HostChange>;
  /**
   * Loads a plugin anew, its manifest and code as they are on disk now, with all that requires it: all or none. Where
   * that fails it runs on as it was, and the change says why. One that failed before is tried again; one that is not
   * loaded stays so. Rejects with `PLUGIN_NOT_FOUND`, `HOST_CLOSED`.
   */
  reload(plugin: string | readonly string[]): Promise<HostChange>;
  /** Lets a plugin run, whatever `plugins.entries` says, until the host is closed; a denial still wins. Rejects like `reload`. */
  enable(plugin: string): Promise<HostChange>;
  /** Keeps a plugin out, and what requires it, until the host is closed. Rejects like `reload`. */
  disable(plugin: string): Promise<HostChange>;
  /**
   * Takes over changed config, all of it or nothing: the one that is given, or the file, read again. A plugin whose
   * config changed is told (`onConfigUpdate`) or loaded anew; one whose config is not valid now runs on with what it
   * had. Rejects with `HOST_CLOSED`.
   */
  updateConfig(config?: object): Promise<HostChange>;
  /**
   * Hears of every change of what is owned, or of one kind (`tool`, `route`, `hook`); gives its undo. Config that a plugin
   * took over as it is changes nothing that is owned: the `HostChange` of who made the change says so. What the listener
   * throws or rejects with is reported as `CHANGE_LISTENER_FAILED`.
   */
  onChange(listener: (delta: RegistryDelta) => void, kind?: string): () => void;
  /**
   * Watches the plugins' files, the folders where plugins may appear and the config file, and takes over what changes,
   * until it is closed or the host is. Resolves when it watches. `listener` hears what each change came to.
   */
  watch(listener?: (change: WatchedChange) => void): Promise<PluginWatch>;
  /**
   * Contains what escapes plugins into the process (what they throw in timers and listeners, rejections that nobody
   * handles) and blames it; the rest is left to the process. Gives the undo; closing the host undoes it too.
   */
  guardProcess(): () => void;
  /** The operations of a plugin that fail, and whether they are called at all. */
  breakersOf(plugin: string): readonly BreakerReport[];
  /** Calls a plugin's operations again at once, all of them or one (`speech:espeak synthesize`), whatever failed before. */
  resetBreaker(plugin: string, operation?: string): void;
  /** Keeps to the generation of now: through it, nobody sees two instances of one plugin. Must be released. */
  view(): HostView<Contracts, Hooks>;
  /** Why a plugin failed; nothing where it did not. */
  failureOf(plugin: string): readonly Diagnostic[] | undefined;
  /** Stops services and unloads every plugin, last loaded first, when its calls have ended or the grace period is over. A second call waits for the first. */
  close(): Promise<void>;
}
