import { lazyMembers, type MemberMakers } from "@mortise/core";
import { facades } from "./facades.js";
import { apiMembers } from "./members.js";
import type { PluginScope } from "./scope.js";

/** What the members of one `api` are made from. */
interface Making {
  readonly scope: PluginScope;
  /** The `api` that they are members of, once there is one. */
  api: Readonly<Record<string, unknown>>;
}

const groups = ["session", "agent", "runContext"] as const;

const makers: MemberMakers<Making> = new Map<string, (making: Making) => unknown>([
  ...apiMembers.map((member) => [member.name, ({ scope }: Making) => member.make(scope)] as const),
  ...groups.map((name) => [name, ({ api }: Making) => group(api, name)] as const),
  ["lifecycle", lifecycleOf],
]);

/**
 * Makes the `api` that one plugin is given. Every member is its own and enumerable and needs no `this`, so that plugins
 * may spread it and take it apart; each is made when it is first asked for.
 */
export function buildApi(scope: PluginScope): Readonly<Record<string, unknown>> {
  const making: Making = { scope, api: {} };
  making.api = lazyMembers(makers, making);
  return making.api;
}

function lifecycleOf({ scope: { native }, api }: Making): object {
  const own = { onDispose: (dispose: () => void) => native.onDispose(dispose) };
  return Object.defineProperty({ ...own, ...group(api, "lifecycle") }, "signal", {
    get: () => native.signal,
    enumerable: true,
  });
}

/** The members of a facade, with the groups below it. */
function group(api: Readonly<Record<string, unknown>>, path: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const { name, members: named } of facades) {
    if (name === path) for (const [member, flat] of Object.entries(named)) members[member] = api[flat];
    else if (name.startsWith(`${path}.`)) members[name.slice(path.length + 1)] = group(api, name);
  }
  return members;
}
