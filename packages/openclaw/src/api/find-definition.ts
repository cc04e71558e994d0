import { diagnose } from "@mortise/core/catalog";
import { MortiseError } from "@mortise/core";
import { isMembers, textOf, type Callable, type Members } from "./reading.js";

/** What a module of OpenClaw's defines. */
export interface Definition {
  /** Absent where it names none, or is a bare function. */
  readonly id?: string;
  readonly name?: string;
  readonly description?: string;
  readonly version?: string;
  readonly register: Callable;
  /** All that it says; none of a bare function. */
  readonly members: Members;
}

/** More wrappings than this are no accident of bundlers. */
const mostWrappings = 6;

const wrappings = ["default", "module", "module.exports"] as const;

/**
 * Finds the plugin in what an entry module exports: a function, or an object with `register` or `activate`, through
 * `default` and `module` however often bundlers have wrapped it. Throws `LOAD_NO_PLUGIN`, which mentions a named export
 * that looks like one.
 */
export function findDefinition(namespace: unknown): Definition {
  const found = unwrap(namespace, 0);
  if (found) return found;
  const members = isMembers(namespace) ? namespace : {};
  const named = Object.keys(members).find((key) => isMembers(members[key]) && asDefinition(members[key]));
  const hint = named === undefined ? "" : `; the export named "${named}" looks like one`;
  throw new MortiseError(diagnose("LOAD_NO_PLUGIN", { named: hint }));
}

/** What is wrapped goes before the wrapping: a namespace may have a `register` of its own beside the default export. */
function unwrap(value: unknown, depth: number): Definition | undefined {
  if (depth > mostWrappings || value === null || (typeof value !== "object" && typeof value !== "function")) {
    return undefined;
  }
  for (const name of wrappings) {
    const inner = (value as Members)[name];
    const found = inner === value ? undefined : unwrap(inner, depth + 1);
    if (found) return found;
  }
  return asDefinition(value);
}

function asDefinition(value: unknown): Definition | undefined {
  if (typeof value === "function") return { register: value as Callable, members: {} };
  if (!isMembers(value)) return undefined;
  const method = [value["register"], value["activate"]].find((each) => typeof each === "function");
  if (method === undefined) return undefined;
  const id = textOf(value["id"]);
  const name = textOf(value["name"]);
  const description = textOf(value["description"]);
  const version = textOf(value["version"]);
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(version !== undefined && { version }),
    register: (...given) => Reflect.apply(method as Callable, value, given),
    members: value,
  };
}
