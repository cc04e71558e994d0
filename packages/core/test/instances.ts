import type { Contract } from "@mortise/sdk";
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
  return {
    id: plugin,
    candidate,
    registrations: new Set(
      registrations.map(([contract, id, isDeclared = true]): Registration => ({
        plugin,
        contract,
        id,
        isDeclared,
        value: { id, from: plugin },
      })),
    ),
    hooks: new Set(
      hooks.map((hook): HookRegistration => ({ plugin, hook: "llm_input", handler: () => {}, priority: 0, ...hook })),
    ),
    integrity: { entry: "" },
    timing: { importMs: 0, registerMs: 0 },
    diagnostics: [],
    dispose: async () => {},
  };
}
