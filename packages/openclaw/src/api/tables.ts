import type { Compatibility } from "./compatibility.js";
import { facades } from "./facades.js";
import { apiMembers, removedMembers } from "./members.js";
import { runtimeParts } from "./runtime/runtime.js";

export { hookTable } from "./hooks/table.js";

function rowOf({ name, support, counterpart, note }: Compatibility): Compatibility {
  return {
    name,
    support,
    ...(counterpart !== undefined && { counterpart }),
    ...(note !== undefined && { note }),
  };
}

/** The members of OpenClaw's `api`, by how much of them there is. */
export const apiTable: readonly Compatibility[] = [
  ...apiMembers.map(rowOf),
  ...facades.map(rowOf),
  ...[...removedMembers].map(([name, instead]) => ({
    name,
    support: "refused" as const,
    note: `Removed from OpenClaw; ${instead} took its place. It is not there, and calling it says so.`,
  })),
];

/** The members of `api.runtime`, by their paths. Reading any other is fine; calling it throws. */
export const runtimeTable: readonly Compatibility[] = runtimeParts.map(rowOf);
