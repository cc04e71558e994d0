import type { JsonSchema, PluginManifest } from "../catalog/manifest.js";
import type { LoadedConfig } from "../config/read.js";
import { joinPointer, readPointer, splitPointer, writePointer } from "../config/pointer.js";
import { describeFound, type SchemaIssue } from "../config/schema-issue.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SecretMode } from "./ajv.js";
import { deepFreeze, withDefaults } from "./config-state.js";
import { isSensitive } from "./issue-diagnostic.js";
import { questionOf } from "./question.js";
import type { Redactor } from "./redactor.js";
import { answerTo } from "./referee.js";
import { isSecretRef, readSecret, type SecretSources } from "./secret-ref.js";
import type { ConfigVerdict } from "./verdict.js";
import type { VerdictStore } from "./verdict-store.js";

/** A part of the config that has a schema of its own, such as `channels.telegram`. */
export interface ConfigSection {
  /** JSON Pointer into the config: `/channels/telegram`. */
  readonly pointer: string;
  /** Whose it is: `the channel "telegram"`. */
  readonly what: string;
  /** What follows where it does not hold, as a sentence: `The channel is not started.` */
  readonly consequence: string;
  /** Finds the place of a pointer in the config file. */
  readonly place: LoadedConfig["place"];
  /** The plugin that brings the schema. */
  readonly plugin?: string;
  /** How its keys are shown; values of sensitive ones are not. */
  readonly ui?: PluginManifest["ui"];
  /** `as-written`: a secret reference may stand only where the schema says so; else wherever a string may stand. */
  readonly references?: "as-written";
  /** Resolves secret references, which stay in place without it. */
  readonly secrets?: { readonly sources: SecretSources; readonly redactor: Redactor };
  /** Remembers verdicts, without values; what is held against a schema is then plain data. Each time anew without it. */
  readonly store?: VerdictStore;
}

/** What a schema says of a section. */
export interface SectionCheck {
  readonly status: ConfigVerdict["status"] | "secret-unavailable";
  /** Where it is `valid`: with the schema's defaults and the secrets in place, frozen; else as written. */
  readonly value: unknown;
  /** Pointers, relative to the section, of what are or were secret references. */
  readonly secrets: readonly string[];
  /** `CONFIG_INVALID_VALUE`, `CONFIG_MISSING_KEY`, `CONFIG_UNKNOWN_KEY`, `CONFIG_SCHEMA_INVALID`, `SECRET_…`; no secret in them. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Holds a section of the config against the schema that a plugin brings for it, by the rules for a plugin's own config:
 * draft-07 or 2020-12, defaults filled in, secret references wherever a string may stand.
 *
 * ```ts
 * await checkSection(metadata.configSchema, sections.channels.telegram, { pointer: "/channels/telegram", … });
 * ```
 */
export async function checkSection(schema: JsonSchema, value: unknown, section: ConfigSection): Promise<SectionCheck> {
  const isAsWritten = section.references === "as-written";
  const judge = (whole: unknown, mode: SecretMode) => answerTo(questionOf(schema, whole, mode), section.store);
  const judged = await judge(value, isAsWritten ? "resolved" : "references");
  const verdict = isAsWritten ? { ...judged, secrets: referencesIn(value) } : judged;
  const refused = refusal(verdict, value, section, verdict.secrets);
  if (refused) return refused;
  const whole = withDefaults({ value }, below(verdict))["value"];
  if (!section.secrets || verdict.secrets.length === 0) return accepted(whole, verdict.secrets);
  const resolved = resolveSecrets(whole, verdict.secrets, section, section.secrets);
  if (resolved.missing.length > 0) return unavailable(value, verdict.secrets, resolved.missing);
  // A secret has to fit the author's own schema as well.
  const second = await judge(resolved.value, "resolved");
  const misfit = refusal(second, resolved.value, section, verdict.secrets);
  if (misfit) return { ...misfit, value };
  return accepted(withDefaults({ value: resolved.value }, below(second))["value"], verdict.secrets);
}

/** Pointers of the secret references within. */
function referencesIn(value: unknown, pointer = ""): readonly string[] {
  if (isSecretRef(value)) return [pointer];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => referencesIn(inner, pointer + joinPointer("", key)));
}

const accepted = (value: unknown, secrets: readonly string[]): SectionCheck => ({
  status: "valid",
  value: deepFreeze(value),
  secrets,
  diagnostics: [],
});

const unavailable = (value: unknown, secrets: readonly string[], diagnostics: readonly Diagnostic[]): SectionCheck => ({
  status: "secret-unavailable",
  value,
  secrets,
  diagnostics,
});

/** The section may be no object, so it is held by one while pointers are written to. */
function below({ defaults, ...verdict }: ConfigVerdict): ConfigVerdict {
  return { ...verdict, defaults: defaults.map((one) => ({ ...one, pointer: `/value${one.pointer}` })) };
}

function refusal(
  { status, schemaProblem, issues, secrets }: ConfigVerdict,
  value: unknown,
  section: ConfigSection,
  hidden: readonly string[],
): SectionCheck | undefined {
  if (status === "valid") return undefined;
  const { what, consequence } = section;
  const diagnostics = schemaProblem
    ? [
        diagnose(
          "CONFIG_SCHEMA_INVALID",
          { what, at: schemaProblem.pointer || "its top", reason: schemaProblem.reason, consequence },
          placeIn(section, ""),
        ),
      ]
    : issues.map((issue) => issueIn(section, issue, value, hidden));
  return { status, value, secrets, diagnostics };
}

function placeIn({ pointer, place, plugin }: ConfigSection, inner: string) {
  return { ...(plugin !== undefined && { plugin }), ...place(pointer + inner) };
}

function issueIn(
  section: ConfigSection,
  { kind, pointer, expected, suggestion: nearest }: SchemaIssue,
  value: unknown,
  hidden: readonly string[],
): Diagnostic {
  const { ui = {}, consequence } = section;
  const at = placeIn(section, pointer);
  const suggestion = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
  if (kind === "unknown") {
    return diagnose("CONFIG_UNKNOWN_KEY", { key: splitPointer(pointer).at(-1) ?? "", suggestion, consequence }, at);
  }
  if (kind === "missing") {
    const key = splitPointer(pointer).at(-1) ?? "";
    return diagnose("CONFIG_MISSING_KEY", { key, expected, consequence }, at);
  }
  const there = readPointer(value, pointer);
  const found = isSecretRef(there)
    ? "a secret reference, which can stand only for text"
    : describeFound(there, hidden.includes(pointer) || isSensitive({ ui }, pointer));
  return diagnose("CONFIG_INVALID_VALUE", { expected, found, suggestion, consequence }, at);
}

/** The value with its secrets in place, and what is said of those that are not there. */
function resolveSecrets(
  whole: unknown,
  pointers: readonly string[],
  section: ConfigSection,
  { sources, redactor }: NonNullable<ConfigSection["secrets"]>,
): { readonly value: unknown; readonly missing: readonly Diagnostic[] } {
  const holder = { value: structuredClone(whole) };
  const missing = pointers.flatMap((pointer) => {
    const ref = readPointer(whole, pointer);
    const reading = isSecretRef(ref) ? readSecret(ref, sources, section.consequence) : undefined;
    if (!reading) return [];
    if ("problem" in reading) return [{ ...reading.problem, ...placeIn(section, pointer) }];
    redactor.learn(reading.value);
    writePointer(holder, `/value${pointer}`, reading.value);
    return [];
  });
  return { value: holder.value, missing };
}
