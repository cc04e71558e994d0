import { checkRegistration } from "@mortise/core";
import type { Contract, OperationConformance, OperationName, RequestOf } from "@mortise/sdk";
import { callContext } from "../call-context.js";
import { checkAnswer } from "./answer.js";
import { checkAbortedBefore, checkAbortedMidway, checkCancelled } from "./ending.js";
import type { ConformanceFinding } from "./finding.js";
import type { Trial } from "./trial.js";

/** An operation that is not tried, and why. */
export interface SkippedOperation {
  readonly operation: string;
  readonly reason: string;
}

/** How a provider is tried. */
export interface ConformanceOptions<Value = unknown> {
  /** Operations that are left out; each must be one of the contract's. */
  readonly skip?: readonly SkippedOperation[];
  /** Makes the request of an operation, instead of the contract's, where a provider needs one that it knows. */
  readonly requests?: { readonly [Name in OperationName<Value>]?: () => RequestOf<Value, Name> };
  /** How long an answer, and an end after an abort, are waited for, in milliseconds; 10 seconds unless given. */
  readonly waitMs?: number;
}

/** One thing that is checked of a provider. */
export interface ConformanceCheck {
  readonly name: string;
  /** Absent where it is about the provider as a whole. */
  readonly operation?: string;
  run(provider: unknown, options: ConformanceOptions): Promise<readonly ConformanceFinding[]>;
}

type CheckOperation = (trial: Trial) => Promise<readonly ConformanceFinding[]>;

const defaultWaitMs = 10_000;

/** Everything that is checked of a contract's providers, in order. */
export function conformanceChecks(contract: Contract): readonly ConformanceCheck[] {
  const operations = Object.keys(contract.operations).flatMap((operation): readonly ConformanceCheck[] => {
    const conformance = contract.conformance?.[operation];
    return conformance ? checksOf(operation, conformance) : [untried(contract, operation)];
  });
  return [registration(contract), ...operations];
}

function registration(contract: Contract): ConformanceCheck {
  return {
    name: `can be registered as ${contract.kind}`,
    async run(provider) {
      const malformed = checkRegistration("the conformance suite", contract, provider);
      return malformed ? [{ code: "malformed", message: malformed.message }] : [];
    },
  };
}

function checksOf(operation: string, conformance: OperationConformance): readonly ConformanceCheck[] {
  const checks: readonly (readonly [string, CheckOperation])[] = [
    ["answers as the contract says", checkAnswer],
    ["ends when it is aborted before it begins", checkAbortedBefore],
    ["ends when it is aborted midway", checkAbortedMidway],
    ...(conformance.isStream ? [["ends when its stream is cancelled", checkCancelled] as const] : []),
  ];
  return checks.map(([what, check]) => ({
    name: `${operation} ${what}`,
    operation,
    run: (provider, options) => check(trialOf(provider, operation, conformance, options)),
  }));
}

function untried({ kind }: Contract, operation: string): ConformanceCheck {
  const message = `${operation}: the contract ${kind} does not say how it is tried; add conformance.${operation}`;
  return { name: `${operation} can be tried`, operation, run: async () => [{ code: "untried", operation, message }] };
}

function trialOf(
  provider: unknown,
  operation: string,
  conformance: OperationConformance,
  { requests = {}, waitMs = defaultWaitMs }: ConformanceOptions,
): Trial {
  const request = (requests as Readonly<Record<string, () => unknown>>)[operation] ?? conformance.request;
  const { run, self } = operationOf(provider, operation);
  return {
    operation,
    conformance,
    waitMs,
    run: (signal) =>
      Reflect.apply(run as () => unknown, self, [request(), callContext({ signal, deadlineMs: waitMs })]) as unknown,
  };
}

/** A provider's function by its operation's name, and what it is a member of. */
export function operationOf(provider: unknown, operation: string): { readonly run: unknown; readonly self: unknown } {
  const path = operation.split(".");
  const name = path.pop() ?? "";
  const self = path.reduce((value: unknown, member) => memberOf(value, member), provider);
  return { run: memberOf(self, name), self };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}
