import { normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isInside } from "../catalog/paths.js";
import { messageOf, MortiseError } from "../diagnostics/error.js";

/** Where on a stack: a file and a line of it, from 1. */
export interface BlamedPlace {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
}

/** What was thrown, and where in the plugin's own files. */
export interface Blame {
  readonly reason: string;
  readonly place: Partial<BlamedPlace>;
}

/** A plugin by where its code lies: a folder, or a file where it is that alone; links resolved. */
export interface PluginPlace {
  readonly id: string;
  readonly root: string;
}

/** The plugin that an error came from. */
export interface Culprit {
  /** Its id. */
  readonly plugin: string;
  readonly reason: string;
  readonly place: BlamedPlace;
}

/** `at f (/a/b.js:1:2)`, `at file:///a/b.js:1:2`, `C:\a\b.js:3` at the start of a syntax error. */
const frame = /(?:\(|\bat (?:async )?|^)((?:file:\/\/\/?|[A-Za-z]:[\\/]|\/).*?):(\d+)(?::(\d+))?\)?$/;

/** What a message says of places is no call. */
const startOfCall = /^(?:at |file:|[A-Za-z]:[\\/]|\/)/;

/** Reads off an error's stack the first place that lies in the plugin's folder, its own files before its packages. */
export function blame(error: unknown, root: string): Blame {
  const places = stackOf(error).filter(({ path }) => isInside(root, path));
  const place = places.find(({ path }) => !isOfPackage(root, path)) ?? places[0] ?? {};
  return { reason: messageOf(error), place };
}

/** So many errors are looked at, of those that caused one another: what makes them may make circles. */
const mostCauses = 20;

/**
 * The plugin whose file stands innermost on an error's stack, or else on that of what caused it; nothing where none
 * does. A plugin's own files come before its packages, and the packages of a folder that the host itself lies in count
 * for nothing: the host may be one of them.
 */
export function findCulprit(error: unknown, plugins: readonly PluginPlace[]): Culprit | undefined {
  const errors = [error];
  for (let next = 0; next < errors.length && next < mostCauses; next += 1) {
    const found = innermost(stackOf(errors[next]), plugins);
    if (found) return { ...found, reason: messageOf(error) };
    errors.push(...causesOf(errors[next]).filter((cause) => !errors.includes(cause)));
  }
  return undefined;
}

function innermost(
  stack: readonly BlamedPlace[],
  plugins: readonly PluginPlace[],
): Pick<Culprit, "plugin" | "place"> | undefined {
  const owned = stack.flatMap((place) => {
    const owner = ownerOf(place.path, plugins);
    return owner
      ? [{ plugin: owner.id, place, isOfPackage: isOfPackage(owner.root, place.path), root: owner.root }]
      : [];
  });
  const found =
    owned.find((one) => !one.isOfPackage) ?? owned.find(({ root }) => !isInside(root, fileURLToPath(import.meta.url)));
  return found && { plugin: found.plugin, place: found.place };
}

/** The plugin that a file belongs to: where one lies in another's folder, the inner. */
function ownerOf(path: string, plugins: readonly PluginPlace[]): PluginPlace | undefined {
  return plugins
    .filter(({ root }) => isInside(root, path))
    .reduce<PluginPlace | undefined>(
      (inner, one) => (inner && inner.root.length >= one.root.length ? inner : one),
      undefined,
    );
}

function isOfPackage(root: string, path: string): boolean {
  return path.slice(root.length).includes(`${sep}node_modules${sep}`);
}

/** What an error says caused it. An error of the host is its word to whoever called it, whatever was behind that. */
function causesOf(error: unknown): readonly unknown[] {
  try {
    if (typeof error !== "object" || error === null || error instanceof MortiseError) return [];
    const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: unknown };
    return [...(cause === undefined ? [] : [cause]), ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  } catch {
    return [];
  }
}

function stackOf(error: unknown): readonly BlamedPlace[] {
  try {
    const { stack, message } = error as { readonly stack?: unknown; readonly message?: unknown };
    if (typeof stack !== "string") return [];
    // A message of many lines may carry the stack of something else.
    const calls = typeof message === "string" && message.includes("\n") ? stack.replace(message, () => "") : stack;
    return calls.split("\n").flatMap((line) => placeIn(line.trim()) ?? []);
  } catch {
    // Anything can be thrown, also what cannot be looked at.
    return [];
  }
}

function placeIn(line: string): BlamedPlace | undefined {
  if (!startOfCall.test(line) || line.includes("(eval at ")) return undefined;
  const [, file, row, column] = frame.exec(line) ?? [];
  const path = file === undefined ? undefined : pathOf(file);
  if (path === undefined) return undefined;
  return { path, line: Number(row), ...(column !== undefined && { column: Number(column) }) };
}

function pathOf(file: string): string | undefined {
  if (!file.startsWith("file:")) return normalize(file);
  try {
    return fileURLToPath(file.replace(/[?#].*$/, ""));
  } catch {
    return undefined;
  }
}
