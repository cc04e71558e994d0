import { toNode, type Node } from "./node.js";
import type { Random } from "./random.js";
import { someId, someKey, someString } from "./strings.js";
import { someReference, someValue } from "./values.js";

const paths = [
  "./plugins",
  "./plugins/p0",
  "plugins/*",
  "**",
  "./absent",
  "*.js",
  "./plugins/p0/index.js",
  "{plugins,x}/*",
  "[",
  "!(a)",
  "../outside/plain",
  "./loop",
  "./plugins/p0/mortise.plugin.json",
  "a\0b",
  "",
  "./plugins/../plugins",
  "{a{b{c",
  "+(a|b)",
  "./.mortise/plugins",
  "x".repeat(5000),
];
const hooks = ["llm_input", "before_tool_call", "message_received", "nowhere", "__proto__"];

const ids = (random: Random): readonly string[] => random.list(3, () => someId(random));
const when = <Value>(isWanted: boolean, make: () => Value): Value | undefined => (isWanted ? make() : undefined);
const record = (random: Random, key: () => string, make: () => Node): Node => ({
  members: random.list(3, () => [key(), make()] as [string, Node]),
});

/** The config of one plugin: keys that its schema names, and others. */
export function somePluginConfig(random: Random): Node {
  const scalar = () =>
    random.weighted<() => Node>([
      [3, () => random.pick<Node>(["aaaaaaaaaaaa!", "text", 8080, 1, true, null])],
      [3, () => someReference(random)],
      [4, () => someValue(random, 2)],
    ])();
  const keys = random.some(["apiKey", "port", "list", "nested", "a", "b", "token"], 0.4);
  const known = keys.map((key): [string, Node] => [key, scalar()]);
  return { members: [...known, ...random.list(2, () => [someKey(random), scalar()] as [string, Node])] };
}

function someEntry(random: Random, isOn: boolean): Node {
  const some = <Value>(share: number, make: () => Value) => when(random.chance(share), make);
  return toNode({
    enabled: isOn || some(0.7, () => random.chance(0.8)),
    config: some(isOn ? 0.9 : 0.6, () => somePluginConfig(random)),
    required: some(0.1, () => random.chance(0.5)),
    requiredFor: some(0.1, () => ["startup", `slot:${someId(random)}`, someString(random)]),
    onFailure: some(0.1, () => random.pick(["continue", "quarantine", "abort", "explode"])),
    deadlineMs: some(0.1, () => random.pick([1, 600_000, 600_001, 0, 1.5, 1e21])),
    hooks: some(0.1, () =>
      record(
        random,
        () => random.pick(hooks),
        () => toNode({ enabled: false, priority: 1e308, deadlineMs: 5 }),
      ),
    ),
    breaker: some(0.1, () => ({ failures: random.pick([1, 0, 1e9]), cooldownMs: 5 })),
  });
}

/**
 * The host's config, as its schema wants it, for plugins with these ids and others.
 *
 * @param isOn nothing in it keeps plugins from running
 */
export function someHostConfig(random: Random, known: readonly string[], isOn: boolean): Node {
  const some = <Value>(share: number, make: () => Value) => when(random.chance(share), make);
  const gate = <Value>(share: number, make: () => Value) => when(!isOn && random.chance(share), make);
  const entries = [...known, ...ids(random)].map((id): [string, Node] => [id, someEntry(random, isOn)]);
  return toNode({
    $schema: some(0.1, () => "./mortise.schema.json"),
    plugins: {
      enabled: gate(0.3, () => random.chance(0.9)),
      allow: gate(0.1, () => [...known, ...ids(random)]),
      deny: gate(0.1, () => ids(random)),
      load: some(0.4, () => ({ paths: random.some(paths, 0.15) })),
      slots: some(0.2, () =>
        record(
          random,
          () => random.pick(["memory", "memory.recall", "x"]),
          () => (random.chance(0.2) ? null : someId(random)),
        ),
      ),
      owners: some(0.2, () =>
        record(
          random,
          () => `${random.pick(["speech", "tool", "x"])}:${someId(random)}`,
          () => someId(random),
        ),
      ),
      conflicts: some(0.1, () => random.pick(["overrule", "fail"])),
      order: some(0.1, () =>
        record(
          random,
          () => random.pick(["speech", "web-search", "x"]),
          () => [...ids(random)],
        ),
      ),
      hooks: some(0.2, () =>
        record(
          random,
          () => random.pick(hooks),
          () => toNode({ required: ids(random), waive: ids(random), deadlineMs: 5 }),
        ),
      ),
      breaker: some(0.1, () => ({ failures: 3 })),
      entries: { members: entries },
    },
    channels: some(0.06, () => ({
      telegram: somePluginConfig(random),
      [someId(random)]: { enabled: random.chance(0.5) },
    })),
    agents: some(0.03, () => someValue(random, 3)),
    [random.pick(["plugin", "agent", "__proto__", "constructor", "Plugins", "x"])]: some(0.05, () =>
      someValue(random, 2),
    ),
  });
}
