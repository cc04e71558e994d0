import type { PluginReport, PluginStatus } from "@mortise/core/catalog";
import type { Paper } from "./paper.js";
import { plain } from "./plain.js";
import { table, type Cell } from "./table.js";

/** The table of plugins: one row each. */
export function printList(given: readonly PluginReport[], paper: Paper): readonly string[] {
  if (given.length === 0) return ["No plugin was found."];
  const plugins = plain(given);
  const bases = new Set(plugins.map(({ shape }) => shape.basis));
  const [basis] = bases;
  const columns = [
    { title: "Plugin", least: plugins.some(isForeign) ? 15 : 12 },
    { title: "Status", least: 8 },
    { title: bases.size === 1 ? `Shape (${basis})` : "Shape", least: 17 },
    { title: "Provides", least: 12 },
    { title: "Config", least: 6 },
    { title: "Why", least: 8 },
  ];
  return table(
    columns,
    plugins.map((plugin) => row(plugin, bases.size > 1, paper)),
    paper,
  );
}

function row(plugin: PluginReport, showsBasis: boolean, paper: Paper): readonly Cell[] {
  const { id, status, shape, contributions, config, reason } = plugin;
  return [
    { text: isForeign(plugin) ? `${id} (${plugin.format})` : id, paint: paper.colors.bold },
    { text: status, paint: paintStatus(status, paper) },
    { text: showsBasis ? `${shape.value} (${shape.basis})` : shape.value },
    {
      text: contributions.map(({ kind, ids }) => (ids.length > 1 ? `${kind} ×${ids.length}` : kind)).join(", ") || "–",
    },
    { text: config.state === "none" ? "–" : config.state },
    { text: reason, paint: paper.colors.dim },
  ];
}

/** Nearly every plugin is of the host's own format; of the others it is said. */
function isForeign({ format }: PluginReport): boolean {
  return format !== "mortise";
}

/** How a status is coloured. */
export function paintStatus(status: PluginStatus, { colors }: Paper): (text: string) => string {
  if (status === "active") return colors.green;
  if (status === "enabled" || status === "off") return status === "off" ? colors.dim : String;
  return status === "kept-out" ? colors.yellow : colors.red;
}
