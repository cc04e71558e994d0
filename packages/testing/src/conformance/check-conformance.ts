import type { Contract } from "@mortise/sdk";
import { conformanceChecks, operationOf, type ConformanceCheck, type ConformanceOptions } from "./checks.js";
import type { ConformanceFinding } from "./finding.js";

/**
 * Tries a provider against its contract: its shape, and each operation that it has, with the request that the contract
 * gives for it. Resolves to all that was found; to nothing where the provider keeps its contract. Needs no test runner.
 *
 * ```ts
 * const findings = await checkConformance(speech, provider, { skip: [{ operation: "listVoices", reason: "…" }] });
 * ```
 */
export async function checkConformance<Value>(
  contract: Contract<string, Value>,
  provider: Value,
  options: ConformanceOptions<Value> = {},
): Promise<readonly ConformanceFinding[]> {
  const findings: ConformanceFinding[] = [];
  for (const check of conformanceChecks(contract)) {
    if (leftOut(check, contract, provider, options) !== undefined) continue;
    findings.push(...(await check.run(provider, options)));
    // Nothing can be said of the operations of what is no provider.
    if (findings.some(({ code }) => code === "malformed")) break;
  }
  return findings;
}

/** Why a check is not made of a provider. Throws `RangeError` where something is skipped that the contract does not have. */
export function leftOut<Value>(
  { operation }: ConformanceCheck,
  { kind, operations }: Contract,
  provider: unknown,
  { skip = [] }: ConformanceOptions<Value>,
): string | undefined {
  const unknown = skip.find((skipped) => !Object.hasOwn(operations, skipped.operation));
  if (unknown)
    throw new RangeError(`The contract ${kind} has no operation "${unknown.operation}" that could be skipped`);
  if (operation === undefined) return undefined;
  const skipped = skip.find((one) => one.operation === operation);
  if (skipped) return skipped.reason;
  return operationOf(provider, operation).run === undefined ? "the provider does not have it" : undefined;
}
