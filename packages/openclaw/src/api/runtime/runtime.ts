import { lazyMembers } from "@mortise/core";
import type { PluginScope } from "../scope.js";
import { configParts } from "./config.js";
import { capabilityParts } from "./capabilities.js";
import { mediaParts } from "./media.js";
import { withMissing } from "./missing.js";
import { stateParts } from "./keyed-store.js";
import type { ApiMember } from "../member.js";
import { surroundingParts } from "./surroundings.js";
import { systemParts } from "./system.js";

/** What there is of `api.runtime`. Reading anything else is fine; calling it throws `OPENCLAW_RUNTIME_MEMBER_MISSING`. */
export const runtimeParts: readonly ApiMember[] = [
  ...surroundingParts,
  ...configParts,
  ...stateParts,
  ...systemParts,
  ...mediaParts,
  ...capabilityParts,
];

/** The groups of the runtime, and how the parts of each are made. */
const groups = new Map<string, Map<string, ApiMember["make"]>>();
const makers = new Map<string, ApiMember["make"]>();

for (const part of runtimeParts) {
  const [group = "", name] = part.name.split(".");
  if (name === undefined) makers.set(group, part.make);
  else groups.set(group, (groups.get(group) ?? new Map<string, ApiMember["make"]>()).set(name, part.make));
}

for (const [group, parts] of groups) {
  makers.set(group, (scope) => withMissing(lazyMembers(parts, scope), `runtime.${group}`));
}

/** Makes the runtime of one plugin. Its groups are its own, enumerable members. */
export function createRuntime(scope: PluginScope): unknown {
  return withMissing(lazyMembers(makers, scope), "runtime");
}
