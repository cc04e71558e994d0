import type { HookDefinition } from "@mortise/sdk";
import { isCustomHook } from "../catalog/custom-hooks.js";
import type { CallPolicy } from "../config/call-policy.js";
import type { Calling } from "./calling.js";
import type { Recorder } from "./recorder.js";
import type { InstanceUse } from "../loading/instance-use.js";
import type { HookRegistration } from "../loading/registration.js";
import type { ContextTarget } from "./context.js";
import { boundOf } from "./deadlines.js";
import { compileFilters, type EventTest } from "./filter.js";
import { hasUserConfig } from "./user-config.js";

/** A handler, ready to be called. */
export interface Step extends ContextTarget {
  readonly plugin: string;
  readonly use: InstanceUse;
  readonly run: (event: unknown, context: unknown) => unknown;
  /** In milliseconds: the operator's word, else its own, else the hook's. */
  readonly deadlineMs: number;
  /** Absent: it wants every event. */
  readonly matches: EventTest | undefined;
  readonly hasUserConfig: boolean;
}

/** A hook's handlers, ready to be called; made once for each generation. */
export interface HookPlan {
  readonly handlers: readonly HookRegistration[];
  readonly calling: Calling;
  readonly recorder: Recorder;
  readonly definition: HookDefinition;
  /** Its declaration stands in a plugin's manifest, and may change while its handlers stay. */
  readonly isCustom: boolean;
  /** `hook:llm_input`: what its handlers are called among the operations of their plugins. */
  readonly operation: string;
  readonly steps: readonly Step[];
  /** The instances that its handlers belong to, each once. */
  readonly uses: readonly InstanceUse[];
}

/** Prepares a hook's handlers. */
export function planHook(
  definition: HookDefinition,
  handlers: readonly HookRegistration[],
  calling: Calling,
): HookPlan {
  const { policy, recorder } = calling;
  const steps = handlers.map((registration) => stepOf(registration, definition, policy));
  const uses = [...new Set(steps.map(({ use }) => use))];
  const isCustom = isCustomHook(definition.name);
  return { handlers, calling, recorder, definition, isCustom, operation: `hook:${definition.name}`, steps, uses };
}

function stepOf(registration: HookRegistration, definition: HookDefinition, policy: CallPolicy): Step {
  const { plugin, hook, use, handler } = registration;
  return {
    plugin,
    use,
    run: handler,
    deadlineMs: boundOf(policy.deadlineFor(plugin, hook) ?? registration.deadlineMs ?? definition.deadlineMs),
    matches: compileFilters(registration.filters),
    hasUserConfig: hasUserConfig(use),
  };
}
