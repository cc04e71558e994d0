import { CapabilityError, type CallContext, type Contract, type OperationConformance } from "@mortise/sdk";
import type { TSchema } from "@mortise/sdk/typebox";
import { sampleOf } from "./sample.js";

/**
 * A provider made from its contract alone: it has the data that the contract's shape asks for and every operation, and
 * each answers with the least that `conformance` takes. For tests of what consumes a capability.
 */
export function virtualProvider<Value>(contract: Contract<string, Value>, id: string): Value {
  const provider: Record<string, unknown> = { ...(sampleOf(contract.shape ?? {}) as object), [contract.idField]: id };
  for (const name of Object.keys(contract.operations)) {
    const operation = virtualOperation(name, contract.conformance?.[name]);
    const [group = "", member] = name.split(".");
    if (member === undefined) provider[name] = operation;
    else provider[group] = { ...(provider[group] as object | undefined), [member]: operation };
  }
  return provider as Value;
}

function virtualOperation(name: string, conformance: OperationConformance | undefined) {
  return async (_request: unknown, { signal }: CallContext): Promise<unknown> => {
    if (signal.aborted) throw new CapabilityError(`${name} was aborted`, { code: "aborted" });
    if (!conformance) return undefined;
    return conformance.isStream ? streamOf(conformance) : answerOf(conformance.result);
  };
}

function streamOf({ result, last }: OperationConformance): ReadableStream {
  const pieces = [answerOf(result), ...(last ? [answerOf(last)] : [])];
  return new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
  });
}

/** What fits a schema, as an operation answers it: bytes as bytes, and nothing instead of `null`. */
function answerOf(schema: TSchema): unknown {
  const sample = sampleOf(schema);
  return sample === null ? undefined : toAnswer(sample);
}

function toAnswer(sample: unknown): unknown {
  if (Array.isArray(sample)) return sample.map(toAnswer);
  if (typeof sample !== "object" || sample === null) return sample;
  const { $bytes } = sample as { readonly $bytes?: unknown };
  if (typeof $bytes === "number") return new Uint8Array($bytes);
  return Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, toAnswer(value)]));
}
