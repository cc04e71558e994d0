import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** Takes secrets out of texts. Every resolved secret is told to it; everything that leaves the host goes through it. */
export interface Redactor {
  /** From now on this value is taken out wherever it stands. */
  learn(secret: string): void;
  text(text: string): string;
  /** Plain data with every string redacted, keys included. */
  data<Value>(value: Value): Value;
  diagnostic(diagnostic: Diagnostic): Diagnostic;
}

/** What stands where a secret stood. */
export const redacted = "[redacted]";

/** Shorter values would take out parts of ordinary words. */
const shortestSecret = 4;

/** Makes a redactor that knows nothing yet. */
export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | undefined;
  const text = (given: string) => {
    if (forms.size === 0) return given;
    pattern ??= patternOf(forms);
    return given.replace(pattern, redacted);
  };
  const data = <Value>(value: Value): Value => (forms.size === 0 ? value : (redactData(value, text) as Value));
  return {
    learn(secret) {
      if (secret.length < shortestSecret) return;
      for (const form of formsOf(secret)) forms.add(form);
      pattern = undefined;
    },
    text,
    data,
    diagnostic: data,
  };
}

/** As it is, inside a URL, and inside JSON. */
function formsOf(secret: string): readonly string[] {
  // A half of a surrogate pair cannot stand in a URL; bytes have none.
  return [secret, encodeURIComponent(Buffer.from(secret).toString()), JSON.stringify(secret).slice(1, -1)];
}

/** One pass, longest first, so that a secret that contains another goes whole and no marker is searched again. */
function patternOf(forms: ReadonlySet<string>): RegExp {
  const longestFirst = [...forms].toSorted((one, other) => other.length - one.length);
  return new RegExp(longestFirst.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
}

function redactData(value: unknown, text: (given: string) => string): unknown {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map((element) => redactData(element, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), redactData(inner, text)]));
}
