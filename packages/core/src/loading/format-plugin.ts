import type { ReadyCandidate } from "../catalog/candidate.js";
import type { FormatHost, FormatRuntime } from "../catalog/format-runtime.js";
import type { ManifestFormat } from "../catalog/format.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { ImportedModule } from "./import-module.js";

/** What of the host the runtime of a format may know. */
export type FormatSurroundings = Omit<FormatHost, "require">;

/** How plugins run whose format has a runtime of its own. */
export interface FormatSupport {
  /** The runtime of a plugin's format; nothing where it runs as native ones do. Rejects with why it cannot be had. */
  runtimeOf(candidate: ReadyCandidate): Promise<FormatRuntime> | undefined;
  surroundingsOf(candidate: ReadyCandidate): FormatSurroundings;
}

/** Asks each format for its runtime when the first of its plugins is loaded; where that failed, again for the next. */
export function runtimesOf(formats: readonly ManifestFormat[]): FormatSupport["runtimeOf"] {
  const asked = new Map<string, Promise<FormatRuntime>>();
  return ({ format: name }) => {
    const format = formats.find((each) => each.name === name && each.runtime !== undefined);
    if (format?.runtime === undefined) return undefined;
    const runtime = asked.get(name) ?? format.runtime();
    asked.set(name, runtime);
    runtime.catch(() => asked.delete(name));
    return runtime;
  };
}

/** What a format says of a plugin: collected while it is loaded, told to the host from then on. */
export interface Remarks {
  /** What was collected; whatever comes later goes to the host. */
  take(): readonly Diagnostic[];
}

/** A plugin as its format's runtime made it, in the form of what a native module exports. */
export interface Adapted {
  readonly namespace: unknown;
  readonly remarks: Remarks;
}

/** Lets a format's runtime make a plugin of what its entry exports. Throws `MortiseError` where that is none. */
export function adapt(
  runtime: FormatRuntime,
  { namespace, require }: Pick<ImportedModule, "namespace" | "require">,
  candidate: ReadyCandidate,
  surroundings: FormatSurroundings,
): Adapted {
  const { remarks, report } = collectRemarks(candidate, surroundings.report);
  const plugin = runtime.adapt(namespace, candidate, { ...surroundings, report, require });
  return { namespace: { default: plugin }, remarks };
}

function collectRemarks({ id: plugin, entry }: ReadyCandidate, later: (diagnostic: Diagnostic) => void) {
  const collected: Diagnostic[] = [];
  let isLoaded = false;
  const report = (diagnostic: Diagnostic) => {
    const placed = { plugin, ...(entry && { path: entry.file }), ...diagnostic };
    if (isLoaded) later(placed);
    else collected.push(placed);
  };
  const take = () => {
    isLoaded = true;
    return collected.splice(0);
  };
  return { report, remarks: { take } };
}
