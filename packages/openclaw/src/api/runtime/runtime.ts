import type { PluginScope } from "../scope.js";
import { configParts } from "./config.js";
import { capabilityParts } from "./capabilities.js";
import { mediaParts } from "./media.js";
import { withMissing } from "./missing.js";
import type { RuntimePart } from "./part.js";
import { surroundingParts } from "./surroundings.js";
import { systemParts } from "./system.js";

/** What there is of `api.runtime`. Reading anything else is fine; calling it throws `OPENCLAW_RUNTIME_MEMBER_MISSING`. */
export const runtimeParts: readonly RuntimePart[] = [
  ...surroundingParts,
  ...configParts,
  ...systemParts,
  ...mediaParts,
  ...capabilityParts,
];

/** Makes the runtime of one plugin. Its groups are its own, enumerable members. */
export function createRuntime(scope: PluginScope): unknown {
  const runtime: Record<string, unknown> = {};
  const groups = new Map<string, Record<string, unknown>>();
  for (const part of runtimeParts) {
    const [group = "", name] = part.name.split(".");
    if (name === undefined) runtime[group] = part.make(scope);
    else groups.set(group, { ...groups.get(group), [name]: part.make(scope) });
  }
  for (const [group, members] of groups) runtime[group] = withMissing(members, `runtime.${group}`);
  return withMissing(runtime, "runtime");
}
