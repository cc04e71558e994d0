import { basename } from "node:path";
import type { Diagnostic, WatchedChange } from "@mortise/core";

/** A change that was taken over while the gateway ran, or why it was not, on one line. */
export function watchLine(change: WatchedChange): string {
  const { files, durationMs, failed, config } = change;
  const done = [
    said("reloaded", change.reloaded),
    said("loaded", change.loaded),
    said("unloaded", change.unloaded),
    said("took over the config of", change.updated),
    ...failed.map(({ plugin, diagnostics }) => `${plugin} did not change: ${reasonOf(diagnostics)}`),
    ...(config ? [`the config was not taken over: ${reasonOf(config)}`] : []),
  ].filter((what) => what !== undefined);
  const what = done.length > 0 ? done.join("; ") : "nothing that runs";
  const names = [...new Set(files.map((file) => basename(file)))];
  return `${names.join(", ")}: ${what}, ${Math.round(durationMs)} ms`;
}

function said(what: string, plugins: readonly string[]): string | undefined {
  return plugins.length === 0 ? undefined : `${what} ${plugins.join(", ")}`;
}

/** The first one says that nothing changed, and the next one why. */
function reasonOf([first, second]: readonly Diagnostic[]): string {
  const { message = "" } = second ?? first ?? {};
  return message.replaceAll(/\s+/g, " ");
}
