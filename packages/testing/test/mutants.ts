// Providers that break their contract in one way each.
import type { Contract } from "@mortise/sdk";
import type { ConformanceCode } from "../src/index.js";
import { virtualProvider } from "../src/index.js";

type Call = (request: unknown, context: { readonly signal: AbortSignal }) => unknown;

/** One way to break an operation, and what the suite says of it. */
export interface Mutation {
  readonly name: string;
  readonly code: ConformanceCode;
  /** Only of operations that answer with a stream; of all unless given. */
  readonly isOfStream?: boolean;
  mutate(operation: Call): Call;
}

const forever = (): Promise<never> => new Promise(() => {});
const endless = (cancel?: () => Promise<never>) =>
  new ReadableStream<unknown>({
    start: (controller) => controller.enqueue({ type: "text", text: "a", isFinal: false }),
    ...(cancel && { cancel }),
  });

/** Every way that the suite knows of, but for those that only a stream's last piece has. */
export const mutations: readonly Mutation[] = [
  { name: "answers with something else", code: "wrong-answer", isOfStream: false, mutate: () => async () => 7 },
  { name: "answers with a Map", code: "not-transferable", isOfStream: false, mutate: () => async () => new Map() },
  { name: "never answers", code: "no-answer", mutate: () => forever },
  {
    name: "does not listen to its signal",
    code: "abort-ignored",
    mutate: (operation) => (request, context) => (context.signal.aborted ? forever() : operation(request, context)),
  },
  {
    name: "rejects with an error of its own",
    code: "unknown-error",
    mutate: () => async () => {
      throw new TypeError("fetch failed");
    },
  },
  { name: "answers at once", code: "no-promise", mutate: () => () => 7 },
  {
    name: "throws at once",
    code: "no-promise",
    mutate: () => () => {
      throw new TypeError("no");
    },
  },
  { name: "answers without a stream", code: "no-stream", isOfStream: true, mutate: () => async () => [] },
  {
    name: "sends a wrong piece",
    code: "wrong-answer",
    isOfStream: true,
    mutate: () => async () => new ReadableStream({ start: (one) => (one.enqueue({ kind: "?" }), one.close()) }),
  },
  {
    name: "goes on sending after an abort",
    code: "abort-ignored",
    isOfStream: true,
    mutate: () => async () => endless(),
  },
  {
    name: "does not let itself be cancelled",
    code: "cancel-ignored",
    isOfStream: true,
    mutate: () => async () => endless(forever),
  },
];

/** A provider that keeps the contract but for one operation. */
export function mutant(contract: Contract, operation: string, { mutate }: Mutation): unknown {
  const provider = virtualProvider(contract, "mutant") as Record<string, unknown>;
  const [group = "", member] = operation.split(".");
  if (member === undefined) return { ...provider, [operation]: mutate(provider[operation] as Call) };
  const members = provider[group] as Record<string, unknown>;
  return { ...provider, [group]: { ...members, [member]: mutate(members[member] as Call) } };
}
