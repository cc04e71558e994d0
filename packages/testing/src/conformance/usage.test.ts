import { gatewayContracts, type Contract, type Usage } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { checkConformance, virtualProvider } from "../index.js";

const whole: Required<Usage> = {
  inputTokens: 1,
  outputTokens: 0,
  characters: 5,
  seconds: 1.25,
  images: 2,
  requests: 3,
  credits: 0.5,
  costUsd: 0.000_1,
};

/** The operations whose vendors count, with the kind of each. */
const counted = [
  ["text-inference", "complete"],
  ["text-inference", "stream"],
  ["cli-backend", "run"],
  ["speech", "synthesize"],
  ["realtime-transcription", "transcribe"],
  ["realtime-voice", "converse"],
  ["media-understanding", "describeImage"],
  ["media-understanding", "transcribeAudio"],
  ["media-understanding", "describeVideo"],
  ["image-generation", "generate"],
  ["music-generation", "generate"],
  ["video-generation", "generate"],
  ["web-fetch", "fetch"],
  ["web-search", "search"],
  ["embedding", "embed"],
  ["agent-harness", "runAttempt"],
] as const;

/** A provider that keeps its contract, and says of one operation that it used this. */
function counting(kind: string, operation: string, usage: object): readonly [Contract, unknown] {
  const contract = Object.values<Contract>(gatewayContracts).find((each) => each.kind === kind);
  if (!contract) throw new Error(`There is no capability ${kind}.`);
  const provider = virtualProvider(contract, "counting") as Record<string, (...args: unknown[]) => Promise<object>>;
  const plain = provider[operation];
  if (!plain) throw new Error(`The capability ${kind} has no operation ${operation}.`);
  const isStream = contract.conformance?.[operation]?.isStream === true;
  const counts = async (...args: unknown[]): Promise<object> => {
    const answer = await plain(...args);
    return isStream ? withLast(answer as ReadableStream<object>, usage) : { ...answer, usage };
  };
  return [contract, { ...provider, [operation]: counts }];
}

/** The stream with a usage in its last piece. */
function withLast(stream: ReadableStream<object>, usage: object): ReadableStream<object> {
  let held: object | undefined;
  return stream.pipeThrough(
    new TransformStream({
      transform(piece, controller) {
        if (held) controller.enqueue(held);
        held = piece;
      },
      flush: (controller) => controller.enqueue({ ...held, usage }),
    }),
  );
}

describe.each(counted)("%s.%s [KIT-2]", (kind, operation) => {
  it("may tell all that a vendor counts", async () => {
    const [contract, provider] = counting(kind, operation, whole);
    expect(await checkConformance(contract, provider)).toEqual([]);
  });

  it.each([
    ["what has no name", { moons: 3 }],
    ["less than nothing", { seconds: -1 }],
    ["half a token", { inputTokens: 0.5 }],
    ["words", { characters: "many" }],
  ])("must not count %s", async (_, usage) => {
    const [contract, provider] = counting(kind, operation, usage);
    const findings = await checkConformance(contract, provider);
    expect(findings.map((finding) => [finding.code, finding.operation])).toContainEqual(["wrong-answer", operation]);
  });
});
