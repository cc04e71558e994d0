import { tool, type Contract, type HookFilter } from "@mortise/sdk";
import type { Calling } from "../src/calling/calling.js";
import type { ReadyProvider } from "../src/calling/provider.js";
import { createRecorder } from "../src/calling/recorder.js";
import { callPolicy } from "../src/config/call-policy.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import { InstanceUse } from "../src/loading/instance-use.js";
import type { HookRegistration, Registration } from "../src/loading/registration.js";
import { ready, type Traits } from "./candidates.js";

/** What calls of a test share, and what they reported. */
export interface TestCalling extends Calling {
  readonly reported: readonly Diagnostic[];
  /** `CODE plugin` of what was reported. */
  codes(): readonly string[];
}

/** What calls share, under a config's `plugins`. */
export function callingWith(plugins: object = {}, more: Partial<Calling> = {}): TestCalling {
  const reported: Diagnostic[] = [];
  return {
    policy: callPolicy({ plugins }),
    recorder: createRecorder(),
    report: (diagnostic) => void reported.push(diagnostic),
    reported,
    codes: () => reported.map(({ code, plugin }) => `${code} ${plugin}`),
    ...more,
  };
}

/** What the calls of one instance share. */
export function useOf(
  plugin: string,
  traits: Traits = {},
  config: Readonly<Record<string, unknown>> = {},
): InstanceUse {
  return new InstanceUse(ready(plugin, traits), config);
}

const anyTool: Contract = tool;

/** Something registered under a contract, a tool unless told otherwise. */
export function registered(
  value: object,
  { plugin = "p", id = "x", contract = anyTool, use = useOf(plugin) } = {},
): Registration {
  return { plugin, contract, id, value: value as Registration["value"], isDeclared: true, use, isDisabled: false };
}

/** The same, ready to be called. */
export function providerOf(value: object, options: Parameters<typeof registered>[1] = {}): ReadyProvider {
  const registration = registered(value, options);
  const { id, plugin } = registration;
  return { id, plugin, value: registration.value, registration };
}

/** A handler of a hook. */
export function handlerOf(
  hook: string,
  handler: (event: never, context: never) => unknown,
  { plugin = "p", use = useOf(plugin), filter, ...more }: HandlerTraits = {},
): HookRegistration {
  const filters = filter ? [filter] : [];
  const none: readonly string[] = [];
  const call = handler as HookRegistration["handler"];
  return {
    plugin,
    hook,
    handler: call,
    priority: 0,
    before: none,
    after: none,
    filters,
    use,
    isDisabled: false,
    ...more,
  };
}

type HandlerTraits = Partial<HookRegistration> & { readonly filter?: HookFilter };

/** Resolves when everything that is ready to run has run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
