import { styleText } from "node:util";
import type { Diagnostic, LogRecord } from "@mortise/core";

/** Colours text, or leaves it as it is. */
export type Paint = (style: "bold" | "dim" | "red" | "yellow", text: string) => string;

/** Colours where a person sees them: a terminal, and nobody asked for none. */
export function painter(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  const isColoured = stream.isTTY === true && !env["NO_COLOR"];
  return (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text);
}

/** A diagnostic as lines: what happened, where, what to do. */
export function diagnosticLines(
  { level, code, plugin, path, line, column, pointer, message, help }: Diagnostic,
  paint: Paint,
): readonly string[] {
  const about = plugin === undefined ? "" : `${plugin}: `;
  const place = [path, line, column].filter((part) => part !== undefined).join(":");
  const where = [place, pointer].filter((part) => part !== undefined && part !== "").join(" ");
  return [
    `${paint(level === "error" ? "red" : "yellow", level)} ${about}${message}`,
    ...(where === "" ? [] : [`  at ${where}`]),
    `  ${help} ${paint("dim", `(${code})`)}`,
  ];
}

/** A log line of a plugin, or of the gateway itself. */
export function logLine({ level, plugin, message, fields }: LogRecord, paint: Paint): string {
  const label = level === "error" ? paint("red", level) : level === "warn" ? paint("yellow", level) : level;
  const details = fields === undefined ? "" : ` ${paint("dim", JSON.stringify(fields))}`;
  return `${label} ${plugin === undefined ? "" : `${plugin}: `}${message}${details}`;
}
