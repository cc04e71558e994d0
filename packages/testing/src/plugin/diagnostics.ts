import { relative } from "node:path";
import type { Diagnostic } from "@mortise/core";
import type { Finding, Findings } from "./check.js";

/** A diagnostic as a finding, its place relative to the current folder. */
export function findingOf({ code, message, help, path, line, column, pointer }: Diagnostic): Finding {
  const place = path === undefined ? pointer : placeIn(path, line === undefined ? pointer : `${line}:${column ?? 1}`);
  return { what: `${code}: ${message}`, ...(place !== undefined && { where: place }), mend: help };
}

/** A file as it is written in a terminal, with a line, or a pointer, in it. */
export function placeIn(path: string, inside?: string | number): string {
  const file = relative(process.cwd(), path);
  const name = file === "" || file.startsWith("..") ? path : file;
  return inside === undefined || inside === "" ? name : `${name}:${inside}`;
}

/** Advisories are advice, all else is wrong. */
export function findingsOf(diagnostics: readonly Diagnostic[]): Findings {
  const isAdvice = ({ level }: Diagnostic) => level === "advisory";
  return {
    findings: diagnostics.filter((one) => !isAdvice(one)).map(findingOf),
    advice: diagnostics.filter(isAdvice).map(findingOf),
  };
}
