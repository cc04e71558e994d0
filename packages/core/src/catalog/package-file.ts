import { join } from "node:path";
import { readJsonText, type JsonText } from "../config/json-text.js";
import { readingProblem, readTextFile } from "../config/text-file.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { ManifestFormat } from "./format.js";
import { checkPermissions } from "./gates.js";
import type { Origin } from "./roots.js";

/** A plugin's package.json, which names its entry; or what is wrong with it, or which gate stopped it. */
export type PackageReading =
  | { readonly path: string; readonly json: JsonText }
  | { readonly problem: Diagnostic }
  | { readonly blocked: Diagnostic };

/** The largest package.json that is read, in bytes. */
const packageLimit = 1024 * 1024;

/** Reads package.json, or nothing where there is none. */
export function readPackage(root: string, origin: Origin): PackageReading | undefined {
  const path = join(root, "package.json");
  let found: ReturnType<typeof readTextFile>;
  try {
    found = readTextFile(path, packageLimit);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    return { problem: diagnose("PACKAGE_UNREADABLE", { reason: readingProblem(error) }, { path }) };
  }
  const blocked = checkPermissions(path, found.stats, origin);
  if (blocked) return { blocked };
  if (found.isCut) {
    const reason = `it has ${found.stats.size} bytes, and at most ${packageLimit} are read`;
    return { problem: diagnose("PACKAGE_UNREADABLE", { reason }, { path }) };
  }
  const reading = readJsonText(found.text);
  if (reading.ok) return { path, json: reading.json };
  const { reason, line, column } = reading.problem;
  return { problem: diagnose("PACKAGE_SYNTAX", { reason }, { path, line, column }) };
}

/** What is to be said of a folder without a manifest whose package.json has a block for one of the formats. */
export function packageWithoutManifest(
  folder: string,
  origin: Origin,
  formats: readonly ManifestFormat[],
): Diagnostic | undefined {
  const found = readPackage(folder, origin);
  if (!found || !("json" in found)) return undefined;
  const value = found.json.value as Readonly<Record<string, unknown>> | null;
  const format = formats.find(({ packageKey }) => typeof value?.[packageKey] === "object");
  if (!format) return undefined;
  const pointer = `/${format.packageKey}`;
  const place = { path: found.path, pointer, ...found.json.locate(pointer) };
  return diagnose("MANIFEST_MISSING", { key: format.packageKey, file: format.manifestFile }, place);
}
