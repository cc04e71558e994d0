// What OpenClaw's SDK has for secrets in configs. Mortise resolves references before a plugin sees its config.
import { asOptionalRecord, isRecord } from "../values/records.js";
import { normalizeOptionalString } from "../values/strings.js";

const sources: ReadonlySet<unknown> = new Set(["env", "file", "exec", "store"]);

/** A secret by reference, as OpenClaw's configs have it. */
export interface OpenclawSecretRef {
  readonly source: "env" | "file" | "exec" | "store";
  readonly provider: string;
  readonly id: string;
}

/** Whether a value is such a reference, with nothing besides. */
export function isSecretRef(value: unknown): value is OpenclawSecretRef {
  return (
    isRecord(value) &&
    Object.keys(value).length === 3 &&
    sources.has(value["source"]) &&
    normalizeOptionalString(value["provider"]) !== undefined &&
    normalizeOptionalString(value["id"]) !== undefined
  );
}

type ProviderDefaults = Readonly<Partial<Record<OpenclawSecretRef["source"], string>>>;

/** The reference that a value is, also as `${NAME}` and without a provider; or null. */
export function coerceSecretRef(value: unknown, defaults?: ProviderDefaults): OpenclawSecretRef | null {
  if (isSecretRef(value)) return value;
  const [, name] = (typeof value === "string" && /^\$\{([A-Z_][A-Z\d_]*)\}$/.exec(value.trim())) || [];
  if (name !== undefined) return { source: "env", provider: defaults?.env ?? "default", id: name };
  const { source, id, ...rest } = asOptionalRecord(value) ?? {};
  if (Object.keys(rest).length > 0 || !sources.has(source) || normalizeOptionalString(id) === undefined) return null;
  const known = source as OpenclawSecretRef["source"];
  return { source: known, provider: defaults?.[known] ?? "default", id: String(id) };
}

/** The secret as a text without blanks around it, or nothing. */
export function normalizeSecretInputString(value: unknown): string | undefined {
  return normalizeOptionalString(value);
}

/** A secret as it may stand in a header: without line breaks, control characters and what is not Latin-1. */
export function normalizeSecretInput(value: unknown): string {
  return typeof value === "string" ? value.replaceAll(/[^\u0020-\u007e\u00a0-\u00ff]/g, "").trim() : "";
}

/** Whether there is a secret or a reference to one. */
export function hasConfiguredSecretInput(value: unknown, defaults?: ProviderDefaults): boolean {
  return normalizeSecretInputString(value) !== undefined || coerceSecretRef(value, defaults) !== null;
}

interface SecretPlace {
  readonly value: unknown;
  readonly refValue?: unknown;
  readonly defaults?: ProviderDefaults;
  /** Where it stands in the config, for the error. */
  readonly path: string;
  /** `strict` throws for a reference that is not resolved; `inspect` tells. */
  readonly mode?: "strict" | "inspect";
}

type SecretState =
  | { readonly status: "available"; readonly value: string; readonly ref: null }
  | { readonly status: "configured_unavailable"; readonly value: undefined; readonly ref: OpenclawSecretRef }
  | { readonly status: "missing"; readonly value: undefined; readonly ref: null };

/** What is known of a secret. A reference that reaches this was not resolved. */
export function resolveSecretInputString(place: SecretPlace): SecretState {
  const ref = coerceSecretRef(place.refValue, place.defaults) ?? coerceSecretRef(place.value, place.defaults);
  const value = normalizeSecretInputString(place.value);
  if (value !== undefined && !ref) return { status: "available", value, ref: null };
  if (!ref) return { status: "missing", value: undefined, ref: null };
  if (place.mode !== "inspect") {
    throw new Error(`${place.path}: the secret "${ref.source}:${ref.provider}:${ref.id}" was not resolved`);
  }
  return { status: "configured_unavailable", value: undefined, ref };
}

/** The secret, or nothing where there is none. Throws for a reference that was not resolved. */
export function normalizeResolvedSecretInputString(place: Omit<SecretPlace, "mode">): string | undefined {
  return resolveSecretInputString({ ...place, mode: "strict" }).value;
}
