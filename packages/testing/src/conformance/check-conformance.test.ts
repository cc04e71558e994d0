import {
  CapabilityError,
  defineCapability,
  gatewayContracts,
  speech,
  textInference,
  type Contract,
} from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { mutant, mutations } from "../../test/mutants.js";
import { checkConformance, virtualProvider } from "../index.js";

const capabilities = Object.values<Contract>(gatewayContracts).filter(({ category }) => category === "capability");
const cases = capabilities.map((contract) => [contract.kind, contract] as const);
const operations = capabilities.flatMap((contract) =>
  Object.entries(contract.conformance ?? {}).map(([operation, { isStream = false }]) => ({
    name: `${contract.kind}.${operation}`,
    contract,
    operation,
    isStream,
  })),
);

class Sound {
  readonly length = 1;
}

describe("the contracts of the gateway [KIT-2, SDK-1]", () => {
  it("are these capabilities", () => {
    expect(capabilities.map(({ kind }) => kind)).toEqual([
      "text-inference",
      "cli-backend",
      "speech",
      "realtime-transcription",
      "realtime-voice",
      "media-understanding",
      "image-generation",
      "music-generation",
      "video-generation",
      "web-fetch",
      "web-search",
      "channel",
      "gateway-discovery",
      "embedding",
      "memory",
      "context-engine",
      "agent-harness",
    ]);
  });

  it.each(cases)("%s says of every operation how it is tried", (_kind, contract) => {
    expect(Object.keys(contract.conformance ?? {}).toSorted()).toEqual(Object.keys(contract.operations).toSorted());
  });

  it.each(cases)("%s makes a fresh request for each call", (_kind, { conformance = {} }) => {
    for (const { request } of Object.values(conformance)) expect(request()).not.toBe(request());
  });
});

describe("checkConformance [KIT-2, PLUG-15]", () => {
  it.each(cases)("finds nothing in a %s provider that keeps its contract", async (_kind, contract) => {
    expect(await checkConformance(contract, virtualProvider(contract, "virtual"))).toEqual([]);
  });

  describe.each(operations)("of $name", ({ contract, operation, isStream }) => {
    const fitting = mutations.filter(({ isOfStream = isStream }) => isOfStream === isStream);
    it.each(fitting)("finds one that $name", async (mutation) => {
      const findings = await checkConformance(contract, mutant(contract, operation, mutation), { waitMs: 25 });
      expect(new Set(findings.map((finding) => finding.operation))).toEqual(new Set([operation]));
      expect(findings.map(({ code }) => code)).toContain(mutation.code);
    });
  });

  it("finds a stream that does not end as it should", async () => {
    const provider = {
      ...virtualProvider(textInference, "p"),
      stream: async () =>
        new ReadableStream({ start: (one) => (one.enqueue({ type: "text", text: "a" }), one.close()) }),
    };
    const [finding, ...others] = await checkConformance(textInference, provider);
    expect(finding).toMatchObject({ code: "wrong-answer", message: expect.stringContaining("stream: the last piece") });
    expect(others).toEqual([]);
  });

  it.each([
    ["a function", { audio: Uint8Array.of(1), mediaType: "audio/wav", play() {} }, "/play is a function"],
    ["a date", { audio: Uint8Array.of(1), mediaType: "audio/wav", at: new Date() }, "/at is an instance of Date"],
    ["an instance", { audio: new Sound(), mediaType: "audio/wav" }, "/audio is an instance of Sound"],
  ])("finds %s in an answer and says where", async (_what, answer, place) => {
    const provider = { id: "p", synthesize: async () => answer as never };
    const [finding] = await checkConformance(speech, provider);
    expect(finding).toMatchObject({ code: "not-transferable", operation: "synthesize" });
    expect(finding?.message).toContain(place);
  });

  it("takes Node's Buffer for the bytes that it arrives as", async () => {
    const provider = { id: "p", synthesize: async () => ({ audio: Buffer.from("a"), mediaType: "audio/wav" }) };
    expect(await checkConformance(speech, provider)).toEqual([]);
  });

  it("says of a provider that cannot be registered just that", async () => {
    const findings = await checkConformance(speech, { id: "NO SPACES", synthesize: 1 } as never);
    expect(findings.map(({ code }) => code)).toEqual(["malformed"]);
    expect(findings[0]?.message).toContain('found the string "NO SPACES" at "id"');
  });

  it.each([
    ["with a known code", new CapabilityError("full", { code: "rate-limited" }), "failed"],
    ["with an unknown code", new CapabilityError("full", { code: "tired" as never }), "unknown-error"],
  ])("does not take a refusal %s for an answer", async (_what, error, code) => {
    const provider = { id: "p", synthesize: () => Promise.reject(error) };
    expect(new Set((await checkConformance(speech, provider)).map((finding) => finding.code))).toEqual(new Set([code]));
  });

  it("lets a call that was aborted reject with the reason of its signal", async () => {
    const provider = {
      id: "p",
      synthesize: async (_: unknown, { signal }: { signal: AbortSignal }) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        signal.throwIfAborted();
        return { audio: Uint8Array.of(1), mediaType: "audio/wav" };
      },
    };
    expect(await checkConformance(speech, provider)).toEqual([]);
  });

  it("asks with the requests that it is given", async () => {
    const asked = new Set<string>();
    const provider = {
      ...virtualProvider(speech, "p"),
      synthesize: async ({ text }: { text: string }) => {
        asked.add(text);
        return { audio: Uint8Array.of(1), mediaType: "audio/wav" };
      },
    };
    await checkConformance(speech, provider, { requests: { synthesize: () => ({ text: "mine" }) } });
    expect(asked).toEqual(new Set(["mine"]));
  });

  it("leaves out what is skipped, and knows what can be", async () => {
    const provider = { id: "p", synthesize: async () => 7 as never };
    const skip = [{ operation: "synthesize", reason: "it is broken" }];
    expect(await checkConformance(speech, provider, { skip })).toEqual([]);
    const wrong = checkConformance(speech, provider, { skip: [{ operation: "sing", reason: "it cannot" }] });
    await expect(wrong).rejects.toThrow('The contract speech has no operation "sing"');
  });

  it("says when a contract does not tell how an operation is tried", async () => {
    interface Reader {
      readonly id: string;
      read(request: string): Promise<string>;
    }
    const reading = defineCapability<Reader>()({ kind: "reading", operations: { read: "required" } });
    const findings = await checkConformance(reading, { id: "p", read: async () => "text" });
    expect(findings).toMatchObject([{ code: "untried", operation: "read" }]);
  });
});
