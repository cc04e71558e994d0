import { describe, expect, expectTypeOf, it } from "vitest";
import {
  CapabilityError,
  defineCapability,
  definePlugin,
  defineSdk,
  gatewayContracts,
  type CallContext,
  type Plugin,
  type SpeechProvider,
} from "./index.js";
import { Type } from "./typebox.js";

describe("definePlugin [SDK-2]", () => {
  it("infers config from a TypeBox schema", () => {
    const plugin = definePlugin({
      id: "demo",
      config: Type.Object({ apiKey: Type.String(), voice: Type.Optional(Type.String()) }),
      register(api) {
        expectTypeOf(api.config.apiKey).toEqualTypeOf<string>();
        expectTypeOf(api.config.voice).toEqualTypeOf<string | undefined>();
        expectTypeOf(api.registerSpeechProvider).parameter(0).toEqualTypeOf<SpeechProvider>();
        expectTypeOf(api.runtime.speech.synthesize).returns.resolves.toHaveProperty("audio");
        // @ts-expect-error: no such method
        api.registerNothing({});
        // @ts-expect-error: synthesize is missing
        api.registerSpeechProvider({ id: "x" });
        // @ts-expect-error: no such hook
        api.on("no_such_hook", () => {});
        api.on("before_model_resolve", (event) => {
          expectTypeOf(event.model).toEqualTypeOf<string>();
          return { model: "a/b" };
        });
      },
    });
    expect(plugin.id).toBe("demo");
  });

  it("infers config from a raw JSON Schema", () => {
    const plugin = definePlugin({
      id: "raw",
      config: { type: "object", properties: { n: { type: "number" } }, required: ["n"] },
      register(api) {
        expectTypeOf(api.config.n).toEqualTypeOf<number>();
      },
    });
    expect(plugin.id).toBe("raw");
  });

  it("needs nothing at run time: a plain object satisfies Plugin [SDK-9]", () => {
    const plain = {
      id: "plain",
      register(api) {
        api.registerTool({
          name: "t",
          description: "",
          parameters: { type: "object" },
          execute: async () => ({ text: "" }),
        });
      },
    } satisfies Plugin;
    expect(plain.id).toBe("plain");
  });
});

describe("defineSdk [SDK-1]", () => {
  interface OcrProvider {
    readonly id: string;
    read(request: { readonly image: Uint8Array }, context: CallContext): Promise<{ readonly text: string }>;
  }
  const ocr = defineCapability<OcrProvider>()({ kind: "page-reading", operations: { read: "required" } });
  const sdk = defineSdk({ ...gatewayContracts, registerOcrProvider: ocr });

  it("adds a typed method and a runtime helper for an application's own capability [SDK-4]", () => {
    sdk.definePlugin({
      id: "scanner",
      register(api) {
        expectTypeOf(api.registerOcrProvider).parameter(0).toEqualTypeOf<OcrProvider>();
        expectTypeOf(api.runtime.pageReading.read).returns.resolves.toEqualTypeOf<{ readonly text: string }>();
        expectTypeOf(api.registerSpeechProvider).parameter(0).toEqualTypeOf<SpeechProvider>();
      },
    });
    expect(ocr).toMatchObject({ kind: "page-reading", key: "page-reading", category: "capability" });
  });

  it("refuses a contract that could not cross a thread [SDK-5]", () => {
    interface Sync {
      readonly id: string;
      read(): string;
    }
    // @ts-expect-error: a function must return a promise or a stream
    defineCapability<Sync>();
    interface WithMap {
      readonly id: string;
      readonly table: Map<string, string>;
    }
    // @ts-expect-error: class instances cannot cross a thread
    defineCapability<WithMap>();
    // @ts-expect-error: every operation must be listed
    defineCapability<OcrProvider>()({ kind: "x", operations: {} });
    expect(true).toBe(true);
  });
});

describe("CapabilityError [SDK-6]", () => {
  it("is recognised across copies of this package", () => {
    const foreign = Object.assign(new Error("from another copy"), { [Symbol.for("mortise.CapabilityError")]: true });
    expect(foreign).toBeInstanceOf(CapabilityError);
    expect(new CapabilityError("x", { code: "timeout" })).toBeInstanceOf(CapabilityError);
    expect(new Error("x")).not.toBeInstanceOf(CapabilityError);
  });
});
