import { gatewayHooks, type GatewayHooks, type HookKind } from "@mortise/sdk";
import { expect, expectTypeOf, it } from "vitest";
import type { HookRunner, HooksOfKind } from "../../src/calling/hooks.js";

type Hooks = HookRunner<GatewayHooks>;

/** Nobody calls it: what the compiler makes of it is the test. */
export function refused({ observe, modify, claim, gate }: Hooks, event: never): void {
  void observe("llm_output", event);
  // @ts-expect-error: llm_output is an observe hook
  void modify("llm_output", event);
  // @ts-expect-error: llm_output is an observe hook
  void claim("llm_output", event);
  // @ts-expect-error: llm_output is an observe hook
  void gate("llm_output", event);
  void modify("before_model_resolve", event);
  // @ts-expect-error: before_model_resolve is a modify hook
  void observe("before_model_resolve", event);
  // @ts-expect-error: before_model_resolve is a modify hook
  void gate("before_model_resolve", event);
  void gate("message_sending", event);
  // @ts-expect-error: message_sending is a gate
  void observe("message_sending", event);
  // @ts-expect-error: message_sending is a gate
  void modify("message_sending", event);
  // @ts-expect-error: there is no such hook
  void observe("no_such_hook", event);
  // @ts-expect-error: the event is the hook's own
  void observe("llm_output", { text: "another" });
}

it("every hook of the list has one runner, that of its kind [HOOK-1]", () => {
  type ByKind = { [Kind in HookKind]: HooksOfKind<GatewayHooks, Kind> };
  expectTypeOf<ByKind[HookKind]>().toEqualTypeOf<keyof GatewayHooks>();
  expectTypeOf<ByKind["observe"] & (ByKind["modify"] | ByKind["claim"] | ByKind["gate"])>().toBeNever();
  expectTypeOf<ByKind["modify"] & (ByKind["claim"] | ByKind["gate"])>().toBeNever();
  expectTypeOf<ByKind["claim"] & ByKind["gate"]>().toBeNever();
  expect(Object.entries(gatewayHooks).filter(([name, hook]) => hook.name !== name)).toEqual([]);
});
