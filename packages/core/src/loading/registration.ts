import { Compile, type Validator } from "typebox/schema";
import type { Contract, HookFilter } from "@mortise/sdk";
import { isDangerousName } from "../config/json-text.js";
import { readPointer } from "../config/pointer.js";
import { describeFound } from "../config/schema-issue.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { InstanceUse } from "./instance-use.js";

/** Something that a plugin registered under a contract. */
export interface Registration {
  readonly plugin: string;
  readonly contract: Contract;
  readonly id: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Its manifest names it; otherwise it never stands before one that is named. */
  readonly isDeclared: boolean;
  /** The instance that it belongs to. */
  readonly use: InstanceUse;
  /** Its plugin took it out of use for a while: it owns its id and nobody is given it. */
  isDisabled: boolean;
}

/** A handler that a plugin put on a hook. */
export interface HookRegistration {
  readonly plugin: string;
  readonly hook: string;
  readonly handler: (event: unknown, context: unknown) => unknown;
  readonly priority: number;
  /** In milliseconds; the hook's own without it. */
  readonly deadlineMs?: number;
  /** Folded ids of plugins whose handlers of this hook it goes before, and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Both must match: what the code asked for and what the manifest says. */
  readonly filters: readonly HookFilter[];
  /** The instance that it belongs to. */
  readonly use: InstanceUse;
  /** Its plugin took it out of use for a while. */
  isDisabled: boolean;
}

const validators = new WeakMap<Contract, Validator>();

function validatorOf(contract: Contract): Validator | undefined {
  if (contract.shape === undefined) return undefined;
  const known = validators.get(contract) ?? Compile(contract.shape);
  validators.set(contract, known);
  return known;
}

const combining: ReadonlySet<string> = new Set(["if", "then", "else", "anyOf", "allOf", "oneOf", "not"]);

/** What is wrong with something that is being registered, in the words of its contract. */
export function checkRegistration(method: string, contract: Contract, value: unknown): Diagnostic | undefined {
  const malformed = (member: string, expected: string, found: unknown) =>
    diagnose("REGISTER_MALFORMED", { method, kind: contract.kind, member, expected, found: describeValue(found) });
  if (typeof value !== "object" || value === null) return malformed("", "an object", value);
  const members = value as Readonly<Record<string, unknown>>;
  const id = members[contract.idField];
  if (typeof id !== "string" || !contract.idPattern.test(id) || isDangerousName(id)) {
    return malformed(contract.idField, `text that matches ${contract.idPattern.source}`, id);
  }
  for (const [name, presence] of Object.entries(contract.operations)) {
    const member = memberAt(members, name);
    if (typeof member === "function" || (member === undefined && presence === "optional")) continue;
    return malformed(name, "a function", member);
  }
  const validator = validatorOf(contract);
  if (validator === undefined || validator.Check(value)) return undefined;
  const [, errors] = validator.Errors(value);
  // Those that only say that some part did not fit come with the one that says which.
  const told = errors.find(({ keyword }) => !combining.has(keyword)) ?? errors[0];
  const place = told?.instancePath ?? "";
  const found = place === "" ? value : readPointer(value, place);
  return malformed(place, told?.message ?? "what the contract says", found);
}

/** A member by its name; `outbound.send` is a member of `outbound`. */
function memberAt(members: Readonly<Record<string, unknown>>, name: string): unknown {
  const [group = "", member] = name.split(".");
  const found = members[group];
  if (member === undefined || found === undefined || found === null) return found ?? undefined;
  return Reflect.get(Object(found) as object, member) as unknown;
}

/** What was found, in words. */
export function describeValue(value: unknown): string {
  return typeof value === "function" ? "a function" : describeFound(value, false);
}
