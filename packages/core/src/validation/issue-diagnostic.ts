import type { ReadyCandidate } from "../catalog/candidate.js";
import type { PluginManifest } from "../catalog/manifest.js";
import type { LoadedConfig } from "../config/read.js";
import { dottedPointer, joinPointer, readPointer, splitPointer } from "../config/pointer.js";
import { describeFound, type SchemaIssue } from "../config/schema-issue.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic, DiagnosticPlace } from "../diagnostics/diagnostic.js";
import { writtenEntry } from "../policy/written-entry.js";
import type { ConfigCheck } from "./config-state.js";
import { isSecretRef } from "./secret-ref.js";
import { suppliersOf } from "./suppliers.js";

/** Where a plugin's config has a pointer, in the config file; the id stands there as the operator wrote it. */
export function placeOf(id: string, pointer: string, loaded: LoadedConfig): DiagnosticPlace {
  const written = writtenEntry(loaded.config, id)?.id ?? id;
  return { plugin: id, ...loaded.place(joinPointer("/plugins/entries", written, "config") + pointer) };
}

const secretName =
  /key|token|secret|passw|passphrase|credential|auth|bearer|cookie|dsn|private|salt|signature|webhook/i;

/** Whether a config value must not be shown: the manifest says so, or its name does. */
export function isSensitive({ ui }: Pick<PluginManifest, "ui">, pointer: string): boolean {
  const path = splitPointer(pointer);
  if (path.some((segment) => secretName.test(segment))) return true;
  return Object.entries(ui).some(([key, hint]) => {
    const pattern = key.split(".");
    const matches =
      pattern.length <= path.length && pattern.every((part, index) => part === "*" || part === path[index]);
    return hint.sensitive === true && matches;
  });
}

/** What is wrong with a plugin's config, for whoever wrote it. Shows no value that may be a secret. */
export function issueDiagnostic(
  issue: SchemaIssue,
  { id, manifest }: ReadyCandidate,
  { written, hidden = [] }: ConfigCheck,
  loaded: LoadedConfig,
): Diagnostic {
  const { kind, pointer, expected } = issue;
  const meant = secretMeantAt(written, pointer);
  if (meant) return secretDiagnostic(meant, issue, id, loaded);
  const place = placeOf(id, pointer, loaded);
  const key = splitPointer(pointer).at(-1) ?? "";
  const suggestion = issue.suggestion === undefined ? "" : ` Did you mean "${issue.suggestion}"?`;
  const member = dottedPointer(pointer);
  if (kind === "missing") {
    return diagnose(
      "PLUGIN_CONFIG_MISSING",
      { key, expected, id, member, variable: variableFor(manifest, pointer) },
      place,
    );
  }
  if (kind === "unknown") return diagnose("PLUGIN_CONFIG_UNKNOWN_KEY", { key, suggestion, id, member }, place);
  const found = describeFound(
    readPointer(written, pointer),
    hidden.includes(pointer) || isSensitive(manifest, pointer),
  );
  return diagnose("PLUGIN_CONFIG_INVALID", { expected, found, suggestion, id, member }, place);
}

function variableFor(manifest: PluginManifest, pointer: string): string {
  const named = suppliersOf(manifest, pointer).filter(({ variables }) => variables.length > 0);
  if (named.length === 0) return "";
  const [first] = named;
  if (named.length === 1) return `, or set the environment variable ${first?.variables.join(" or ")}`;
  return `, or set the environment variables ${named.map(({ variables }) => variables.join(" or ")).join(" and ")}`;
}

/** Something in the config that was meant as a secret reference. */
interface MeantSecret {
  readonly pointer: string;
  readonly value: object;
}

/** What was meant as a secret reference at the place of an issue, or right above it. */
function secretMeantAt(written: ConfigCheck["written"], pointer: string): MeantSecret | undefined {
  const above = joinPointer("", ...splitPointer(pointer).slice(0, -1));
  const here = readPointer(written, pointer);
  if (isObject(here) && Object.keys(here).some((key) => key.startsWith("$"))) return { pointer, value: here };
  const value = readPointer(written, above);
  // Thousands of issues may be about members of one object, so not all of its keys are looked at for each.
  const isMeant = isObject(value) && (Object.hasOwn(value, "$env") || Object.hasOwn(value, "$file"));
  return isMeant ? { pointer: above, value } : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function secretDiagnostic(
  { pointer, value }: MeantSecret,
  issue: SchemaIssue,
  id: string,
  loaded: LoadedConfig,
): Diagnostic {
  const place = placeOf(id, pointer, loaded);
  if (isSecretRef(value)) {
    const found = "a secret reference, which can stand only for text";
    const expected = issue.pointer === pointer ? issue.expected : "a value of another form";
    return diagnose(
      "PLUGIN_CONFIG_INVALID",
      { expected, found, suggestion: "", id, member: dottedPointer(pointer) },
      place,
    );
  }
  const keys = Object.keys(value);
  const found = `an object with ${keys.map((key) => `"${key}"`).join(", ")}`;
  const known = keys.find((key) => key === "$env" || key === "$file");
  const near = known === undefined ? keys.find((key) => key.startsWith("$")) : undefined;
  const suggestion = near === undefined ? "" : ` Did you mean "${/f|path/i.test(near) ? "$file" : "$env"}"?`;
  const expected = keys.length === 1 && known !== undefined ? forms[known] : undefined;
  return diagnose(
    "SECRET_REF_INVALID",
    { expected: expected ?? 'just one key, "$env" or "$file"', found, suggestion },
    place,
  );
}

const forms: Readonly<Record<string, string>> = {
  $env: "a variable's name in $env",
  $file: "a path in $file",
};
