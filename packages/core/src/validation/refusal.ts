import type { ReadyCandidate } from "../catalog/candidate.js";
import { readPointer } from "../config/pointer.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic, DiagnosticPlace } from "../diagnostics/diagnostic.js";
import type { DecisionReason } from "../policy/decision.js";
import type { CheckOptions } from "./check-options.js";
import { withDefaults, type ConfigCheck } from "./config-state.js";
import { issueDiagnostic, placeOf } from "./issue-diagnostic.js";
import { isSecretRef, readSecret } from "./secret-ref.js";
import type { ConfigVerdict } from "./verdict.js";

/** Why a plugin is kept out for its config. */
export interface ConfigRefusal {
  readonly reason: DecisionReason;
  readonly diagnostics: readonly Diagnostic[];
}

/** Why the plugin must stay out: its schema, its config, or a secret that is not there. */
export function configRefusal(
  candidate: ReadyCandidate,
  check: ConfigCheck,
  options: CheckOptions,
): ConfigRefusal | undefined {
  const { verdict } = check;
  if (!verdict) return undefined;
  if (verdict.schemaProblem) {
    const { reason, pointer } = verdict.schemaProblem;
    const diagnostics = [diagnose("PLUGIN_SCHEMA_INVALID", { reason }, schemaPlace(candidate, pointer))];
    return { reason: "schema-invalid", diagnostics };
  }
  if (verdict.status === "invalid") {
    const isMissing = verdict.issues.every(({ kind }) => kind === "missing");
    const found = verdict.issues.map((issue) => issueDiagnostic(issue, candidate, check, options.loaded));
    return { reason: isMissing ? "config-missing" : "config-invalid", diagnostics: each(found) };
  }
  const missing = missingSecrets(candidate, check, verdict, options);
  return missing.length > 0 ? { reason: "secret-unavailable", diagnostics: missing } : undefined;
}

/** Several issues may be about one malformed secret reference. */
function each(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((found) => [`${found.code} ${found.pointer} ${found.message}`, found])).values()];
}

/** Advisories about a schema that can be used. */
export function schemaAdvisories(candidate: ReadyCandidate, { verdict }: ConfigCheck): readonly Diagnostic[] {
  const place = schemaPlace(candidate, "");
  return (verdict?.unknownKeywords ?? []).map((keyword) => diagnose("PLUGIN_SCHEMA_KEYWORD", { keyword }, place));
}

function schemaPlace({ id, manifestPath }: ReadyCandidate, pointer: string): DiagnosticPlace {
  return { plugin: id, pointer: `/configSchema${pointer}`, ...(manifestPath !== undefined && { path: manifestPath }) };
}

/** References that lead nowhere. The values are let go at once; nothing is kept of them but the redactor's copy. */
function missingSecrets(
  candidate: ReadyCandidate,
  { written }: ConfigCheck,
  verdict: ConfigVerdict,
  { secrets, redactor, loaded }: CheckOptions,
): readonly Diagnostic[] {
  if (verdict.secrets.length === 0) return [];
  // A reference may be the schema's own default.
  const whole = withDefaults(written, verdict);
  return verdict.secrets.flatMap((pointer) => {
    const ref = readPointer(whole, pointer);
    const reading = isSecretRef(ref) ? readSecret(ref, secrets) : undefined;
    if (reading && "value" in reading) redactor.learn(reading.value);
    return reading && "problem" in reading ? [{ ...reading.problem, ...placeOf(candidate.id, pointer, loaded) }] : [];
  });
}
