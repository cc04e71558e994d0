import type { Contract } from "@mortise/sdk";
import { operationOf } from "./conformance/checks.js";
import { virtualProvider } from "./virtual-provider.js";

/** A call that a fake provider was given. */
export interface FakeCall {
  /** `synthesize`, or `outbound.send` for a function of a member. */
  readonly operation: string;
  readonly request: unknown;
}

/** A provider of the test's own, with what was asked of it. */
export interface FakeProvider<Value = unknown> {
  readonly contract: Contract<string, Value>;
  /** What stands in the registry. */
  readonly value: Value;
  /** Every call so far, the first first. */
  readonly calls: readonly FakeCall[];
}

type Members = Record<string, unknown>;

/**
 * A provider of any contract for tests of plugins that use it: `createTestHost({ plugins, fakes: [fake] })`. It answers
 * with the least that the contract takes, or with what `answers` say, and remembers what it was asked.
 *
 * ```ts
 * const voice = fakeProvider(speech, { synthesize: async () => ({ audio: Uint8Array.of(1), mediaType: "audio/wav" }) });
 * ```
 *
 * @param answers members of the provider to have instead; `id` is `fake` unless given
 */
export function fakeProvider<Value>(
  contract: Contract<string, Value>,
  answers: Partial<Value> = {},
): FakeProvider<Value> {
  const given = answers as Members;
  const { idField } = contract;
  const value = virtualProvider(contract, (given[idField] as string | undefined) ?? "fake") as Members;
  for (const [name, member] of Object.entries(given))
    value[name] = isGroup(member) ? { ...Object(value[name]), ...member } : member;
  const calls: FakeCall[] = [];
  for (const operation of Object.keys(contract.operations)) record(value, operation, calls);
  return { contract, value: value as Value, calls };
}

function isGroup(member: unknown): member is Members {
  return typeof member === "object" && member !== null && !Array.isArray(member);
}

/** Puts a function that remembers in an operation's place; one that is not there stays away. */
function record(value: Members, operation: string, calls: FakeCall[]): void {
  const { run, self } = operationOf(value, operation);
  if (typeof run !== "function") return;
  const recorded = (request: unknown, context: unknown): unknown => {
    calls.push({ operation, request });
    return Reflect.apply(run, self, [request, context]) as unknown;
  };
  (self as Members)[operation.split(".").at(-1) ?? ""] = recorded;
}
