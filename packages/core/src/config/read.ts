import { dirname, join, resolve } from "node:path";
import { existsSync, readTextSync } from "./disk.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { messageOf } from "../diagnostics/error.js";
import { nearest } from "../diagnostics/nearest.js";
import { readJsonText, type JsonReading, type JsonText } from "./json-text.js";
import { joinPointer, readPointer } from "./pointer.js";
import { noPluginRuns, repairHostConfig } from "./repair.js";
import { describeFound } from "./schema-issue.js";
import { readingProblem } from "./text-file.js";
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
  place(pointer: string): {
    readonly pointer: string;
    readonly path?: string;
    readonly line?: number;
    readonly column?: number;
  };
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
  const start = resolve(folder);
  const here = configFileNames.map((name) => join(start, name)).find((file) => existsSync(file));
  if (here !== undefined) return here;
  const parent = dirname(start);
  return parent === start ? undefined : findConfigFile(parent);
}

/** Reads the config. Never throws: what is broken is set aside and said. */
export function readHostConfig(source: ConfigSource): LoadedConfig {
  if (source.value !== undefined) return fromValue(source);
  if (source.file === false) return absent(source);
  const file = source.file === undefined ? findConfigFile(source.cwd) : resolve(source.cwd, source.file);
  return file === undefined ? absent(source) : fromFile(file, source);
}

/** Where a config stands, if it is a file, and what its paths are relative to. */
type Whereabouts = Pick<LoadedConfig, "base" | "path">;

function absent({ cwd }: ConfigSource): LoadedConfig {
  const base = resolve(cwd);
  return { state: "absent", base, config: {}, sections: {}, diagnostics: [], place: (pointer) => ({ pointer }) };
}

function unusable({ base, path }: Whereabouts, diagnostic: Diagnostic): LoadedConfig {
  const file = path === undefined ? {} : { path };
  const place: LoadedConfig["place"] = (pointer) => ({ pointer, ...file });
  return { state: "unusable", ...file, base, config: shut, sections: {}, diagnostics: [diagnostic], place };
}

/** A config given as an object goes through JSON: what is no data is left out, and the names are held to the same rules. */
function fromValue(source: ConfigSource): LoadedConfig {
  const where = { base: resolve(source.cwd) };
  let text: string;
  try {
    text = JSON.stringify(source.value) ?? "null";
  } catch (error) {
    return unusable(where, diagnose("CONFIG_SYNTAX", { reason: messageOf(error) }));
  }
  const reading = readJsonText(text);
  return fromReading(
    reading.ok ? { ok: true, json: { ...reading.json, locate: () => undefined } } : reading,
    source,
    where,
  );
}

function fromFile(path: string, source: ConfigSource): LoadedConfig {
  const where = { base: dirname(path), path };
  try {
    return fromReading(readJsonText(readTextSync(path)), source, where);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const found =
      code === "ENOENT"
        ? diagnose("CONFIG_NOT_FOUND", { file: path }, { path })
        : diagnose("CONFIG_UNREADABLE", { reason: readingProblem(error) }, { path });
    return unusable(where, found);
  }
}

function fromReading(reading: JsonReading, source: ConfigSource, where: Whereabouts): LoadedConfig {
  if (reading.ok) return fromJson(reading.json, source, where);
  const { reason, line, column } = reading.problem;
  const place = where.path === undefined ? {} : { path: where.path, line, column };
  return unusable(where, diagnose("CONFIG_SYNTAX", { reason }, place));
}

function fromJson(json: JsonText, source: ConfigSource, where: Whereabouts): LoadedConfig {
  const place: LoadedConfig["place"] = (pointer) => ({
    pointer,
    ...(where.path !== undefined && { path: where.path }),
    ...json.locate(pointer),
  });
  const { value } = json;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return unusable(where, diagnose("CONFIG_NOT_OBJECT", { found: describeFound(value, true) }, place("")));
  }
  const whole = value as Record<string, unknown>;
  const unknown = unknownSections(whole, source.sections, place);
  const { config, asWritten, diagnostics: repairs } = repairHostConfig(whole, place);
  const refused = json.refused.map((key) => diagnose("CONFIG_DANGEROUS_KEY", { key }, place(key)));
  const diagnostics = [...refused, ...unknown.diagnostics, ...repairs];
  const sections = source.sections.filter((name) => Object.hasOwn(whole, name)).map((name) => [name, whole[name]]);
  return {
    state: diagnostics.length > 0 ? "repaired" : "valid",
    ...where,
    config: unknown.hidesPlugins ? { plugins: { ...config.plugins, enabled: false } } : config,
    sections: Object.fromEntries(sections) as LoadedConfig["sections"],
    diagnostics,
    place: (pointer) => ({ ...place(asWritten(pointer)), pointer: asWritten(pointer) }),
  };
}

/** Keys at the top that are nobody's. A misspelt `plugins` may hold a gate, so then all gates stay shut. */
function unknownSections(
  whole: Record<string, unknown>,
  sections: readonly string[],
  place: LoadedConfig["place"],
): { readonly diagnostics: readonly Diagnostic[]; readonly hidesPlugins: boolean } {
  const known = ["$schema", "plugins", ...sections];
  const found = Object.keys(whole)
    .filter((key) => !known.includes(key))
    .map((key) => ({ key, near: nearest(key, known) }));
  const diagnostics = found.map(({ key, near }) => {
    const consequence = near === "plugins" ? noPluginRuns : "It was set aside.";
    const suggestion = near === undefined ? "" : ` Did you mean "${near}"?`;
    return diagnose("CONFIG_UNKNOWN_KEY", { key, suggestion, consequence }, place(joinPointer("", key)));
  });
  return { diagnostics, hidesPlugins: found.some(({ near }) => near === "plugins") };
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
  const gates = Object.entries(config.plugins?.hooks ?? {}).flatMap(([hook, rules]) =>
    (["required", "waive"] as const).flatMap((key) =>
      (rules[key] ?? []).map((id, index) => ({ id, pointer: joinPointer("/plugins/hooks", hook, key, index) })),
    ),
  );
  return [...entries, ...list("allow"), ...list("deny"), ...values("slots"), ...values("owners"), ...gates];
}
