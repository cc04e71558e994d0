import { expectTypeOf, it } from "vitest";
import type { OperationsOf, RequestOf, AnswerOf, CapabilityRuntime, CallContext, CallOptions } from "./index.js";
interface Ch {
  id: string;
  aliases?: readonly string[];
  actions?: { a(s: { x: 1 }, c: CallContext): Promise<2> };
  out: { send(m: string, c: CallContext): Promise<number>; poll?(m: boolean, c: CallContext): Promise<string> };
  z(q: 1, c: CallContext): Promise<void>;
}
type U =
  | { name: string; execute(a: 1, c: CallContext): Promise<"e"> }
  | { name: string; create(a: 2, c: CallContext): Promise<"c"> };
it("types", () => {
  expectTypeOf<{ [K in keyof OperationsOf<Ch>]: OperationsOf<Ch>[K] }>().toEqualTypeOf<{
    readonly z: "required";
    readonly "actions.a": "optional";
    readonly "out.send": "required";
    readonly "out.poll": "optional";
  }>();
  expectTypeOf<{ [K in keyof OperationsOf<U>]: OperationsOf<U>[K] }>().toEqualTypeOf<{
    readonly execute: "optional";
    readonly create: "optional";
  }>();
  expectTypeOf<RequestOf<Ch, "out.poll">>().toEqualTypeOf<boolean>();
  expectTypeOf<AnswerOf<Ch, "actions.a">>().toEqualTypeOf<2>();
  expectTypeOf<AnswerOf<U, "create">>().toEqualTypeOf<"c">();
  expectTypeOf<CapabilityRuntime<Ch>["out"]["poll"]>().toEqualTypeOf<
    (r: boolean, o?: CallOptions) => Promise<string>
  >();
});
