import { joinPointer, providedIds, type ControlPlane, type Diagnostic } from "@mortise/core/catalog";
import { isCoreCommand } from "../core-commands.js";
import { diagnoseCli } from "../diagnostics.js";

/** The key of commands of the command line in a manifest's `provides`. */
export const cliKey = "cli";

/** Says of each plugin that may run which of its commands cannot be called, because mortise has one of that name. */
export function reservedCommands({ order }: Pick<ControlPlane, "order">): readonly Diagnostic[] {
  return order.flatMap(({ id: plugin, manifest, manifestPath }) =>
    providedIds(manifest, cliKey)
      .filter(isCoreCommand)
      .map((name) => {
        const place = { plugin, pointer: joinPointer("/provides", cliKey, name) };
        return diagnoseCli("CLI_COMMAND_RESERVED", { name }, { ...place, ...(manifestPath && { path: manifestPath }) });
      }),
  );
}
