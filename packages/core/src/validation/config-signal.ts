import type { JsonValue } from "@mortise/sdk";
import { joinPointer, readPointer } from "../config/pointer.js";
import { isSecretRef, readSecret, type SecretSources } from "./secret-ref.js";
import { isSchemaObject } from "./subschemas.js";

/** A sign that something can be used: whether it is there, and what would have to be. */
export interface Signal {
  readonly isMet: boolean;
  /** Names what is missing: `plugins.entries.x.config.apiKey`. */
  readonly needs: string;
}

/** What signals in the config are looked up in. */
export interface ConfigFacts {
  /** The whole config. */
  readonly config: unknown;
  /** The plugin's own part of it, with what the environment supplies. */
  readonly own: unknown;
  /** Where that stands, dotted. */
  readonly ownPath: string;
  readonly secrets: SecretSources;
}

/**
 * Reads a signal in the config. A text is a dotted path in the plugin's own config where something must be; an object is
 * the form of OpenClaw: `rootPath` in the whole config, with `overlayPath`, `required`, `requiredAny` and `mode` below
 * it. Gives nothing where it is neither.
 */
export function readConfigSignal(signal: JsonValue, facts: ConfigFacts): Signal | undefined {
  if (typeof signal === "string") {
    const isMet = isThere(valueAt(facts.own, signal), facts.secrets);
    return { isMet, needs: `${facts.ownPath}.${signal}` };
  }
  if (!isSchemaObject(signal) || typeof signal["rootPath"] !== "string") return undefined;
  return readRooted(signal["rootPath"], signal, facts);
}

/** Whether something stands at a place: no emptiness, nothing that is turned off, no secret that cannot be had. */
export function isThere(value: unknown, secrets: SecretSources): boolean {
  if (isSecretRef(value)) return "value" in readSecret(value, secrets);
  if (typeof value === "string") return value.trim() !== "";
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false;
}

/** The value at a dotted path. */
export function valueAt(root: unknown, path: string): unknown {
  return readPointer(root, joinPointer("", ...path.split(".")));
}

/** A list of texts, whatever was written. */
export function wordsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((word): word is string => typeof word === "string") : [];
}

function readRooted(rootPath: string, signal: Readonly<Record<string, unknown>>, facts: ConfigFacts): Signal {
  const root = valueAt(facts.config, rootPath);
  if (!isSchemaObject(root)) return { isMet: false, needs: rootPath };
  const overlay = typeof signal["overlayPath"] === "string" ? valueAt(root, signal["overlayPath"]) : undefined;
  const effective = isSchemaObject(overlay) ? { ...root, ...overlay } : root;
  const stands = (path: string) => isThere(valueAt(effective, path), facts.secrets);
  const nameOf = (path: string) => `${rootPath}.${path}`;
  const any = wordsIn(signal["requiredAny"]);
  const conditions: readonly Signal[] = [
    ...wordsIn(signal["required"]).map((path) => ({ isMet: stands(path), needs: nameOf(path) })),
    { isMet: any.length === 0 || any.some(stands), needs: any.map(nameOf).join(" or ") },
    ...(isSchemaObject(signal["mode"]) ? [readMode(signal["mode"], effective, nameOf)] : []),
  ];
  const lacking = conditions.filter(({ isMet }) => !isMet);
  return { isMet: lacking.length === 0, needs: lacking.map(({ needs }) => needs).join(" and ") };
}

/** A setting that must be one of some values, or none of some. */
function readMode(
  mode: Readonly<Record<string, unknown>>,
  root: Readonly<Record<string, unknown>>,
  nameOf: (path: string) => string,
): Signal {
  const path = typeof mode["path"] === "string" ? mode["path"] : "mode";
  const value = valueAt(root, path) ?? mode["default"];
  const allowed = wordsIn(mode["allowed"]);
  const disallowed = wordsIn(mode["disallowed"]);
  const isMet =
    typeof value === "string" && (allowed.length === 0 || allowed.includes(value)) && !disallowed.includes(value);
  const wanted = allowed.length > 0 ? ` as ${allowed.join(" or ")}` : "";
  const unwanted = disallowed.length > 0 ? ` other than ${disallowed.join(" or ")}` : "";
  return { isMet, needs: `${nameOf(path)}${wanted}${unwanted}` };
}
