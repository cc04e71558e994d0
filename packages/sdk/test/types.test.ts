import { readFileSync } from "node:fs";
import { definePlugin, gatewayContracts, type CallContext, type SpeechRequest, type VoiceInput } from "@mortise/sdk";
import { Type } from "@mortise/sdk/typebox";
import { describe, expect, expectTypeOf, it } from "vitest";
import { everything } from "./all-capabilities.js";
import { checkTypes } from "./type-check.js";

const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");

describe("a plugin whose author writes no type annotation [SDK-2]", () => {
  it("registers under every contract, and compiles", () => {
    const called = new Set<string>();
    const method = (name: string) => () => void called.add(name);
    const registering = Object.fromEntries(Object.keys(gatewayContracts).map((name) => [name, method(name)]));
    const config = { apiKey: "key", region: "eu" };
    everything.register({ ...registering, config, on: method("on") } as never);
    expect(called).toEqual(new Set([...Object.keys(gatewayContracts), "on"]));

    const { errors, output, totalSeconds } = checkTypes(read("./all-capabilities.ts"));
    expect(errors, output).toEqual([]);
    const { totalSeconds: without } = checkTypes("export {};\n");
    const [all, none] = [totalSeconds, without].map((seconds) => `${Math.round(seconds * 1000)} ms`);
    console.info(
      `Types of all capabilities: ${all}, of an empty file: ${none}, ${(totalSeconds / without).toFixed(1)} x`,
    );
  });

  it("is told the types of what it is given", () => {
    const plugin = definePlugin({
      id: "inferred",
      config: Type.Object({ key: Type.String(), depth: Type.Optional(Type.Integer()), mode: Type.Enum(["a", "b"]) }),
      register(api) {
        expectTypeOf(api.config).toEqualTypeOf<{ key: string; depth?: number; mode: "a" | "b" }>();
        api.registerSpeechProvider({
          id: "x",
          async synthesize(request, context) {
            expectTypeOf(request).toEqualTypeOf<SpeechRequest>();
            expectTypeOf(context).toEqualTypeOf<CallContext>();
            return { audio: new Uint8Array(), mediaType: "audio/mpeg" };
          },
        });
        api.registerRealtimeVoiceProvider({
          id: "x",
          async converse({ input }) {
            expectTypeOf(input).toEqualTypeOf<ReadableStream<VoiceInput>>();
            return new ReadableStream();
          },
        });
        api.on("llm_output", (event) => {
          expectTypeOf(event.durationMs).toEqualTypeOf<number>();
        });
        expectTypeOf(api.runtime.channel.outbound.send).returns.resolves.toHaveProperty("messageId");
        expectTypeOf(api.runtime.memory.get).returns.resolves.toBeNullable();
      },
    });
    expect(plugin.id).toBe("inferred");
  });
});

describe("what is wrong does not compile:", () => {
  const source = read("./refused.ts");
  const marks = source.split("\n").flatMap((text, index) => {
    const [, why] = /^\s*\/\/ @ts-expect-error: (.+)$/.exec(text) ?? [];
    return why === undefined ? [] : [{ why, line: index + 2 }];
  });
  // Told what to expect, the compiler says nothing; so the marks are taken away, and each line must have its own error.
  const { errors, output } = checkTypes(source.replaceAll("@ts-expect-error", "wrong"));

  it.each(marks)("$why", ({ line }) => {
    expect(errors.map((error) => error.line)).toContain(line);
  });

  it("and nothing else is refused", () => {
    const marked = marks.map(({ line }) => line);
    expect(
      errors.filter(({ line }) => !marked.includes(line)),
      output,
    ).toEqual([]);
    expect(marks.length).toBeGreaterThan(40);
  });
});
