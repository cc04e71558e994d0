import { resolve } from "node:path";
import { gatewaySdk, apiVersion } from "@mortise/sdk";
import { checkHints } from "./activation/check-hints.js";
import { checkRequiredFor } from "./activation/check-required-for.js";
import { orderPlugins } from "./activation/order.js";
import { plan, type ActivationPlan } from "./activation/plan.js";
import { parseTrigger, type Trigger } from "./activation/trigger.js";
import { isReady, type ReadyCandidate } from "./catalog/candidate.js";
import { customHooksOf } from "./catalog/custom-hooks.js";
import type { Catalog } from "./catalog/discover.js";
import type { ManifestFormat } from "./catalog/format.js";
import { pluginRoots, type PluginRoot, type RootFolders } from "./catalog/roots.js";
import { vocabularyOf, type Vocabulary, type Words } from "./catalog/vocabulary.js";
import { readHostConfig, type LoadedConfig } from "./config/read.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { findAgain, findPlugins } from "./find-plugins.js";
import { defaultFolders, type HostFolders } from "./folders.js";
import { checkTogether, runningOf } from "./owner-conflicts.js";
import { checkPlugin, type HeldPlugin, type PluginChecks, type PluginState } from "./plugin-check.js";
import { readMentions, type Mention, type MentioningConfig } from "./policy/auto-enable.js";
import { checkHooks } from "./policy/check-hooks.js";
import { checkHolders, checkOrders, checkSlots } from "./policy/check-slots.js";
import { rule } from "./policy/decide.js";
import { settle } from "./policy/settle.js";
import { resolveLegacyIds } from "./policy/legacy-ids.js";
import { checkMentions } from "./policy/mentions.js";
import { openQuarantine } from "./policy/quarantine.js";
import type { PolicyFacts } from "./policy/rules.js";
import type { SlotHolders } from "./policy/slots.js";
import type { CheckOptions } from "./validation/check-options.js";
import { createRedactor } from "./validation/redactor.js";
import { createVerdictStore } from "./validation/verdict-store.js";

export type { HeldPlugin, PluginState };

/** What the control plane is told. Everything has a default. */
export interface ControlPlaneOptions {
  /** The config file's path, or the config itself; `false` for none. Without it the file is looked for upward. */
  readonly config?: string | object | false;
  /** Names of the config's top-level sections that belong to the application; plugins may subscribe to each. */
  readonly sections?: readonly string[];
  readonly cwd?: string;
  /** Where plugins are, besides the configured paths. */
  readonly roots?: RootFolders;
  /** Manifest formats besides the native one. */
  readonly formats?: readonly ManifestFormat[];
  /** The contracts and hooks that plugins may register; the reference gateway's unless given. */
  readonly sdk?: Words;
  readonly folders?: Partial<HostFolders>;
  /** Where `{ "$env": … }` looks; the process's environment unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Prefer plugins' source over their built files. */
  readonly development?: boolean;
  /**
   * What the application's own sections mention that plugins may own: a plugin that does is turned on, unless it came
   * with the workspace or is refused by name. Runs no plugin code and must not throw.
   */
  readonly mentions?: (config: MentioningConfig) => readonly Mention[];
}

/** What a host carries over from the control plane before, when it reads anew. */
export interface Rereading {
  readonly before: ControlPlane;
  /** In place of what the config file says now. */
  readonly loaded?: LoadedConfig;
  /** By the plugin's folder. */
  readonly held?: ReadonlyMap<string, HeldPlugin>;
  /** Folders of the plugins to look at; of the others what is known is taken. All are looked at where it is absent. */
  readonly only?: ReadonlySet<string>;
  /** What the application turned on and off, by folded id: its own word over the operator's. */
  readonly turned?: ReadonlyMap<string, boolean>;
}

/** All that is known without running anything. */
export interface ControlPlane {
  readonly loaded: LoadedConfig;
  readonly catalog: Catalog;
  /** Where plugins were looked for. */
  readonly roots: readonly PluginRoot[];
  readonly vocabulary: Vocabulary;
  /** Every candidate, in the catalogue's order. */
  readonly plugins: readonly PluginState[];
  /** The plugins that may run, in load order. */
  readonly order: readonly ReadyCandidate[];
  /**
   * Who holds which slot, and which role of one: `memory` or `memory.recall` to a folded plugin id; null where the config
   * says nobody. A slot that nobody asks for is not in it.
   */
  readonly slots: SlotHolders;
  readonly diagnostics: readonly Diagnostic[];
  readonly folders: HostFolders;
  /** What checking configs needs; loading resolves secrets with it. */
  readonly checks: CheckOptions;
  /** Plans a trigger, or says why the text is none. */
  plan(trigger: Trigger | string): ActivationPlan | Diagnostic;
  /** The ids alone of the plugins that a trigger needs, in load order, or why the text is no trigger. */
  planIds(trigger: Trigger | string): readonly string[] | Diagnostic;
}

/**
 * Reads config and manifests and decides what may run. Runs no plugin code and never throws for bad input.
 *
 * @param checking `recall`: configs that nobody checked before are left `unchecked`, which costs nothing; `check`: they
 * are held against their schemas now.
 */
export async function readControlPlane(
  options: ControlPlaneOptions = {},
  checking: "recall" | "check" = "check",
  { before, loaded: given, held = noneHeld, only, turned }: Partial<Rereading> = {},
): Promise<ControlPlane> {
  const written = given ?? loadConfig(options);
  const vocabulary = vocabularyOf(options.sdk ?? gatewaySdk);
  const folders = hostFolders(written, options.folders);
  const env = options.env ?? process.env;
  const roots = rootsOf(options, written, folders);
  const known = before && only ? await findAgain(only, before.catalog, options, vocabulary) : undefined;
  const catalog = withHeld(known ?? (await findPlugins(roots, options, vocabulary)), held);
  const { loaded, diagnostics: renamed } = resolveLegacyIds(written, catalog.candidates, vocabulary);
  const checks: CheckOptions = {
    loaded,
    secrets: { env, base: loaded.base },
    store: before?.checks.store ?? createVerdictStore(folders.cache),
    redactor: before?.checks.redactor ?? createRedactor(),
  };
  const mentions = readMentions(loaded, options.mentions?.(loaded));
  const decided = await decideAll(
    catalog,
    { vocabulary, mentions, sections: loaded.sections, ...(turned && { turned }) },
    { ...checks, held, quarantine: openQuarantine(folders.state), scopes: options.sections ?? [] },
    checking,
  );
  const { plugins, order, slots } = decided;
  const unwritable = checking === "check" ? await checks.store.flush() : undefined;
  const said = [
    ...loaded.diagnostics,
    ...renamed,
    ...catalog.diagnostics,
    ...decided.diagnostics,
    ...(unwritable ? [unwritable] : []),
  ];
  const diagnostics = said.map((diagnostic) => checks.redactor.diagnostic(diagnostic));
  const input = { decisions: plugins.map(({ decision }) => decision), order, vocabulary, slots };
  const found = { loaded, catalog, roots, vocabulary, plugins, order, slots, diagnostics, folders, checks };
  return { ...found, plan: (trigger) => planTrigger(trigger, input), planIds: (trigger) => planIds(trigger, input) };
}

const noneHeld: ReadonlyMap<string, HeldPlugin> = new Map();

/** The catalogue with those that run on as they were in it; what was found wrong with them now is said all the same. */
function withHeld(catalog: Catalog, held: ReadonlyMap<string, HeldPlugin>): Catalog {
  if (held.size === 0) return catalog;
  const candidates = catalog.candidates.map((candidate) => {
    const kept = held.get(candidate.root);
    if (!kept) return candidate;
    return { ...kept.state.decision.candidate, diagnostics: [...candidate.diagnostics, ...kept.diagnostics] };
  });
  return { ...catalog, candidates };
}

/** What may run, in which order, and what is to be said of it. */
async function decideAll(
  { candidates }: Catalog,
  facts: PolicyFacts & { readonly vocabulary: Vocabulary },
  checks: PluginChecks,
  checking: "recall" | "check",
): Promise<Pick<ControlPlane, "plugins" | "order" | "slots" | "diagnostics">> {
  const { loaded } = checks;
  const versions = { mortise: apiVersion, node: process.versions.node };
  const { ruling, outcome } = await settle(
    (keptOut) => rule(candidates, loaded.config, versions, { ...facts, keptOut }),
    async ({ decisions, slots }) => {
      const checked = await Promise.all(decisions.map((decision) => checkPlugin(decision, checks, checking)));
      const sound = checked.map(({ state }) => state.decision);
      return { checked, decisions: checkTogether({ decisions: sound, slots }, { loaded, ...facts }) };
    },
  );
  const { decisions, slots } = ruling;
  const { checked } = outcome;
  const plugins = checked.map(({ state }, index) => {
    const decision = outcome.decisions[index] ?? state.decision;
    return decision === state.decision ? state : { ...state, decision };
  });
  const running = runningOf(outcome.decisions);
  const order = orderPlugins(running);
  const ownHooks = customHooksOf(candidates.filter(isReady));
  const diagnostics = [
    ...checkMentions(loaded, decisions),
    ...checkSlots(loaded, candidates, facts.vocabulary),
    ...checkHolders(loaded, outcome.decisions),
    ...checkOrders(loaded, facts.vocabulary),
    ...checkHooks(loaded, candidates, facts.vocabulary),
    ...checkRequiredFor(loaded, facts.vocabulary),
    ...plugins.flatMap(({ decision }) => [...decision.candidate.diagnostics, ...decision.diagnostics]),
    ...checked.flatMap(({ advisories }) => advisories),
    ...running.flatMap((candidate) => checkHints(candidate, facts.vocabulary, ownHooks)),
    ...order.diagnostics,
  ];
  return { plugins, order: order.candidates, slots, diagnostics };
}

function planTrigger(trigger: Trigger | string, input: Parameters<typeof plan>[1]): ActivationPlan | Diagnostic {
  const parsed = typeof trigger === "string" ? parseTrigger(trigger, input.vocabulary) : trigger;
  return "code" in parsed ? parsed : plan(parsed, input);
}

function planIds(trigger: Trigger | string, input: Parameters<typeof plan>[1]): readonly string[] | Diagnostic {
  const planned = planTrigger(trigger, input);
  return "code" in planned ? planned : planned.entries.map(({ plugin }) => plugin);
}

/** The platform's folders with the application's in their place, relative ones taken from the current folder. */
function hostFolders({ base }: LoadedConfig, given: Partial<HostFolders> = {}): HostFolders {
  const { state, cache, globalPlugins, workspacePlugins } = { ...defaultFolders(base), ...given };
  return {
    state: resolve(state),
    cache: resolve(cache),
    globalPlugins: resolve(globalPlugins),
    workspacePlugins: resolve(workspacePlugins),
  };
}

/** Reads the config that the options name. Never throws for bad input. */
export function loadConfig({ config, sections = [], cwd = process.cwd() }: ControlPlaneOptions): LoadedConfig {
  if (typeof config === "object") return readHostConfig({ value: config, cwd, sections });
  return readHostConfig({ ...(config !== undefined && { file: config }), cwd, sections });
}

function rootsOf({ roots }: ControlPlaneOptions, { config, base, place }: LoadedConfig, folders: HostFolders) {
  const searched = { workspace: [folders.workspacePlugins], global: [folders.globalPlugins], ...roots };
  return pluginRoots(config.plugins?.load?.paths ?? [], base, searched, place);
}
