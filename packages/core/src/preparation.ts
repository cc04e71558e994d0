import { isDeepStrictEqual } from "node:util";
import { foldId, placeOf } from "./catalog/candidate.js";
import { brokenPlugins, isSameCode, planChange, runningState } from "./change-plan.js";
import type { LoadedConfig } from "./config/read.js";
import type { ControlPlane, HeldPlugin, PluginState } from "./control-plane.js";
import { diagnose } from "./diagnostics/catalogue.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { gatherGroup, type GroupSetting } from "./gather-group.js";
import { failureOf, type GenerationChange, type Generations } from "./generations.js";
import type { ChangeRequest, FailedChange } from "./host-change.js";
import type { PluginInstance } from "./loading/instance.js";
import { LoadBatch } from "./loading/load-batch.js";
import type { Registration } from "./loading/registration.js";
import { reasonTextOf } from "./policy/decision.js";
import type { Registry } from "./registry/registry.js";
import type { LoadSetting, PluginLoader } from "./plugin-loader.js";
import type { Retirement } from "./retirement.js";
import { ToldConfigs } from "./told-configs.js";

/** What preparing a change needs of the host. */
export interface PreparationSetting extends GroupSetting {
  readonly generations: Generations;
  readonly loader: PluginLoader;
  readonly retirement: Retirement;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Reads config and plugins anew. */
  read(request: {
    readonly loaded: LoadedConfig;
    readonly held: ReadonlyMap<string, HeldPlugin>;
    /** Folders of the plugins to look at; all where it is absent. */
    readonly only?: ReadonlySet<string>;
  }): Promise<ControlPlane>;
  /** What of the application's config plugins may subscribe to, by scope. */
  scopesOf(controlPlane: ControlPlane): Readonly<Record<string, unknown>>;
}

/** Reads, and loads beside what runs, all that a change asks for; nobody sees any of it before the swap. */
export class Preparation {
  readonly #request: ChangeRequest;
  readonly #options: PreparationSetting;
  readonly before: ControlPlane;
  readonly begun: Registry;
  readonly known: ReadonlyMap<string, PluginInstance>;
  readonly #held = new Map<string, HeldPlugin>();
  /** Folded ids of plugins about which nothing more is to be decided. */
  readonly #settled = new Set<string>();
  readonly reload: Set<string>;
  readonly put = new Map<string, PluginInstance>();
  readonly configs = new Map<PluginInstance, PluginInstance["use"]["config"]>();
  readonly #told = new Set<string>();
  readonly #toldConfigs = new ToldConfigs();
  readonly failed: FailedChange[] = [];
  next: ControlPlane;
  leave: readonly string[] = [];

  constructor(request: ChangeRequest, options: PreparationSetting) {
    this.#request = request;
    this.#options = options;
    this.before = options.generations.controlPlane;
    this.next = this.before;
    this.begun = options.generations.current;
    this.known = this.begun.instances;
    this.reload = new Set(request.reload);
  }

  /** Reads, and loads what is to be loaded anew, until nothing is left to do but to swap. */
  async run(): Promise<void> {
    for (await this.#read(); ;) {
      const { leave, replace } = planChange({
        instances: this.known,
        next: this.next,
        reload: this.reload,
        unload: new Set(this.#request.unload),
        settled: this.#settled,
      });
      this.leave = leave;
      if (await this.#updateConfigs(new Set([...leave, ...replace.flat()]))) continue;
      const [group] = replace;
      if (group === undefined) return;
      await this.#loadGroup(group);
    }
  }

  async #read(): Promise<void> {
    const { config: loaded = this.before.loaded } = this.#request;
    const only = this.isWide ? undefined : this.#foldersToRead();
    const read = () => this.#options.read({ loaded, held: this.#held, ...(only && { only }) });
    this.next = await read();
    const held = this.#held.size;
    for (const { now, was } of brokenPlugins(this.known, this.before, this.next)) {
      const { candidate, diagnostics } = now.decision;
      const known = new Set(this.before.diagnostics.map(({ message }) => message));
      const found = [...candidate.diagnostics, ...diagnostics].filter(({ message }) => !known.has(message));
      const id = foldId(was.decision.candidate.id);
      this.#hold(id, was, reasonTextOf(now.decision), found, this.isWide || this.reload.has(id));
    }
    // Asked for one plugin, a change takes in what is new of that one alone.
    if (!this.isWide) this.#holdOthers();
    if (this.#held.size > held) this.next = await read();
  }

  /** Of the plugins that are asked for; nothing where one is not known, since then it may be anywhere. */
  #foldersToRead(): ReadonlySet<string> | undefined {
    const ids = [...this.reload, ...(this.#request.unload ?? [])];
    const { candidates } = this.before.catalog;
    const found = ids.map((id) => candidates.filter((candidate) => foldId(candidate.id) === id));
    return found.some((places) => places.length === 0) ? undefined : new Set(found.flat().map(({ root }) => root));
  }

  #holdOthers(): void {
    for (const [id, { candidate }] of this.known) {
      if (this.reload.has(id) || this.#held.has(candidate.root)) continue;
      const was = runningState(this.before, id);
      const now = runningState(this.next, id)?.decision.candidate;
      if (was && now && !isSameCode(candidate, now as PluginInstance["candidate"])) {
        this.#held.set(candidate.root, { state: was, diagnostics: [] });
      }
    }
  }

  /** The plugin runs on as it was. */
  #hold(id: string, was: PluginState | undefined, reason: string, found: readonly Diagnostic[], isNews = true): void {
    const instance = this.known.get(id);
    const { id: plugin, root } = instance?.candidate ?? { id, root: "" };
    const path = instance && (instance.candidate.manifestPath ?? placeOf(instance.candidate));
    const kept = diagnose("CHANGE_NOT_TAKEN", { id: plugin, reason }, { plugin, ...(path !== undefined && { path }) });
    const diagnostics = [kept, ...found];
    if (was) this.#held.set(root, { state: was, diagnostics: [{ ...kept, level: "warning" }] });
    this.#settled.add(id);
    // What nobody asked for, and was told when it broke.
    if (!isNews) return;
    this.failed.push({ plugin, diagnostics });
    diagnostics.forEach(this.#options.report);
  }

  /** Tells plugins of changed config. True where that found something that has to be decided anew. */
  async #updateConfigs(busy: ReadonlySet<string>): Promise<boolean> {
    if (this.#request.config === undefined) return false;
    const before = this.#options.scopesOf(this.before);
    const now = this.#options.scopesOf(this.next);
    const changed = Object.keys(now).filter((scope) => !isDeepStrictEqual(before[scope], now[scope]));
    let isNew = false;
    for (const [id, instance] of this.known) {
      if (busy.has(id) || this.#settled.has(id) || this.#told.has(id)) continue;
      this.#told.add(id);
      const scopes = instance.candidate.manifest.configSubscriptions.filter((scope) => changed.includes(scope));
      if (!(await this.#isUpToDate(id, instance, scopes, now))) isNew = true;
    }
    return isNew;
  }

  async #isUpToDate(
    id: string,
    instance: PluginInstance,
    scopes: readonly string[],
    values: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    const state = runningState(this.next, id);
    const resolved = await this.#options.loader.configOf(instance.candidate, this.next);
    if ("failure" in resolved) {
      this.#hold(id, runningState(this.before, id) ?? state, "its config is not valid", resolved.failure);
      await this.#read();
      return false;
    }
    const scopesBefore = this.#options.scopesOf(this.before);
    const before = (scope: string) => (scope === "self" ? instance.use.config : scopesBefore[scope]);
    const updates: (readonly [string, unknown])[] = scopes.map((scope) => [scope, values[scope]]);
    if (!isDeepStrictEqual(resolved.config, instance.use.config)) updates.unshift(["self", resolved.config]);
    for (const [scope, config] of updates) {
      if (await this.#toldConfigs.tell(instance, scope, config, before(scope))) continue;
      this.reload.add(id);
      return false;
    }
    if (updates.length > 0) this.configs.set(instance, resolved.config);
    return true;
  }

  /** Loads plugins that go together; they replace what is loaded, or are dropped, all or none. */
  async #loadGroup(group: readonly string[]): Promise<void> {
    const { loader, generations } = this.#options;
    const { unmet, candidates } = await gatherGroup(group, this, this.#options);
    if (unmet.length > 0) return this.#giveUp(group, unmet);
    const setting: LoadSetting = {
      batch: new LoadBatch(candidates.map(({ id }) => foldId(id))),
      controlPlane: this.next,
      hasFailed: (id) => generations.failures.has(id) && !this.reload.has(id),
      previousOf: ({ id }) => this.known.get(foldId(id))?.imported,
      evaluatesAnew: ({ id }) => this.#request.afresh?.includes(foldId(id)) === true,
    };
    const outcomes = await loader.register(await loader.prepare(candidates, setting), setting);
    const failures = outcomes.flatMap((outcome) => ("failure" in outcome ? failureOf(outcome, this.next) : []));
    const instances = outcomes.flatMap((outcome) => ("instance" in outcome ? [outcome.instance] : []));
    for (const outcome of outcomes) if ("dropped" in outcome) this.#options.retirement.track(outcome.dropped);
    if (failures.length > 0) {
      for (const instance of instances.toReversed()) await instance.dispose();
      return this.#giveUp(group, failures);
    }
    for (const instance of instances) this.put.set(foldId(instance.id), instance);
    for (const id of group) this.#settled.add(id);
    for (const [instance] of this.configs) if (group.includes(foldId(instance.id))) this.configs.delete(instance);
  }

  async #giveUp(group: readonly string[], failures: readonly Diagnostic[]): Promise<void> {
    const [first] = failures;
    for (const id of group) {
      const instance = this.known.get(id);
      if (instance) await this.#toldConfigs.tellBack(instance);
      if (instance) this.configs.delete(instance);
      // What came with the group and failed is not told of by itself.
      const own = failures.filter(({ plugin: of = "" }) => foldId(of) === id || !group.includes(foldId(of)));
      this.#hold(id, runningState(this.before, id), (own[0] ?? first)?.message ?? "it failed", own);
    }
    await this.#read();
  }

  /** Drops a new instance whose services did not start, with those that go together with it. */
  async undo(id: string, instance: PluginInstance, failed: readonly Registration[]): Promise<void> {
    const names = failed.filter((each) => instance.registrations.has(each)).map((each) => each.id);
    const plan = planChange({
      instances: this.known,
      next: this.next,
      reload: new Set([id]),
      unload: new Set(),
      settled: new Set(),
    });
    const group = plan.replace.find((ids) => ids.includes(id)) ?? [id];
    for (const member of group) {
      await this.put.get(member)?.dispose();
      this.put.delete(member);
    }
    const plugin = instance.id;
    const reason = `its service ${names.join(", ")} did not start`;
    await this.#giveUp(group, [diagnose("CHANGE_NOT_TAKEN", { id: plugin, reason }, { plugin })]);
  }

  /** Drops all that was loaded. */
  abandon(): void {
    for (const instance of this.put.values()) this.#options.retirement.track(instance.dispose());
  }

  /** Everything new is taken in, not that of some plugins alone. */
  get isWide(): boolean {
    return this.#request.config !== undefined;
  }

  /** What the next generation is made of. */
  get change(): GenerationChange {
    return { controlPlane: this.next, put: [...this.put.values()], remove: this.leave };
  }
}
