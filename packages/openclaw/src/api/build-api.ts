import { facades } from "./facades.js";
import { apiMembers } from "./members.js";
import type { PluginScope } from "./scope.js";

/**
 * Makes the `api` that one plugin is given. Every member is its own and enumerable and needs no `this`, so that plugins
 * may spread it and take it apart.
 */
export function buildApi(scope: PluginScope): Record<string, unknown> {
  const api: Record<string, unknown> = {};
  for (const member of apiMembers) {
    if (member.isLazy === true) defineOnce(api, member.name, () => member.make(scope));
    else api[member.name] = member.make(scope);
  }
  defineOnce(api, "session", () => group(api, "session"));
  defineOnce(api, "agent", () => group(api, "agent"));
  defineOnce(api, "runContext", () => group(api, "runContext"));
  defineOnce(api, "lifecycle", () => {
    const { native } = scope;
    const own = { onDispose: (dispose: () => void) => native.onDispose(dispose) };
    return Object.defineProperty({ ...own, ...group(api, "lifecycle") }, "signal", {
      get: () => native.signal,
      enumerable: true,
    });
  });
  return api;
}

/** A member that is made when it is read, and may be replaced. */
function defineOnce(owner: Record<string, unknown>, name: string, create: () => unknown): void {
  const define = (value: unknown) =>
    Object.defineProperty(owner, name, { value, writable: true, enumerable: true, configurable: true });
  Object.defineProperty(owner, name, {
    get() {
      const value = create();
      define(value);
      return value;
    },
    set: define,
    enumerable: true,
    configurable: true,
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
