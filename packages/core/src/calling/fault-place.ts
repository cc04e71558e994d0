import type { DiagnosticPlace } from "../diagnostics/diagnostic.js";
import { blame } from "../loading/blame.js";
import type { InstanceUse } from "../loading/instance-use.js";

/** Where a plugin's function failed: the line of the plugin's own code that threw, else the module that it came with. */
export function placeOfFault({ plugin, candidate }: InstanceUse, error: unknown): DiagnosticPlace {
  const { entry, root } = candidate;
  return { plugin, ...(entry && { path: entry.file }), ...blame(error, root).place };
}
