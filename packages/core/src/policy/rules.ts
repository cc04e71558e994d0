import { foldId, type Candidate } from "../catalog/candidate.js";
import { vocabularyOf, type Vocabulary } from "../catalog/vocabulary.js";
import type { LoadedConfig } from "../config/read.js";
import type { HostConfig, PluginEntryConfig } from "../config/schema.js";
import { indexMentions, type Mention, type Mentions } from "./auto-enable.js";
import type { DecisionReason } from "./decision.js";
import { chartSlots, isSelected, isShutOut, type SlotChart } from "./slots.js";

/** What rules go by besides the plugin part of the config; nothing of it is known unless given. */
export interface PolicyFacts {
  /** What plugins can provide: which contracts have slots, which ids are providers'. */
  readonly vocabulary?: Vocabulary;
  /** What the config mentions. */
  readonly mentions?: readonly Mention[];
  /** The application's sections of the config: `channels` turns channels off, and paths in it may turn plugins on. */
  readonly sections?: LoadedConfig["sections"];
  /** Plugins that will not run for a reason that policy does not see, such as a config that is not valid. */
  readonly keptOut?: ReadonlySet<Candidate>;
  /** What the application turned on and off while the host ran, by folded id: it stands over `plugins.entries`. */
  readonly turned?: ReadonlyMap<string, boolean>;
}

/** The operator's word, prepared for look-ups. */
export interface PolicyConfig {
  readonly enabled: boolean;
  readonly deny: ReadonlySet<string>;
  /** Absent: not set, so everything may run. */
  readonly allow?: ReadonlySet<string>;
  /** What was turned on and off while the host ran is in it. */
  readonly entries: ReadonlyMap<string, PluginEntryConfig>;
  readonly turned: ReadonlyMap<string, boolean>;
  readonly slots: SlotChart;
  readonly vocabulary: Vocabulary;
  readonly mentions: Mentions;
}

/** What a rule looks at. */
export interface RuleContext {
  readonly candidate: Candidate;
  readonly policy: PolicyConfig;
  /** Another candidate of the same id that goes first. */
  readonly shadowedBy?: Candidate;
}

/** A rule's answer; nothing: the rule has nothing to say, the next is asked. */
export type Verdict =
  | {
      readonly outcome: "enable" | "refuse";
      readonly reason: DecisionReason;
      readonly detail?: string;
      /** What the trace shows in place of the rule's name. */
      readonly rule?: string;
    }
  | undefined;

/** One question, under the name that the trace shows. */
export interface Rule {
  readonly name: string;
  readonly ask: (context: RuleContext) => Verdict;
}

const enable = (reason: DecisionReason): Verdict => ({ outcome: "enable", reason });
const refuse = (reason: DecisionReason): Verdict => ({ outcome: "refuse", reason });

/** The config as rules look it up: ids folded. */
export function policyConfig(
  { plugins = {} }: HostConfig,
  candidates: readonly Candidate[],
  facts: PolicyFacts = {},
): PolicyConfig {
  const { vocabulary = vocabularyOf({ contracts: {}, hooks: {} }), mentions = [], sections = {} } = facts;
  const { turned = new Map<string, boolean>() } = facts;
  const fold = (ids: readonly string[] = []) => new Set(ids.map(foldId));
  const entries = new Map(Object.entries(plugins.entries ?? {}).map(([id, entry]) => [foldId(id), entry]));
  for (const [id, enabled] of turned) entries.set(id, { ...entries.get(id), enabled });
  return {
    enabled: plugins.enabled ?? true,
    deny: fold(plugins.deny),
    ...(plugins.allow && { allow: fold(plugins.allow) }),
    entries,
    turned,
    slots: chartSlots(candidates, plugins.slots ?? {}, vocabulary),
    vocabulary,
    mentions: indexMentions(mentions, vocabulary, sections),
  };
}

function entryTurns({ policy, candidate }: RuleContext): boolean | undefined {
  return policy.entries.get(foldId(candidate.id))?.enabled;
}

/** Where `policy.entries` has it from the application, and not from the operator. */
function turnedVerdict({ policy, candidate }: RuleContext): Verdict {
  const isOn = policy.turned.get(foldId(candidate.id));
  if (isOn === undefined) return undefined;
  return isOn
    ? { outcome: "enable", reason: "enabled-while-running", rule: "turned on while the host runs" }
    : { outcome: "refuse", reason: "disabled-while-running", rule: "turned off while the host runs" };
}

function slotVerdict({ candidate: { id, manifest }, policy: { slots, vocabulary } }: RuleContext): Verdict {
  if (!manifest) return undefined;
  if (isSelected(id, manifest, slots, vocabulary)) return enable("slot-selected");
  return isShutOut(manifest, slots, vocabulary) ? refuse("slot-taken") : undefined;
}

/** What is mentioned is turned on, but nothing that came with a workspace: its config may have come with it. */
function mentionVerdict({ candidate: { id, manifest, origin }, policy }: RuleContext): Verdict {
  if (!manifest || origin === "workspace") return undefined;
  const mention = policy.mentions.of(id, manifest);
  if (!mention) return undefined;
  return { outcome: "enable", reason: "config-mentions", detail: `${mention.trigger} at ${mention.pointer}` };
}

function originVerdict({ candidate }: RuleContext): Verdict {
  const { origin, manifest } = candidate;
  if (origin === "config") return enable("configured-path");
  if (origin === "workspace") return refuse("workspace-off");
  if (origin === "global") return refuse("global-off");
  return manifest?.enabledByDefault ? enable("bundled-default") : refuse("bundled-off");
}

/** The questions in order; the first answer counts. */
export const rules: readonly Rule[] = [
  { name: "safety gates", ask: ({ candidate }) => (candidate.status === "blocked" ? refuse("blocked") : undefined) },
  {
    name: "manifest",
    ask: ({ candidate }) => (candidate.status === "invalid" ? refuse("manifest-invalid") : undefined),
  },
  { name: "plugins.enabled", ask: ({ policy }) => (policy.enabled ? undefined : refuse("plugins-disabled")) },
  {
    name: "plugins.deny",
    ask: ({ policy, candidate }) => (policy.deny.has(foldId(candidate.id)) ? refuse("denied") : undefined),
  },
  {
    name: "plugins.entries.enabled is false",
    ask: (context) =>
      entryTurns(context) === false ? (turnedVerdict(context) ?? refuse("disabled-in-config")) : undefined,
  },
  { name: "one plugin per id", ask: ({ shadowedBy }) => (shadowedBy ? refuse("shadowed") : undefined) },
  {
    name: "plugins.allow",
    ask: ({ policy, candidate }) =>
      policy.allow && !policy.allow.has(foldId(candidate.id)) ? refuse("not-allowed") : undefined,
  },
  {
    name: "channels.*.enabled is false",
    ask: ({ policy, candidate: { manifest } }) =>
      manifest && policy.mentions.hasNoChannelLeft(manifest) ? refuse("channel-disabled") : undefined,
  },
  { name: "plugins.slots", ask: slotVerdict },
  {
    name: "plugins.entries.enabled is true",
    ask: (context) =>
      entryTurns(context) === true ? (turnedVerdict(context) ?? enable("enabled-in-config")) : undefined,
  },
  { name: "plugins.allow names it", ask: ({ policy }) => (policy.allow ? enable("allowed") : undefined) },
  { name: "config mentions what it owns", ask: mentionVerdict },
  { name: "origin", ask: originVerdict },
];
