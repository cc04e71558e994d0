import { resolve } from "node:path";
import { gatewaySdk, apiVersion } from "@mortise/sdk";
import { checkHints } from "./activation/check-hints.js";
import { orderPlugins } from "./activation/order.js";
import { plan, type ActivationPlan } from "./activation/plan.js";
import { checkRequirements } from "./activation/requirements.js";
import { parseTrigger, type Trigger } from "./activation/trigger.js";
import { isReady, type ReadyCandidate } from "./catalog/candidate.js";
import { discoverPrepared, type Catalog, type ExpandGlob } from "./catalog/discover.js";
import type { ManifestFormat } from "./catalog/format.js";
import { nativeFormat } from "./catalog/native/read.js";
import { pluginRoots, type RootFolders } from "./catalog/roots.js";
import { vocabularyOf, type Vocabulary, type Words } from "./catalog/vocabulary.js";
import { readHostConfig, type LoadedConfig } from "./config/read.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { globFileSystem } from "./config/disk.js";
import { defaultFolders, type HostFolders } from "./folders.js";
import { readMentions, type Mention, type MentioningConfig } from "./policy/auto-enable.js";
import { checkHolders, checkOrders, checkSlots } from "./policy/check-slots.js";
import { rule } from "./policy/decide.js";
import { settle } from "./policy/settle.js";
import { refuse, type Decision } from "./policy/decision.js";
import { resolveLegacyIds } from "./policy/legacy-ids.js";
import { checkMentions } from "./policy/mentions.js";
import type { PolicyFacts } from "./policy/rules.js";
import type { SlotHolders } from "./policy/slots.js";
import { checkConfig, recallConfig } from "./validation/check.js";
import type { CheckOptions } from "./validation/check-options.js";
import type { ConfigCheck } from "./validation/config-state.js";
import { createRedactor } from "./validation/redactor.js";
import { configRefusal, schemaAdvisories } from "./validation/refusal.js";
import { createVerdictStore } from "./validation/verdict-store.js";

/** What the control plane is told. Everything has a default. */
export interface ControlPlaneOptions {
  /** The config file's path, or the config itself; `false` for none. Without it the file is looked for upward. */
  readonly config?: string | object | false;
  /** Names of the config's top-level sections that belong to the application. */
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

/** One plugin, as far as it is known without running it. */
export interface PluginState {
  readonly decision: Decision;
  /** Present for plugins that policy let through. */
  readonly config?: ConfigCheck;
}

/** All that is known without running anything. */
export interface ControlPlane {
  readonly loaded: LoadedConfig;
  readonly catalog: Catalog;
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
): Promise<ControlPlane> {
  const written = loadConfig(options);
  const vocabulary = vocabularyOf(options.sdk ?? gatewaySdk);
  const folders = hostFolders(written, options.folders);
  const env = options.env ?? process.env;
  const catalog = await findPlugins(options, written, vocabulary, folders);
  const { loaded, diagnostics: renamed } = resolveLegacyIds(written, catalog.candidates, vocabulary);
  const checks: CheckOptions = {
    loaded,
    secrets: { env, base: loaded.base },
    store: createVerdictStore(folders.cache),
    redactor: createRedactor(),
  };
  const mentions = readMentions(loaded, options.mentions?.(loaded));
  const decided = await decideAll(catalog, { vocabulary, mentions, sections: loaded.sections }, checks, checking);
  const { plugins, order, slots } = decided;
  const unwritable = checking === "check" ? await checks.store.flush() : undefined;
  const found = [
    ...loaded.diagnostics,
    ...renamed,
    ...catalog.diagnostics,
    ...decided.diagnostics,
    ...(unwritable ? [unwritable] : []),
  ];
  const diagnostics = found.map((diagnostic) => checks.redactor.diagnostic(diagnostic));
  const input = { decisions: plugins.map(({ decision }) => decision), order, vocabulary, slots };
  const known = { loaded, catalog, vocabulary, plugins, order, slots, diagnostics, folders, checks };
  return { ...known, plan: (trigger) => planTrigger(trigger, input), planIds: (trigger) => planIds(trigger, input) };
}

/** What may run, in which order, and what is to be said of it. */
async function decideAll(
  { candidates }: Catalog,
  facts: PolicyFacts & { readonly vocabulary: Vocabulary },
  checks: CheckOptions,
  checking: "recall" | "check",
): Promise<Pick<ControlPlane, "plugins" | "order" | "slots" | "diagnostics">> {
  const { loaded } = checks;
  const versions = { mortise: apiVersion, node: process.versions.node };
  const { ruling, outcome } = await settle(
    (keptOut) => rule(candidates, loaded.config, versions, { ...facts, keptOut }),
    async (decisions) => {
      const checked = await Promise.all(decisions.map((decision) => checkPlugin(decision, checks, checking)));
      const plugins = withRequirements(checked.map(({ state }) => state));
      return { checked, plugins, decisions: plugins.map(({ decision }) => decision) };
    },
  );
  const { decisions, slots } = ruling;
  const { checked, plugins } = outcome;
  const running = plugins.flatMap(({ decision: { candidate, enabled } }) =>
    enabled && isReady(candidate) ? [candidate] : [],
  );
  const order = orderPlugins(running);
  const diagnostics = [
    ...checkMentions(loaded, decisions),
    ...checkSlots(loaded, candidates, facts.vocabulary),
    ...checkHolders(loaded, outcome.decisions),
    ...checkOrders(loaded, facts.vocabulary),
    ...plugins.flatMap(({ decision }) => [...decision.candidate.diagnostics, ...decision.diagnostics]),
    ...checked.flatMap(({ advisories }) => advisories),
    ...running.flatMap((candidate) => checkHints(candidate, facts.vocabulary)),
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

function loadConfig({ config, sections = [], cwd = process.cwd() }: ControlPlaneOptions): LoadedConfig {
  if (typeof config === "object") return readHostConfig({ value: config, cwd, sections });
  return readHostConfig({ ...(config !== undefined && { file: config }), cwd, sections });
}

async function findPlugins(
  { roots = {}, formats = [], development = false }: ControlPlaneOptions,
  { config, base, place }: LoadedConfig,
  vocabulary: Vocabulary,
  folders: HostFolders,
): Promise<Catalog> {
  const searched = { workspace: [folders.workspacePlugins], global: [folders.globalPlugins], ...roots };
  const all = pluginRoots(config.plugins?.load?.paths ?? [], base, searched, place);
  // The library is imported only where a glob is met.
  const hasGlob = all.some(({ glob }) => glob !== undefined);
  const glob = hasGlob ? await import("fast-glob") : undefined;
  const expandGlob: ExpandGlob = (pattern, cwd) => glob?.default.sync(pattern, { ...globOptions, cwd }) ?? [];
  return discoverPrepared({ roots: all, formats: [nativeFormat, ...formats], vocabulary, development, expandGlob });
}

const globOptions = {
  fs: globFileSystem,
  onlyFiles: false,
  absolute: true,
  ignore: ["**/node_modules/**"],
  // What cannot be read has no plugin, and links in a circle have no end.
  suppressErrors: true,
  followSymbolicLinks: false,
};

interface CheckedPlugin {
  readonly state: PluginState;
  readonly advisories: readonly Diagnostic[];
}

async function checkPlugin(
  decision: Decision,
  checks: CheckOptions,
  checking: "recall" | "check",
): Promise<CheckedPlugin> {
  const { candidate, enabled } = decision;
  if (!enabled || !isReady(candidate)) return { state: { decision }, advisories: [] };
  const config = checking === "recall" ? recallConfig(candidate, checks) : await checkConfig(candidate, checks);
  const refusal = configRefusal(candidate, config, checks);
  const advisories = schemaAdvisories(candidate, config);
  if (!refusal) return { state: { decision, config }, advisories };
  return { state: { decision: refuse(decision, "config", refusal.reason, refusal.diagnostics), config }, advisories };
}

function withRequirements(states: readonly PluginState[]): readonly PluginState[] {
  const decisions = checkRequirements(states.map(({ decision }) => decision));
  return states.map((state, index) => ({ ...state, decision: decisions[index] ?? state.decision }));
}
