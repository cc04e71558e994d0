import type { ConfigVerdict } from "./verdict.js";

/** A verdict as it is kept: without `valid` and without what is empty, so that thousands are read in little time. */
export type KeptVerdict = Partial<ConfigVerdict>;

/** The form in which a verdict is kept. */
export function toKept(verdict: ConfigVerdict): KeptVerdict {
  const isSaid = (value: unknown) => value !== "valid" && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(verdict).filter(([, value]) => isSaid(value)));
}

/** What was kept, as a verdict; nothing where it has not the form of one. */
export function fromKept(kept: unknown): ConfigVerdict | undefined {
  if (!isRecord(kept)) return undefined;
  const { status = "valid", defaults = none, secrets = none, issues = none, unknownKeywords = none } = kept;
  const { schemaProblem } = kept;
  const isVerdict =
    (status === "valid" || status === "invalid" || (status === "schema-invalid" && isRecord(schemaProblem))) &&
    isListOf(defaults, hasPointer) &&
    isListOf(issues, isIssue) &&
    isListOf(secrets, isText) &&
    isListOf(unknownKeywords, isText);
  if (!isVerdict) return undefined;
  const verdict = { status, defaults, secrets, issues, unknownKeywords };
  return (isRecord(schemaProblem) ? { ...verdict, schemaProblem } : verdict) as ConfigVerdict;
}

const none: readonly never[] = Object.freeze([]);

const isText = (value: unknown) => typeof value === "string";
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const hasPointer = (value: unknown) => isRecord(value) && isText(value["pointer"]);
const isIssue = (value: unknown) => isRecord(value) && isText(value["pointer"]) && isText(value["expected"]);

function isListOf(value: unknown, test: (element: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return false;
  for (const element of value as readonly unknown[]) if (!test(element)) return false;
  return true;
}
