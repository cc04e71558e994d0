import { mapped, type ApiMember } from "./member.js";
import { membersOf, methodOf, textOf, wordOf } from "./reading.js";
import type { PluginScope } from "./scope.js";

/** What one plugin keeps for the turns that run, by the turn and a name of its own. */
type Kept = Map<string, Map<string, unknown>>;

/** More turns than this are not remembered; the oldest goes first. */
const mostRuns = 1_000;

const keptBy = new WeakMap<PluginScope, Kept>();

function keptOf(scope: PluginScope): Kept {
  const kept = keptBy.get(scope) ?? new Map();
  keptBy.set(scope, kept);
  return kept;
}

const note = `Kept in memory for the last ${mostRuns} turns; the end of a turn clears nothing.`;

function mappedRun(name: string, call: (kept: Kept, given: unknown) => unknown): ApiMember {
  return mapped({ name, support: "partial", note }, (scope, given) => call(keptOf(scope), given));
}

/** What is kept for a turn, and what runs when the plugin is unloaded. */
export const lifetimeMembers: readonly ApiMember[] = [
  mappedRun("setRunContext", setRunContext),
  mappedRun("getRunContext", (kept, given) => {
    const { runId, namespace } = membersOf(given);
    return kept.get(wordOf(runId) ?? "")?.get(wordOf(namespace) ?? "");
  }),
  mappedRun("clearRunContext", (kept, given) => {
    const { runId, namespace } = membersOf(given);
    if (namespace === undefined) kept.delete(wordOf(runId) ?? "");
    else kept.get(wordOf(runId) ?? "")?.delete(wordOf(namespace) ?? "");
  }),
  mapped(
    {
      name: "registerRuntimeLifecycle",
      support: "partial",
      counterpart: "onDispose",
      note: "Its cleanup is called when the plugin is unloaded, and at no reset of a session.",
    },
    (scope, lifecycle) => {
      const cleanup = methodOf(lifecycle, "cleanup");
      if (cleanup) scope.native.onDispose(async () => void (await cleanup({ reason: "disable" })));
    },
  ),
];

function setRunContext(kept: Kept, patch: unknown): boolean {
  const { runId, namespace, value, unset } = membersOf(patch);
  const run = textOf(runId);
  const name = textOf(namespace);
  if (run === undefined || name === undefined) return false;
  const values = kept.get(run) ?? new Map<string, unknown>();
  if (unset === true) values.delete(name);
  else values.set(name, value);
  kept.set(run, values);
  const [oldest] = kept.keys();
  if (kept.size > mostRuns && oldest !== undefined) kept.delete(oldest);
  return true;
}
