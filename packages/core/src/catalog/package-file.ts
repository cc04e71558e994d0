import { readJsonText, type JsonText } from "../config/json-text.js";
import { readingProblem, readTextFile } from "../config/text-file.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { ManifestFormat, PluginFolder } from "./format.js";
import { checkPermissions } from "./gates.js";
import { pathIn } from "./paths.js";
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
  const path = pathIn(root, "package.json");
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

/** The format whose block package.json has. */
export function formatInPackage(
  { packageJson }: PluginFolder,
  formats: readonly ManifestFormat[],
): (ManifestFormat & { readonly packageKey: string }) | undefined {
  const value = packageJson?.json.value as Readonly<Record<string, unknown>> | null | undefined;
  return formats.find(
    (format): format is ManifestFormat & { readonly packageKey: string } =>
      format.packageKey !== undefined && typeof value?.[format.packageKey] === "object",
  );
}

/** What is to be said of a folder without a manifest whose package.json has a block for one of the formats. */
export function packageWithoutManifest(
  folder: PluginFolder,
  formats: readonly ManifestFormat[],
): Diagnostic | undefined {
  const { packageJson } = folder;
  const format = formatInPackage(folder, formats);
  if (!packageJson || format?.manifestFile === undefined) return undefined;
  const pointer = `/${format.packageKey}`;
  const place = { path: packageJson.path, pointer, ...packageJson.json.locate(pointer) };
  return diagnose("MANIFEST_MISSING", { key: format.packageKey, file: format.manifestFile }, place);
}
