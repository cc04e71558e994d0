import { join } from "node:path/posix";
import { describeFound } from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "../diagnostics.js";
import { isObject, type JsonObject } from "../fields/shape.js";
import type { Bundle, Part, Place } from "./bundle.js";

/** What the manifest's field for a place holds: further paths, or the parts themselves, each with its pointer. */
type Named =
  | { readonly pointer: string; readonly path: string }
  | { readonly pointer: string; readonly value: JsonObject };

/** All parts of one kind: where the layout keeps them, and where the manifest says there are more. */
export function partsAt(bundle: Bundle, place: Place): readonly Part[] {
  const named = namedPaths(bundle, place);
  const seen = new Set<string>();
  const isNew = (path: string) => !seen.has(path) && seen.add(path) !== undefined;
  const usual = place.paths.filter(isNew).flatMap((path) => place.reader.at(bundle, path));
  const further = named.flatMap((one) => {
    if ("value" in one) return place.reader.inline?.(bundle, one.value, one.pointer) ?? [];
    if (!isNew(one.path)) return [];
    checkThere(bundle, place, one);
    return place.reader.at(bundle, one.path);
  });
  return [...usual, ...further];
}

function namedPaths(bundle: Bundle, { field, reader }: Place): readonly Named[] {
  const value = field === undefined ? undefined : bundle.fields[field];
  if (value === undefined) return [];
  const all = Array.isArray(value) ? value.map((one: unknown, index) => ({ one, pointer: `/${field}/${index}` })) : [];
  const each = Array.isArray(value) ? all : [{ one: value, pointer: `/${field}` }];
  return each.flatMap(({ one, pointer }): readonly Named[] => {
    if (typeof one === "string" && one.trim() !== "") return [{ pointer, path: normalPath(one) }];
    if (isObject(one) && reader.inline) return [{ pointer, value: one }];
    const expected = reader.inline ? "a path, or an object" : "a path";
    const parameters = { field: field ?? "", expected, found: describeFound(one, true) };
    bundle.report(diagnoseOpenclaw("BUNDLE_FIELD_IGNORED", parameters, bundle.at(pointer)));
    return [];
  });
}

/** Without what stands for the bundle's own folder, `./`, and `/` at the end. A path that leads out stays one. */
function normalPath(written: string): string {
  const path = join(written.trim().replace(/^\$\{\w*PLUGIN_ROOT\}\/?/, ""));
  return path === "." || path === "./" ? "" : path.replace(/\/$/, "");
}

/** What leads out, core reports when it is read. */
function checkThere(
  { source, report, at }: Bundle,
  { field = "" }: Place,
  { pointer, path }: Named & { path: string },
) {
  const leadsOut = path.startsWith("../") || path === ".." || path.startsWith("/");
  if (leadsOut || source.exists(path) || source.list(path).length > 0) return;
  report(diagnoseOpenclaw("BUNDLE_PATH_MISSING", { field, target: path }, at(pointer)));
}
