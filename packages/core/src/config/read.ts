import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { isDangerousName, readJsonText, type JsonText } from "./json-text.js";
import { joinPointer, readPointer } from "./pointer.js";
import { repairHostConfig } from "./repair.js";
import type { HostConfig } from "./schema.js";

/** The names under which a config file is looked for. */
export const configFileNames: readonly string[] = ["mortise.jsonc", "mortise.json"];

/**
 * - `absent`: there is no config file
 * - `valid`: everything in it holds
 * - `repaired`: some of it was set aside, the rest works
 * - `unusable`: nothing of it could be used, so no plugin runs
 */
export type ConfigState = "absent" | "valid" | "repaired" | "unusable";

/** What the operator said. */
export interface LoadedConfig {
  readonly state: ConfigState;
  /** Absolute path of the file; absent for none, and for a config given as an object. */
  readonly path?: string;
  /** The folder that relative paths start from. */
  readonly base: string;
  readonly config: HostConfig;
  /** The application's own sections, as written. */
  readonly sections: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly Diagnostic[];
  /** Adds file, line and column to a pointer into the config. */
  place(pointer: string): { readonly pointer: string; readonly path?: string; readonly line?: number; readonly column?: number };
}

/** Where the config comes from. */
export interface ConfigSource {
  /** A file's path; without it the file is looked for upward from `cwd`. `false`: none is read. */
  readonly file?: string | false;
  /** A config given as an object instead of a file. */
  readonly value?: unknown;
  readonly cwd: string;
  /** Names of the top-level sections that belong to the application. */
  readonly sections: readonly string[];
}

const shut: HostConfig = { plugins: { enabled: false } };

/** The nearest config file from `folder` upward. */
export function findConfigFile(folder: string): string | undefined {
  const here = configFileNames.map((name) => join(folder, name)).find((file) => existsSync(file));
  if (here !== undefined) return here;
  const parent = dirname(folder);
  return parent === folder ? undefined : findConfigFile(parent);
}

/** Reads the config. Never throws: what is broken is set aside and said. */
export function readHostConfig(source: ConfigSource): LoadedConfig {
  if (source.value !== undefined) {
    const value: unknown = structuredClone(source.value);
    return fromJson({ value, refused: [], locate: () => undefined }, source, undefined);
  }
  if (source.file === false) return absent(source.cwd);
  const file = source.file === undefined ? findConfigFile(source.cwd) : resolve(source.cwd, source.file);
  return file === undefined ? absent(source.cwd) : fromFile(file, source);
}

function absent(base: string): LoadedConfig {
  return { state: "absent", base, config: {}, sections: {}, diagnostics: [], place: (pointer) => ({ pointer }) };
}

function unusable(path: string, diagnostic: Diagnostic): LoadedConfig {
  const place: LoadedConfig["place"] = (pointer) => ({ pointer, path });
  return { state: "unusable", path, base: dirname(path), config: shut, sections: {}, diagnostics: [diagnostic], place };
}

function fromFile(path: string, source: ConfigSource): LoadedConfig {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const found = missing
      ? diagnose("CONFIG_NOT_FOUND", { file: path }, { path })
      : diagnose("CONFIG_UNREADABLE", { reason: (error as Error).message }, { path });
    return unusable(path, found);
  }
  const reading = readJsonText(text);
  if (reading.ok) return fromJson(reading.json, source, path);
  const { reason, line, column } = reading.problem;
  return unusable(path, diagnose("CONFIG_SYNTAX", { reason }, { path, line, column }));
}

function fromJson(json: JsonText, source: ConfigSource, path: string | undefined): LoadedConfig {
  const place: LoadedConfig["place"] = (pointer) => ({ pointer, ...(path && { path }), ...json.locate(pointer) });
  const { value } = json;
  const base = path === undefined ? source.cwd : dirname(path);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const found = Array.isArray(value) ? "an array" : value === null ? "null" : `a ${typeof value}`;
    const diagnostics = [diagnose("CONFIG_NOT_OBJECT", { found }, place(""))];
    return { state: "unusable", base, config: shut, sections: {}, diagnostics, place, ...(path && { path }) };
  }
  const whole = value as Record<string, unknown>;
  const { config, diagnostics: repairs } = repairHostConfig(whole, place);
  const diagnostics = [
    ...json.refused.map((key) => diagnose("CONFIG_DANGEROUS_KEY", { key }, place(key))),
    ...unknownSections(whole, source.sections, place),
    ...repairs,
  ];
  const sections = Object.fromEntries(
    source.sections.filter((name) => Object.hasOwn(whole, name)).map((name) => [name, whole[name]]),
  );
  const state = diagnostics.length > 0 ? "repaired" : "valid";
  return { state, base, config, sections, diagnostics, place, ...(path && { path }) };
}

function unknownSections(
  whole: Record<string, unknown>,
  sections: readonly string[],
  place: LoadedConfig["place"],
): Diagnostic[] {
  const known = ["$schema", "plugins", ...sections];
  return Object.keys(whole)
    .filter((key) => !known.includes(key) && !isDangerousName(key))
    .map((key) => {
      const pointer = joinPointer("", key);
      const parameters = { key, suggestion: didYouMean(key, known), consequence: "It was set aside." };
      return diagnose("CONFIG_UNKNOWN_KEY", parameters, place(pointer));
    });
}

/** The ids of plugins that the config names anywhere, with the pointer of each mention. */
export function namedPlugins(config: HostConfig): readonly { readonly id: string; readonly pointer: string }[] {
  const list = (key: "allow" | "deny") =>
    (config.plugins?.[key] ?? []).map((id, index) => ({ id, pointer: `/plugins/${key}/${index}` }));
  const values = (key: "slots" | "owners") =>
    Object.entries((readPointer(config, `/plugins/${key}`) ?? {}) as Record<string, string | null>).flatMap(
      ([name, id]) => (id === null ? [] : [{ id, pointer: joinPointer(`/plugins/${key}`, name) }]),
    );
  const entries = Object.keys(config.plugins?.entries ?? {}).map((id) => ({
    id,
    pointer: joinPointer("/plugins/entries", id),
  }));
  return [...entries, ...list("allow"), ...list("deny"), ...values("slots"), ...values("owners")];
}
