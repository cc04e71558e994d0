import type { Contract } from "@mortise/sdk";
import { InstanceUse } from "../src/loading/instance-use.js";
import type { ReadyCandidate } from "../src/catalog/candidate.js";
import type { PluginInstance } from "../src/loading/instance.js";
import type { HookRegistration, Registration } from "../src/loading/registration.js";

/** What an instance of a test brought. */
export interface Brought {
  readonly registrations?: readonly (readonly [contract: Contract, id: string, isDeclared?: boolean])[];
  readonly hooks?: readonly Partial<HookRegistration>[];
}

/** A loaded plugin, without its code. */
export function loaded(candidate: ReadyCandidate, { registrations = [], hooks = [] }: Brought = {}): PluginInstance {
  const plugin = candidate.id;
  const use = new InstanceUse(candidate, {});
  const own = { plugin, use, isDisabled: false };
  const none: readonly never[] = [];
  return {
    id: plugin,
    candidate,
    use,
    imported: { plugin: { register: () => {} }, integrity: { entry: "" }, importMs: 0, files: new Map() } as never,
    registrations: new Set(
      registrations.map(([contract, id, isDeclared = true]): Registration => ({
        ...own,
        contract,
        id,
        isDeclared,
        value: { id, from: plugin },
      })),
    ),
    hooks: new Set(
      hooks.map((hook): HookRegistration => ({
        ...own,
        hook: "llm_input",
        handler: () => {},
        priority: 0,
        before: none,
        after: none,
        filters: none,
        ...hook,
      })),
    ),
    integrity: { entry: "" },
    timing: { importMs: 0, registerMs: 0 },
    diagnostics: [],
    updateConfig: async () => false,
    dispose: async () => {},
  };
}
