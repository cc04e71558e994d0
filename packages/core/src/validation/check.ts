import type { ReadyCandidate } from "../catalog/candidate.js";
import type { JsonSchema, PluginManifest } from "../catalog/manifest.js";
import type { LoadedConfig } from "../config/read.js";
import { joinPointer, readPointer, splitPointer, writePointer } from "../config/pointer.js";
import { describeFound, type SchemaIssue } from "../config/schema-issue.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic, DiagnosticPlace } from "../diagnostics/diagnostic.js";
import type { DecisionReason } from "../policy/decision.js";
import type { SecretMode } from "./ajv.js";
import { deepFreeze, withDefaults, writtenConfig, type ConfigCheck } from "./config-state.js";
import type { Redactor } from "./redactor.js";
import { looksLikeSecretRef, readSecret, type SecretRef, type SecretSources } from "./secret-ref.js";
import type { ConfigVerdict } from "./verdict.js";
import type { VerdictStore } from "./verdict-store.js";

/** What checking configs needs. */
export interface CheckOptions {
  readonly loaded: LoadedConfig;
  readonly secrets: SecretSources;
  readonly store: VerdictStore;
  readonly redactor: Redactor;
}

/** Why a plugin is kept out for its config. */
export interface ConfigRefusal {
  readonly reason: DecisionReason;
  readonly diagnostics: readonly Diagnostic[];
}

/** What is already known of a plugin's config; imports and compiles nothing. */
export function recallConfig(candidate: ReadyCandidate, { loaded, secrets, store }: CheckOptions): ConfigCheck {
  const written = writtenConfig(candidate, loaded, secrets);
  const verdict = takesNothing(candidate.manifest.configSchema, written)
    ? trivial
    : store.find(candidate.manifest.configSchema, written, "references");
  return toCheck(written, verdict);
}

/** Holds a plugin's config against its schema, unless that is remembered. */
export async function checkConfig(candidate: ReadyCandidate, options: CheckOptions): Promise<ConfigCheck> {
  const known = recallConfig(candidate, options);
  if (known.verdict) return known;
  const { configSchema } = candidate.manifest;
  return toCheck(known.written, await judgeAnew(configSchema, known.written, "references", options.store));
}

function toCheck(written: ConfigCheck["written"], verdict: ConfigVerdict | undefined): ConfigCheck {
  if (!verdict) return { state: "unchecked", written };
  return { state: verdict.status === "valid" ? "valid" : "invalid", written, verdict };
}

async function judgeAnew(schema: JsonSchema, config: unknown, mode: SecretMode, store: VerdictStore): Promise<ConfigVerdict> {
  const { judge } = await import("./ajv.js");
  const verdict = judge(schema, config, mode);
  store.remember(schema, config, mode, verdict);
  return verdict;
}

const trivial: ConfigVerdict = { status: "valid", defaults: [], secrets: [], issues: [], unknownKeywords: [] };

/** The commonest pair by far, an object without properties and no config, needs no referee. */
function takesNothing(schema: JsonSchema, written: ConfigCheck["written"]): boolean {
  if (Object.keys(written).length > 0 || schema["type"] !== "object") return false;
  return Object.keys(schema).every(
    (key) =>
      key === "type" ||
      key === "additionalProperties" ||
      key === "$schema" ||
      (key === "properties" && Object.keys(Object(schema["properties"])).length === 0),
  );
}

/** Why the plugin must stay out: its schema, its config, or a secret that is not there. */
export function configRefusal(candidate: ReadyCandidate, check: ConfigCheck, options: CheckOptions): ConfigRefusal | undefined {
  const { verdict } = check;
  if (!verdict) return undefined;
  if (verdict.schemaProblem) {
    const { reason, pointer } = verdict.schemaProblem;
    const place = { plugin: candidate.id, pointer: `/configSchema${pointer}`, ...(candidate.manifestPath && { path: candidate.manifestPath }) };
    return { reason: "schema-invalid", diagnostics: [diagnose("PLUGIN_SCHEMA_INVALID", { reason }, place)] };
  }
  if (verdict.status === "invalid") {
    const isMissing = verdict.issues.every(({ kind }) => kind === "missing");
    const diagnostics = verdict.issues.map((issue) => issueDiagnostic(issue, candidate, check, options.loaded));
    return { reason: isMissing ? "config-missing" : "config-invalid", diagnostics };
  }
  const missing = missingSecrets(candidate, check, options);
  return missing.length > 0 ? { reason: "secret-unavailable", diagnostics: missing } : undefined;
}

/** Advisories about a schema that can be used. */
export function schemaAdvisories(candidate: ReadyCandidate, { verdict }: ConfigCheck): readonly Diagnostic[] {
  const place = { plugin: candidate.id, ...(candidate.manifestPath && { path: candidate.manifestPath }), pointer: "/configSchema" };
  return (verdict?.unknownKeywords ?? []).map((keyword) => diagnose("PLUGIN_SCHEMA_KEYWORD", { keyword }, place));
}

function placeOf(id: string, pointer: string, loaded: LoadedConfig): DiagnosticPlace {
  return { plugin: id, ...loaded.place(joinPointer("/plugins/entries", id, "config") + pointer) };
}

const secretName = /key|token|secret|passw|credential/i;

/** Whether a config value must not be shown: the manifest says so, or its name does. */
export function isSensitive({ ui }: PluginManifest, pointer: string): boolean {
  const path = splitPointer(pointer);
  if (path.some((segment) => secretName.test(segment))) return true;
  return Object.entries(ui).some(([key, hint]) => {
    const pattern = key.split(".");
    const matches = pattern.length <= path.length && pattern.every((part, index) => part === "*" || part === path[index]);
    return hint.sensitive === true && matches;
  });
}

function issueDiagnostic(
  { kind, pointer, expected, suggestion: near }: SchemaIssue,
  { id, manifest }: ReadyCandidate,
  { written, hidden = [] }: ConfigCheck,
  loaded: LoadedConfig,
): Diagnostic {
  const key = splitPointer(pointer).at(-1) ?? "";
  const suggestion = near === undefined ? "" : ` Did you mean "${near}"?`;
  const place = placeOf(id, pointer, loaded);
  if (kind === "missing") {
    const variables = manifest.setup.env[splitPointer(pointer).join(".")] ?? [];
    const variable = variables.length > 0 ? `, or set the environment variable ${variables.join(" or ")}` : "";
    return diagnose("PLUGIN_CONFIG_MISSING", { key, expected, id, pointer, variable }, place);
  }
  if (kind === "unknown") return diagnose("PLUGIN_CONFIG_UNKNOWN_KEY", { key, suggestion, id, pointer }, place);
  const value = readPointer(written, pointer);
  if (looksLikeSecretRef(value)) return badSecretRef(value, place);
  const found = describeFound(value, hidden.includes(pointer) || isSensitive(manifest, pointer));
  return diagnose("PLUGIN_CONFIG_INVALID", { expected, found, suggestion, id, pointer }, place);
}

function badSecretRef(value: Readonly<Record<string, unknown>>, place: DiagnosticPlace): Diagnostic {
  const keys = Object.keys(value);
  const found = `an object with ${keys.map((key) => `"${key}"`).join(", ")}`;
  const known = keys.find((key) => key === "$env" || key === "$file");
  const expected =
    known === "$env" && keys.length === 1 ? "a variable's name in $env" : 'just one key, "$env" or "$file"';
  const near = known === undefined ? keys.find((key) => key.startsWith("$")) : undefined;
  const suggestion = near === undefined ? "" : ` Did you mean "${/f|path/i.test(near) ? "$file" : "$env"}"?`;
  return diagnose("SECRET_REF_INVALID", { expected, found, suggestion }, place);
}

/** References that lead nowhere. The values are let go at once; nothing is kept of them but the redactor's copy. */
function missingSecrets(candidate: ReadyCandidate, check: ConfigCheck, { secrets, redactor, loaded }: CheckOptions): readonly Diagnostic[] {
  return (check.verdict?.secrets ?? []).flatMap((pointer) => {
    const reading = readSecret(readPointer(check.written, pointer) as SecretRef, secrets);
    if ("value" in reading) redactor.learn(reading.value);
    return "problem" in reading ? [{ ...reading.problem, ...placeOf(candidate.id, pointer, loaded) }] : [];
  });
}

/** The config as the plugin gets it, or why it gets none. */
export type ResolvedConfig =
  | { readonly config: Readonly<Record<string, unknown>> }
  | { readonly refusal: ConfigRefusal };

/** Defaults in place, secrets resolved and held against the author's own schema, frozen. */
export async function resolveConfig(
  candidate: ReadyCandidate,
  check: ConfigCheck & { readonly verdict: ConfigVerdict },
  options: CheckOptions,
): Promise<ResolvedConfig> {
  const refusal = configRefusal(candidate, check, options);
  if (refusal) return { refusal };
  const whole = withDefaults(check.written, check.verdict);
  if (check.verdict.secrets.length === 0) return { config: deepFreeze(whole) };
  for (const pointer of check.verdict.secrets) {
    const reading = readSecret(readPointer(whole, pointer) as SecretRef, options.secrets);
    if ("problem" in reading) return { refusal: { reason: "secret-unavailable", diagnostics: [reading.problem] } };
    options.redactor.learn(reading.value);
    writePointer(whole, pointer, reading.value);
  }
  const { configSchema } = candidate.manifest;
  const verdict =
    options.store.find(configSchema, whole, "resolved") ?? (await judgeAnew(configSchema, whole, "resolved", options.store));
  const refused = configRefusal(candidate, { state: "invalid", written: whole, verdict, hidden: check.verdict.secrets }, options);
  return refused ? { refusal: refused } : { config: deepFreeze(whole) };
}
