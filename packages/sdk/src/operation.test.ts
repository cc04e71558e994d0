import { describe, expectTypeOf, it } from "vitest";
import type { AnswerOf, CallContext, CallOptions, CapabilityRuntime, OperationsOf, RequestOf } from "./index.js";

/** A contract with functions of its own, and with functions of members that may be absent. */
interface Printer {
  readonly id: string;
  readonly trays?: readonly string[];
  readonly paper?: { readonly width: number };
  print(request: { readonly text: string }, context: CallContext): Promise<{ readonly pages: number }>;
  cancel?(request: { readonly job: number }, context: CallContext): Promise<void>;
  readonly queue: {
    list(request: { readonly limit: number }, context: CallContext): Promise<readonly string[]>;
    clear?(request: { readonly before: number }, context: CallContext): Promise<boolean>;
  };
  readonly scanner?: {
    scan(request: { readonly page: number }, context: CallContext): Promise<ReadableStream<Uint8Array>>;
  };
}

/** A contract that is one of two things. */
type Shape =
  | { readonly name: string; draw(request: { readonly size: number }, context: CallContext): Promise<"drawn"> }
  | { readonly name: string; make(request: { readonly seed: string }, context: CallContext): Promise<"made"> };

/** Joins what is written as an intersection, so that types are compared and not how they were put together. */
type Flat<Value> = { [Key in keyof Value]: Value[Key] };

describe("the operations of a contract [CALL-14]", () => {
  it("are its functions and those of its members, each required where a provider must have it", () => {
    expectTypeOf<Flat<OperationsOf<Printer>>>().toEqualTypeOf<{
      readonly print: "required";
      readonly cancel: "optional";
      readonly "queue.list": "required";
      readonly "queue.clear": "optional";
      readonly "scanner.scan": "optional";
    }>();
  });

  it("are optional where only one side of a union has them", () => {
    expectTypeOf<Flat<OperationsOf<Shape>>>().toEqualTypeOf<{
      readonly draw: "optional";
      readonly make: "optional";
    }>();
  });

  it("are none where a contract holds data alone", () => {
    interface Plain {
      readonly id: string;
      readonly bytes: Uint8Array;
      readonly signal: AbortSignal;
      readonly body: ReadableStream<string>;
    }
    expectTypeOf<keyof OperationsOf<Plain>>().toBeNever();
  });
});

describe("one operation", () => {
  it("says what it is asked", () => {
    expectTypeOf<RequestOf<Printer, "cancel">>().toEqualTypeOf<{ readonly job: number }>();
    expectTypeOf<RequestOf<Printer, "queue.clear">>().toEqualTypeOf<{ readonly before: number }>();
    expectTypeOf<RequestOf<Shape, "make">>().toEqualTypeOf<{ readonly seed: string }>();
  });

  it("says what it answers, awaited", () => {
    expectTypeOf<AnswerOf<Printer, "print">>().toEqualTypeOf<{ readonly pages: number }>();
    expectTypeOf<AnswerOf<Printer, "scanner.scan">>().toEqualTypeOf<ReadableStream<Uint8Array>>();
    expectTypeOf<AnswerOf<Shape, "draw">>().toEqualTypeOf<"drawn">();
  });

  it("is there for a consumer, who may say how it is called", () => {
    type Runtime = CapabilityRuntime<Printer>;
    expectTypeOf<Runtime["cancel"]>().toEqualTypeOf<
      (request: { readonly job: number }, options?: CallOptions) => Promise<void>
    >();
    expectTypeOf<Runtime["queue"]["clear"]>().toEqualTypeOf<
      (request: { readonly before: number }, options?: CallOptions) => Promise<boolean>
    >();
    expectTypeOf<keyof Runtime>().toEqualTypeOf<"print" | "cancel" | "queue" | "scanner">();
  });
});
