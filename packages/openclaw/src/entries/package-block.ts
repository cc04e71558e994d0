import { describeFound, diagnose, readPointer } from "@mortise/core/catalog";
import { isObject } from "../fields/shape.js";
import type { Subject } from "../subject.js";

/** What package.json says of a plugin's files. */
export interface PackageBlock {
  /** `openclaw.extensions`: the entries. */
  readonly extensions: readonly string[];
  /** `openclaw.runtimeExtensions`: the built file of the entry at the same index. */
  readonly runtimeExtensions: readonly string[];
  readonly main?: string;
}

/** Reads package.json; nothing where it is wrong, which was reported. */
export function readPackageBlock(subject: Subject): PackageBlock | undefined {
  const value = subject.source.packageJson?.json.value;
  const block = readPointer(value, "/openclaw");
  if (block !== undefined && !isObject(block)) {
    reportPackage(subject, "/openclaw", "an object", block);
    return undefined;
  }
  const extensions = readPaths(subject, "/openclaw/extensions");
  const runtimeExtensions = readPaths(subject, "/openclaw/runtimeExtensions");
  if (!extensions || !runtimeExtensions) return undefined;
  const main = readPointer(value, "/main");
  return { extensions, runtimeExtensions, ...(isPath(main) && { main }) };
}

/** The range of Node versions that package.json asks for. */
export function readNodeRange(subject: Subject): string | undefined {
  const range = readPointer(subject.source.packageJson?.json.value, "/engines/node");
  if (range === undefined || typeof range === "string") return range;
  reportPackage(subject, "/engines/node", "a string, a semver range", range, "warning");
  return undefined;
}

/** Whether a value can be a path: not blank, and nothing in it that a terminal or the file system trips over. */
function isPath(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && !/\p{Cc}/u.test(value);
}

function readPaths(subject: Subject, pointer: string): readonly string[] | undefined {
  const value = readPointer(subject.source.packageJson?.json.value, pointer);
  if (value === undefined) return [];
  if (!Array.isArray(value)) return reportPackage(subject, pointer, "an array of strings, the entry files", value);
  const wrong = value.findIndex((path: unknown) => !isPath(path));
  if (wrong === -1) return (value as readonly string[]).map((path) => path.trim());
  return reportPackage(subject, `${pointer}/${wrong}`, "a string, an entry file", value[wrong]);
}

function reportPackage(
  { report, atPackage }: Subject,
  pointer: string,
  expected: string,
  found: unknown,
  level: "error" | "warning" = "error",
): undefined {
  const parameters = { expected, found: describeFound(found, false) };
  report(diagnose("PACKAGE_INVALID", parameters, { ...atPackage(pointer), level }));
  return undefined;
}
