import type { PluginReport } from "@mortise/core/catalog";
import type { GatewayState, StatusAnswer } from "../status-answer.js";
import { compatibilityField } from "./compatibility.js";
import { countText } from "./diagnostics.js";
import { configText, signalFields } from "./doctor.js";
import { fields } from "./fields.js";
import { printList } from "./list.js";
import type { Paper } from "./paper.js";
import { plain } from "./plain.js";

/** The state of things in a few lines; with `--all`, a row for each plugin. */
export function printStatus(status: StatusAnswer, paper: Paper): readonly string[] {
  const { config, gateway, plugins, counts, signals, compatibility, all } = status;
  return [
    ...fields(
      [
        { label: "Config", values: [plain(configText(config))] },
        {
          label: "Gateway",
          values: [gatewayText(gateway)],
          paint: gateway.state === "running" ? paper.colors.green : String,
        },
        { label: "Plugins", values: [pluginsText(plugins)] },
        { label: "Found", values: [countText(counts) || "nothing is wrong"] },
        ...(all ? [...signalFields(signals), compatibilityField(compatibility)] : []),
      ],
      paper,
    ),
    ...(all ? ["", ...printList(all, paper)] : []),
  ];
}

function gatewayText({ state, url }: GatewayState): string {
  if (state === "running") return `running at ${url}`;
  return state === "foreign" ? `something that is not a Mortise gateway answers at ${url}` : `none answers at ${url}`;
}

function pluginsText(plugins: Readonly<Record<PluginReport["status"], number>>): string {
  const parts = Object.entries(plugins).filter(([, count]) => count > 0);
  return parts.map(([status, count]) => `${count} ${status}`).join(", ") || "none was found";
}
