import { formatTrigger, reasonTexts, type ActivationPlan, type PlanOmission } from "@mortise/core/catalog";
import type { Paper } from "./paper.js";
import { plain } from "./plain.js";
import { table } from "./table.js";
import { wrap } from "./wrap.js";

/** The plan: what must be loaded, in order, with the reasons; then what the trigger would need if it could run. */
export function printPlan(given: ActivationPlan, paper: Paper): readonly string[] {
  const { trigger, entries, omitted } = plain(given);
  const { colors } = paper;
  const concerned = omitted.filter(({ isConcerned }) => isConcerned);
  const rest = omitted.length - concerned.length;
  const name = formatTrigger(trigger);
  return [
    ...(entries.length === 0
      ? wrap(`Nothing needs to be loaded for ${name}.`, paper.width)
      : [`For ${colors.bold(name)} these are loaded, in this order:`, "", ...planned(entries, paper)]),
    ...(concerned.length === 0 ? [] : ["", "These would be, and may not run:", "", ...leftOut(concerned, paper)]),
    ...(rest === 0
      ? []
      : ["", colors.dim(`${rest} other ${rest === 1 ? "plugin is" : "plugins are"} not concerned or may not run.`)]),
  ];
}

function planned(entries: ActivationPlan["entries"], paper: Paper): readonly string[] {
  const columns = [
    { title: "Plugin", least: 12 },
    { title: "Because of", least: 11 },
    { title: "Reason", least: 12 },
  ];
  const rows = entries.flatMap(({ plugin, reasons }) =>
    reasons.map(({ source, label }, index) => [
      { text: index === 0 ? plugin : "", paint: paper.colors.bold },
      { text: source },
      { text: label },
    ]),
  );
  return table(columns, rows, paper);
}

function leftOut(omitted: readonly PlanOmission[], paper: Paper): readonly string[] {
  const columns = [
    { title: "Plugin", least: 12 },
    { title: "Why not", least: 12 },
  ];
  const rows = omitted.map(({ plugin, why }) => [
    { text: plugin, paint: paper.colors.bold },
    { text: why === "not-concerned" ? why : reasonTexts[why] },
  ]);
  return table(columns, rows, paper);
}
