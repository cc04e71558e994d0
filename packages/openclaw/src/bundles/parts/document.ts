import { diagnose, describeFound, joinPointer, type DiagnosticPlace } from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "../../diagnostics.js";
import { isObject, type JsonObject } from "../../fields/shape.js";
import { parseManifest } from "../../parse.js";
import type { Bundle, Part, PartReader, ResourceKey } from "../bundle.js";

/** A JSON object with parts in it: a file of the bundle, or a part of its manifest. */
export interface PartDocument {
  /** Relative to the bundle's folder. */
  readonly path: string;
  /** Where in that file the object stands. */
  readonly pointer: string;
  readonly value: JsonObject;
  /** The place of a pointer below the object. */
  at(pointer: string): DiagnosticPlace;
}

/** A reader of JSON files, and of the same written into the manifest. */
export function documentReader(read: (bundle: Bundle, document: PartDocument) => readonly Part[]): PartReader {
  return {
    at(bundle, path) {
      const document = readDocument(bundle, path);
      return document ? read(bundle, document) : [];
    },
    inline(bundle, value, pointer) {
      const path = bundle.layout.manifestFile ?? "";
      return read(bundle, { path, pointer, value, at: (below) => bundle.at(pointer + below) });
    },
  };
}

function readDocument({ source, report }: Bundle, file: string): PartDocument | undefined {
  const text = source.read(file);
  if (text === undefined) return undefined;
  const path = `${source.root}/${file}`;
  const parsed = parseManifest(text);
  if (!parsed.ok) {
    const { reason, line, column } = parsed.problem;
    report(diagnoseOpenclaw("BUNDLE_FILE_INVALID", { file, reason }, { path, line, column }));
    return undefined;
  }
  const { value, refused, locate } = parsed.json;
  const at = (pointer: string): DiagnosticPlace => ({ path, pointer, ...locate(pointer) });
  for (const key of refused) report(diagnose("MANIFEST_DANGEROUS_KEY", { key }, { ...at(key), level: "warning" }));
  if (isObject(value)) return { path: file, pointer: "", value, at };
  const reason = `expected an object, found ${describeFound(value, true)}`;
  report(diagnoseOpenclaw("BUNDLE_FILE_INVALID", { file, reason }, at("")));
  return undefined;
}

/**
 * The members of a document that are objects, with their pointers; others are reported. They may stand under `wrapper`
 * or, where the document has no such member, be the document itself.
 */
export function objectsIn(
  { report }: Bundle,
  { value, at }: PartDocument,
  wrapper: string,
  key: ResourceKey,
): readonly { readonly name: string; readonly value: JsonObject; readonly pointer: string }[] {
  const inner = value[wrapper];
  const members = inner === undefined ? withoutSchema(value) : isObject(inner) ? inner : {};
  const base = inner === undefined ? "" : `/${wrapper}`;
  if (inner !== undefined && !isObject(inner)) {
    const parameters = { field: wrapper, expected: "an object", found: describeFound(inner, true) };
    report(diagnoseOpenclaw("BUNDLE_FIELD_IGNORED", parameters, at(base)));
  }
  return Object.entries(members).flatMap(([name, member]) => {
    const pointer = joinPointer(base, name);
    if (isObject(member)) return [{ name, value: member, pointer }];
    const reason = `expected an object, found ${describeFound(member, true)}`;
    report(diagnoseOpenclaw("BUNDLE_PART_LEFT_OUT", { part: name, key, reason }, at(pointer)));
    return [];
  });
}

function withoutSchema(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !name.startsWith("$")));
}

/** The texts of a list, or one text; anything else gives none. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === "string") : [];
}
