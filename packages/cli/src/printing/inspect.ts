import type { MissingConfig, PluginReport } from "@mortise/core/catalog";
import { compatibilityText } from "./compatibility.js";
import type { PluginPage } from "../plugin-page.js";
import { detailFields } from "./details.js";
import { printDiagnostic } from "./diagnostics.js";
import { fields, type Field } from "./fields.js";
import { paintStatus } from "./list.js";
import type { Paper } from "./paper.js";
import { plain } from "./plain.js";
import { wrap } from "./wrap.js";

/** All there is to say of one plugin: a page. */
export function printInspect(given: PluginPage, paper: Paper): readonly string[] {
  const report = plain(given);
  const { id, name, version, description, diagnostics } = report;
  const { colors, width } = paper;
  const title = [name, version].filter((part) => part !== undefined && part !== id).join(" ");
  return [
    title === "" ? colors.bold(id) : `${colors.bold(id)}  ${title}`,
    ...(description === undefined || description === "" ? [] : wrap(description, width).map(colors.dim)),
    "",
    ...fields(pageFields(report, paper), paper),
    ...(diagnostics.length > 0 ? [""] : []),
    ...diagnostics.flatMap((diagnostic) => printDiagnostic(diagnostic, paper)),
  ];
}

function pageFields(report: PluginPage, paper: Paper): readonly Field[] {
  const { status, reasonText, shape, contributions, config, signals, compatibility } = report;
  return [
    { label: "Status", values: [`${status}: ${statusText(report)}`], paint: paintStatus(status, paper) },
    { label: "Why", values: [reasonText] },
    { label: "Shape", values: [`${shape.value} (${shape.basis})`] },
    { label: "Provides", values: contributions.map(({ kind, ids }) => `${kind}: ${ids.join(", ")}`) },
    ...detailFields(report),
    ...driftFields(report, paper),
    { label: "Config", values: [configTexts[config.state]] },
    { label: "Missing", values: config.missing.map(missingText), paint: paper.colors.red },
    {
      label: "Environment",
      values: Object.entries(config.env).map(([key, names]) => `${names.join(" or ")} supplies ${key}`),
    },
    { label: "Signals", values: signals.length === 0 ? [] : [signals.join(", ")] },
    { label: "Compatibility", values: compatibility.map(compatibilityText) },
    ...placeFields(report),
    ...callFields(report, paper),
    { label: "Asked", values: report.trace.map(({ rule, outcome, reason }) => `${rule}: ${reason ?? outcome}`) },
  ];
}

const configTexts: Readonly<Record<PluginReport["config"]["state"], string>> = {
  valid: "valid",
  invalid: "invalid",
  unchecked: "unchecked: nobody has held it against its schema yet",
  none: "not looked at: the plugin may not run",
};

function missingText({ key, variables }: MissingConfig): string {
  return variables.length === 0 ? key : `${key}: set ${variables.join(" or ")}`;
}

function statusText({ status, shape }: PluginReport): string {
  switch (status) {
    case "active":
      return "loaded, and what it registered is in use";
    case "failed":
      return "loading it failed";
    case "enabled":
      return shape.basis === "declared" ? "may run; nobody loaded it to look (--runtime does)" : "may run";
    case "off":
      return "may not run, and nothing is wrong";
    case "kept-out":
      return "something that it needs is missing or wrong";
    case "blocked":
      return "a safety gate stopped it";
    case "invalid":
      return "its manifest cannot be used";
  }
}

function driftFields({ drift }: PluginReport, { colors }: Paper): readonly Field[] {
  if (!drift) return [];
  if (drift.absent.length + drift.undeclared.length === 0)
    return [{ label: "Drift", values: ["none: it registered what it declares"] }];
  const absent = drift.absent.map((what) => `${what} is declared and was not registered`);
  const undeclared = drift.undeclared.map((what) => `${what} was registered and is not declared`);
  return [{ label: "Drift", values: [...absent, ...undeclared], paint: colors.yellow }];
}

function placeFields({ origin, format, root, manifestPath, entry, timing, integrity }: PluginReport): readonly Field[] {
  const hashes = integrity
    ? [...(integrity.manifest ? [`manifest ${integrity.manifest}`] : []), `entry ${integrity.entry}`]
    : [];
  return [
    { label: "Origin", values: [`${origin}, ${format} manifest`] },
    { label: "Folder", values: [root] },
    { label: "Manifest", values: manifestPath === undefined ? [] : [manifestPath] },
    { label: "Entry", values: entry === undefined ? [] : [entry] },
    { label: "Time", values: timing ? [timesOf(timing)] : [] },
    { label: "Hashes", values: hashes },
  ];
}

function timesOf({ importMs, registerMs, onLoadMs }: NonNullable<PluginReport["timing"]>): string {
  const times = [`import ${ms(importMs)}`, `register ${ms(registerMs)}`];
  return [...times, ...(onLoadMs === undefined ? [] : [`onLoad ${ms(onLoadMs)}`])].join(", ");
}

/** How calls of a running plugin fare: those that run, what was counted, and what is not called for a while. */
function callFields({ calling }: PluginReport, { colors }: Paper): readonly Field[] {
  if (!calling) return [];
  const { running, counters, breakers } = calling;
  const counted = counters
    ? [
        `${counters.calls} counted, ${counters.failures} failed, ${counters.timeouts} timed out, ${counters.late} late`,
        `self ${ms(counters.selfMs)}, awaited ${ms(counters.awaitedMs)}`,
      ]
    : [];
  const broken = breakers.map(({ operation, failures, isOpen, retryInMs, reason }) => {
    const state = isOpen ? `not called for ${Math.ceil(retryInMs / 1000)} s` : "called";
    return `${operation}: ${failures} failures in a row, ${state}: ${reason}`;
  });
  return [
    { label: "Calls", values: [`${running} running`, ...counted] },
    { label: "Breakers", values: broken, paint: colors.yellow },
  ];
}

function ms(duration: number): string {
  return `${duration.toFixed(duration < 10 ? 1 : 0)} ms`;
}
