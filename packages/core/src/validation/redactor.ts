import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** Takes secrets out of texts. Every resolved secret is told to it; everything that leaves the host goes through it. */
export interface Redactor {
  /** From now on this value is taken out wherever it stands. */
  learn(secret: string): void;
  text(text: string): string;
  /** Plain data with every string redacted. */
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
  // Longest first, so that a secret that contains another goes whole.
  let ordered: readonly string[] = [];
  const text = (given: string) => ordered.reduce((clean, secret) => clean.replaceAll(secret, redacted), given);
  const data = <Value>(value: Value): Value => redactData(value, text) as Value;
  return {
    learn(secret) {
      if (secret.length < shortestSecret) return;
      const escaped = JSON.stringify(secret).slice(1, -1);
      for (const form of [secret, encodeURIComponent(secret), escaped]) forms.add(form);
      ordered = [...forms].toSorted((one, other) => other.length - one.length);
    },
    text,
    data,
    diagnostic: (diagnostic) => (ordered.length === 0 ? diagnostic : data(diagnostic)),
  };
}

function redactData(value: unknown, text: (given: string) => string): unknown {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map((element) => redactData(element, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactData(inner, text)]));
}
