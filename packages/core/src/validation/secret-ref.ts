import { resolve } from "node:path";
import { readingProblem, readTextFile } from "../config/text-file.js";
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

/** JSON Schema of what is meant as a secret reference, well or badly formed. */
export const secretIntentSchema = { type: "object", anyOf: [{ required: ["$env"] }, { required: ["$file"] }] } as const;

/** JSON Schema of a secret reference. */
export const secretRefSchema = {
  oneOf: [
    { type: "object", required: ["$env"], properties: { $env: name }, additionalProperties: false },
    {
      type: "object",
      required: ["$file"],
      properties: { $file: { type: "string", pattern: "." } },
      additionalProperties: false,
    },
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

/** Whether a value is a secret reference. */
export function isSecretRef(value: unknown): value is SecretRef {
  if (typeof value !== "object" || value === null) return false;
  const [[key, text] = ["", ""], ...others] = Object.entries(value);
  if (others.length > 0 || typeof text !== "string") return false;
  return key === "$env" ? new RegExp(name.pattern).test(text) : key === "$file" && text !== "";
}

/** What follows from a plugin's config that cannot be used. */
const pluginKeptOut = "The plugin is kept out.";

/** Reads a secret. `consequence` says what follows where there is none. */
export function readSecret(ref: SecretRef, { env, base }: SecretSources, consequence = pluginKeptOut): SecretReading {
  if ("$env" in ref) {
    const value = readVariable(env, ref.$env);
    return value === undefined ? { problem: diagnose("SECRET_ENV_UNSET", { name: ref.$env, consequence }) } : { value };
  }
  const file = resolve(base, ref.$file);
  try {
    return { value: readSecretFile(file) };
  } catch (error) {
    return { problem: diagnose("SECRET_FILE_UNREADABLE", { file, reason: readingProblem(error), consequence }) };
  }
}

/** An environment variable's value; one that is empty counts as not set. */
export function readVariable(env: SecretSources["env"], variable: string): string | undefined {
  return Object.hasOwn(env, variable) ? env[variable] || undefined : undefined;
}

function readSecretFile(path: string): string {
  const { text, stats, isCut } = readTextFile(path, secretFileLimit);
  if (isCut) throw new Error(`it has ${stats.size} bytes, and at most ${secretFileLimit} are read`);
  const secret = text.replace(/\r?\n$/, "");
  if (secret === "") throw new Error("it is empty");
  return secret;
}
