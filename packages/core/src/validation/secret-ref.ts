import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/**
 * A secret by reference: an environment variable's name, or a file's path relative to the config file (at most 64 KiB;
 * one trailing newline is cut).
 */
export type SecretRef = { readonly $env: string } | { readonly $file: string };

/** The largest secret file that is read, in bytes. */
export const secretFileLimit = 64 * 1024;

const name = { type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_]*$" };

/** JSON Schema of a secret reference. */
export const secretRefSchema = {
  oneOf: [
    { type: "object", required: ["$env"], properties: { $env: name }, additionalProperties: false },
    { type: "object", required: ["$file"], properties: { $file: { type: "string", pattern: "." } }, additionalProperties: false },
  ],
} as const;

/** Where secrets come from. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that `$file` paths are relative to. */
  readonly base: string;
}

/** A secret's value, or why there is none. */
export type SecretReading = { readonly value: string } | { readonly problem: Diagnostic };

/** Whether a value that failed its schema was meant as a secret reference. */
export function looksLikeSecretRef(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.keys(value).some((key) => key.startsWith("$"));
}

/** Reads a secret. */
export function readSecret(ref: SecretRef, { env, base }: SecretSources): SecretReading {
  if ("$env" in ref) {
    const value = env[ref.$env];
    if (value !== undefined && value !== "") return { value };
    return { problem: diagnose("SECRET_ENV_UNSET", { name: ref.$env }) };
  }
  const file = resolve(base, ref.$file);
  try {
    return { value: readSecretFile(file) };
  } catch (error) {
    return { problem: diagnose("SECRET_FILE_UNREADABLE", { file, reason: (error as Error).message }) };
  }
}

function readSecretFile(path: string): string {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    if (size > secretFileLimit) throw new Error(`it has ${size} bytes, and at most ${secretFileLimit} are read`);
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } finally {
    closeSync(file);
  }
}
