import { foldId, type PluginInstance } from "@mortise/core";
import type { AnyTestHost } from "../test-host.js";

/** Everything that a plugin registered: `kind:id`, and hooks as `hook:name`, to its data as text. */
export type Brought = ReadonlyMap<string, string>;

/** The plugin as it is loaded now. */
export function instanceIn({ host }: AnyTestHost, id: string): PluginInstance | undefined {
  return host.registry.instances.get(foldId(id));
}

/** What an instance registered. */
export function broughtBy({ registrations, hooks }: PluginInstance): Brought {
  const values = [...registrations].map(
    ({ contract, id, value }) => [`${contract.kind}:${id}`, textOf(value)] as const,
  );
  const handlers = [...hooks].map(({ hook, priority, before, after }, index) => {
    const name = `hook:${hook}`;
    const same = [...hooks].slice(0, index).filter((earlier) => earlier.hook === hook).length;
    return [same === 0 ? name : `${name} (${same + 1})`, textOf({ priority, before, after })] as const;
  });
  return new Map([...values, ...handlers]);
}

/** Where two differ, in words. */
export function differencesOf(first: Brought, second: Brought): readonly string[] {
  const names = new Set([...first.keys(), ...second.keys()]);
  return [...names].flatMap((name) => {
    if (!second.has(name)) return [`${name} is there the first time and not the second`];
    if (!first.has(name)) return [`${name} is there the second time and not the first`];
    return first.get(name) === second.get(name) ? [] : [`${name} has other data the second time than the first`];
  });
}

/** The data of a registration; functions count by being there. */
function textOf(value: unknown): string {
  const seen = new Set<unknown>();
  return (
    JSON.stringify(value, (_key, member: unknown) => {
      if (typeof member === "function") return "a function";
      if (typeof member === "bigint") return String(member);
      if (typeof member !== "object" || member === null) return member;
      if (seen.has(member)) return "seen before";
      seen.add(member);
      return member;
    }) ?? ""
  );
}
