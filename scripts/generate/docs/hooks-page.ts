import type { HookDefinition, HookKind, HookMemberMerge, HookMerge } from "../../../packages/sdk/src/hook.js";
import { gatewayHooks } from "../../../packages/sdk/src/gateway-hooks.js";
import { leftOutHooks } from "../../../packages/sdk/src/left-out-hooks.js";
import { code, referencePage, table, type Artifact } from "./markdown.js";

/** `concat`, or `system: concat, toolsAllow: intersect`. */
function mergeText(merge: HookMerge | undefined): string {
  if (merge === undefined) return "";
  if (typeof merge === "string") return code(merge);
  if (typeof merge === "function") return "a function";
  return Object.entries(merge)
    .map(([member, rule]) => `${code(member)}: ${code(rule)}`)
    .join(", ");
}

const kinds: Readonly<Record<HookKind, string>> = {
  observe: "All handlers are called together; what they return is ignored, or collected with their plugins' names.",
  modify: "Handlers are called in order; their results are joined as `merge` says.",
  claim: "Handlers are called in order; the first that returns `{ handled: true }` wins.",
  gate: "Handlers are called in order; each may return `{ event }` to replace the event or `{ block: true, reason }` to stop.",
  stream: "Handlers are called in order; each may return a `TransformStream` that the answer is piped through.",
};

const merges: Readonly<Record<HookMemberMerge | Extract<HookMerge, string>, string>> = {
  first: "the first result counts, and no further handler is called",
  chain: "each handler is given the result of the one before",
  concat: "lists in the results are joined, in order; of anything else the first counts",
  intersect: "of lists in the results, what is in all of them is kept",
};

/** `docs/reference/hooks.md`. */
export function hooksPage(): Artifact {
  return referencePage("hooks", "Hooks", "packages/sdk/src/gateway-hooks.ts", [
    "A plugin listens with `api.on(name, handler, { priority, deadlineMs })` and declares the name in its manifest, under " +
      "`provides.hooks`. Handlers run by priority, higher first, then in plugin order. These are the hooks of the " +
      "reference gateway, in the order in which a turn comes to them.",
    table(
      ["hook", "kind", "merge", "on failure", "deadline", "stability", "when it is called"],
      Object.values(gatewayHooks).map(row),
    ),
    "## What they are for",
    ...Object.values(gatewayHooks).map(section),
    "## Kinds",
    table(
      ["kind", "contract"],
      Object.entries(kinds).map(([kind, text]) => [code(kind), text]),
    ),
    table(
      ["merge", "meaning"],
      Object.entries(merges).map(([merge, text]) => [code(merge), text]),
    ),
    "## Failure and deadline",
    "A handler that throws, rejects or takes longer than its deadline is reported. `open`: the call goes on without it. " +
      "`closed`: what the gate guards is refused. The deadline is `plugins.entries.<id>.deadlineMs` of the config, else " +
      "what the handler was registered with, else the hook's.",
    "## When a listener is loaded",
    "A plugin that declares a gate or one of the hooks marked here as start-up hooks is loaded when the host starts; the " +
      `others are loaded before their hook is first called. Start-up hooks: ${startupHooks()}.`,
    "## OpenClaw's hooks that are left out",
    "Those of its hooks that stand above mean what they mean there. These have no place in this gateway; an application " +
      "may declare any of them in a list of its own.",
    table(
      ["hook", "why"],
      leftOutHooks.map(({ name, reason }) => [code(name), reason]),
    ),
  ]);
}

function row(hook: HookDefinition): readonly string[] {
  const { name, kind, merge, failure, deadlineMs, stability, calledAt } = hook;
  return [code(name), code(kind), mergeText(merge), code(failure), `${deadlineMs / 1000} s`, stability, calledAt];
}

function section({ name, summary }: HookDefinition): string {
  return `### ${name}\n\n${summary}`;
}

function startupHooks(): string {
  return Object.values<HookDefinition>(gatewayHooks)
    .filter(({ startup }) => startup)
    .map(({ name }) => code(name))
    .join(", ");
}
