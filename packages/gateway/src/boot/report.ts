import type { Contribution, PluginReport } from "@mortise/core";

/**
 * The boot report, a line for each plugin: its id, its shape, the time it took, and what it brings or why it does not run.
 *
 * @param columns the terminal's width; what is longer goes on below. Nothing is cut where there is no terminal.
 */
export function bootReport(plugins: readonly PluginReport[], columns: number | undefined): readonly string[] {
  if (plugins.length === 0) return ["  No plugins were found."];
  const rows = plugins.map((plugin) => [plugin.id, shapeText(plugin), timeText(plugin), tellingText(plugin)] as const);
  const width = (column: 0 | 1 | 2) => Math.max(...rows.map((row) => row[column].length));
  const [ids, shapes, times] = [width(0), width(1), width(2)];
  return rows.flatMap(([id, shape, time, telling]) => {
    const head = `  ${id.padEnd(ids)}  ${shape.padEnd(shapes)}  ${time.padStart(times)}  `;
    const lines = columns === undefined ? [telling] : wrap(telling, Math.max(24, columns - head.length));
    return lines.map((line, index) => `${index === 0 ? head : " ".repeat(head.length)}${line}`);
  });
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A shape that nobody registered yet is the manifest's word. */
function shapeText({ shape }: PluginReport): string {
  return shape.basis === "declared" ? `${shape.value} (declared)` : shape.value;
}

function tellingText({ status, reasonText, contributions, diagnostics }: PluginReport): string {
  if (status === "active" || status === "enabled") return contributionText(contributions);
  if (status === "off") return `off: ${reasonText}`;
  const problem = diagnostics.find(({ level }) => level === "error") ?? diagnostics[0];
  const why = status === "kept-out" || !problem ? reasonText : problem.message;
  return `${status}: ${why.replaceAll(/\s+/g, " ")}`;
}

function contributionText(contributions: readonly Contribution[]): string {
  return (
    contributions.map(({ kind, ids }) => (ids.length > 1 ? `${kind} ×${ids.length}` : kind)).join(", ") || "nothing"
  );
}

/** A plugin that may run and is not loaded waits until it is needed. */
function timeText({ timing, status }: PluginReport): string {
  if (timing) return `${Math.round(timing.importMs + timing.registerMs)} ms`;
  return status === "enabled" ? "waits" : "-";
}
