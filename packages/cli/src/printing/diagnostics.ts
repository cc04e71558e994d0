import type { Diagnostic, DiagnosticLevel, LevelCounts } from "@mortise/core/catalog";
import type { Paper } from "./paper.js";
import { plain } from "./plain.js";
import { indent, wrap } from "./wrap.js";

/** One diagnostic: level, code and plugin; what happened; where; what to do. */
export function printDiagnostic(given: Diagnostic, paper: Paper): readonly string[] {
  const { level, code, plugin, message, help, ...place } = plain(given);
  const { width, colors } = paper;
  const where = placeText(place);
  const about = plugin === undefined ? "" : `  ${plugin}`;
  return [
    `${paintLevel(level, paper)(level)} ${colors.bold(code)}${about}`,
    ...indent(message, 2, width),
    ...(where === "" ? [] : indent(`at ${where}`, 2, width).map(colors.dim)),
    ...indent(`→ ${help}`, 2, width),
  ];
}

/** `file:line:column`, then the pointer. */
function placeText({ path, line, column, pointer }: Omit<Diagnostic, "level" | "code" | "message" | "help">): string {
  const position = [path, line, column].filter((part) => part !== undefined).join(":");
  return [position, pointer ?? ""].filter((part) => part !== "").join(" ");
}

/** How a level is coloured. */
export function paintLevel(level: DiagnosticLevel, { colors }: Paper): (text: string) => string {
  return { error: colors.red, warning: colors.yellow, advisory: colors.cyan }[level];
}

/** What goes beside another answer: the errors, and how much else there is to ask about. */
export function printProblems(diagnostics: readonly Diagnostic[], paper: Paper): readonly string[] {
  const errors = diagnostics.filter(({ level }) => level === "error");
  const others = countText({
    error: 0,
    warning: diagnostics.filter(({ level }) => level === "warning").length,
    advisory: diagnostics.filter(({ level }) => level === "advisory").length,
  });
  const hint = others === "" ? [] : wrap(`Besides, ${others}: mortise doctor`, paper.width).map(paper.colors.dim);
  return [...errors.flatMap((error) => printDiagnostic(error, paper)), ...hint];
}

/** `2 errors, 1 warning`; nothing where there is nothing. */
export function countText(counts: LevelCounts): string {
  const plurals = { error: "errors", warning: "warnings", advisory: "advisories" } as const;
  return (["error", "warning", "advisory"] as const)
    .filter((level) => counts[level] > 0)
    .map((level) => `${counts[level]} ${counts[level] === 1 ? level : plurals[level]}`)
    .join(", ");
}
