import { didYouMean, foldId, openQuarantine, type ControlPlane, type Diagnostic } from "@mortise/core/catalog";
import { readApplication } from "../application.js";
import { diagnoseCli } from "../diagnostics.js";
import type { GlobalOptions, JsonOption } from "../options.js";
import { asJson, asText, type Outcome } from "../outcome.js";
import { printDiagnostic } from "../printing/diagnostics.js";
import { createPaper } from "../printing/paper.js";
import { misuse } from "./misuse.js";

/** `mortise plugins release`: takes a plugin out of quarantine, so that the next start tries it again. */
export async function release(written: string, options: GlobalOptions & JsonOption): Promise<Outcome> {
  const paper = createPaper(options);
  const controlPlane = await readApplication(options.config, "recall");
  const known = idsOf(controlPlane);
  const id = known.find((each) => foldId(each) === foldId(written));
  const released = releaseNow(id ?? written, controlPlane.folders.state);
  if (typeof released === "object") {
    return { stdout: "", stderr: asText(printDiagnostic(released, paper)), exitCode: 1 };
  }
  // What was uninstalled may still be in quarantine.
  if (id === undefined && !released) {
    const suggestion = didYouMean(written, known);
    return misuse(
      diagnoseCli("CLI_PLUGIN_UNKNOWN", { id: written, suggestion }),
      paper,
      controlPlane.loaded.diagnostics,
    );
  }
  const plugin = id ?? written;
  const said = released ? `${plugin} is out of quarantine: it is tried again.` : `${plugin} is not in quarantine.`;
  const stdout = options.json === true ? asJson({ plugin, released }) : asText([said]);
  return { stdout, stderr: "", exitCode: 0 };
}

function idsOf({ catalog }: ControlPlane): readonly string[] {
  return [...new Set(catalog.candidates.map(({ id }) => id))].toSorted();
}

function releaseNow(plugin: string, state: string): boolean | Diagnostic {
  try {
    return openQuarantine(state).release(plugin);
  } catch (error) {
    return diagnoseCli("CLI_NOT_RELEASED", { plugin, reason: (error as Error).message }, { plugin });
  }
}
