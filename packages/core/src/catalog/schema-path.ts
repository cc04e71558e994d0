import { nearest } from "../diagnostics/nearest.js";
import {
  elements,
  inPlace,
  isObject,
  namedMembers,
  otherMembers,
  refTarget,
  type SchemaObject,
} from "./schema-members.js";

/** A path that a schema does not have. */
export interface LostPath {
  /** The path that was probably meant. */
  readonly suggestion?: string;
  /** The schema refuses what it does not name; otherwise a value may stand there all the same. */
  readonly isRefused: boolean;
}

/** The segments of a dotted path; `*` stands for any segment, and `[]` for the elements of a list. */
export function segmentsOf(path: string): readonly string[] {
  return path.replaceAll("[]", ".*").split(".");
}

/** Looks a dotted path up in a schema; nothing where the schema has it, and where nobody can tell. */
export type FindLostPath = (path: string) => LostPath | undefined;

/** So many parts of a schema are looked at for all of its paths; more has only a schema that is made to be slow. */
const mostParts = 50_000;

/**
 * Finds dotted paths that lead to nothing that a schema describes. Nobody can tell where the schema takes any member, has
 * patterns, or refers to another document. Never throws; the schema may be any object.
 */
export function lostPathFinder(root: Readonly<SchemaObject>): FindLostPath {
  let left = mostParts;
  const follow = (segments: readonly string[]): End => {
    let reached: readonly SchemaObject[] = [root];
    for (const [index, segment] of segments.entries()) {
      const parts = inPlace(reached, root);
      left -= parts.length;
      if (left < 0) return "open";
      const found = [...new Set(parts.flatMap((part) => membersAt(part, segment)))];
      if (found.length === 0) return isOpen(parts, root) ? "open" : { parts, index };
      reached = found.filter(isObject);
      // Of `true` nothing further is said.
      if (reached.length < found.length && index < segments.length - 1) return "open";
    }
    return "described";
  };
  return (path) => {
    const segments = segmentsOf(path);
    if (isNamed(root, segments)) return undefined;
    const end = follow(segments);
    if (typeof end === "string") return undefined;
    const suggestion = meantPath(segments, end, follow);
    return { isRefused: refuse(end.parts), ...(suggestion !== undefined && { suggestion }) };
  };
}

/** Whether a path leads through `properties` alone, as most do; quickly told. */
function isNamed(root: SchemaObject, segments: readonly string[]): boolean {
  let reached: unknown = root;
  for (const segment of segments) {
    const properties = isObject(reached) ? reached["properties"] : undefined;
    if (!isObject(properties) || !Object.hasOwn(properties, segment)) return false;
    reached = properties[segment];
  }
  return reached !== false;
}

/** Where a path ends: at something described, where anything may stand, or at parts of a schema that do not have it. */
type End = "described" | "open" | { readonly parts: readonly SchemaObject[]; readonly index: number };

/** The path with a name that the schema has, or with the `*` of a list or map that was left out. */
function meantPath(
  segments: readonly string[],
  { parts, index }: Exclude<End, string>,
  follow: (segments: readonly string[]) => End,
): string | undefined {
  const names = parts.flatMap((part) => namedMembers(part).map(([name]) => name));
  const meant = nearest(segments[index] ?? "", names);
  if (meant !== undefined) return segments.with(index, meant).join(".");
  const through = segments.toSpliced(index, 0, "*");
  return follow(through) === "described" ? through.join(".") : undefined;
}

/** The schemas of what may stand at a segment. Patterns are an author's, so none is run: each may fit. */
function membersAt(part: SchemaObject, segment: string): readonly unknown[] {
  const named = namedMembers(part).flatMap(([name, member]) => (segment === "*" || name === segment ? [member] : []));
  const others = otherMembers(part).filter((member) => isAnyOrIndex(segment) || !elements(part).includes(member));
  const isNamed = named.length > 0 && segment !== "*";
  return [...named, ...(isNamed ? [] : others)].filter((member) => member !== undefined && member !== false);
}

function isAnyOrIndex(segment: string): boolean {
  return /^(?:\*|\d+)$/.test(segment);
}

/** Whether something may stand below that none of the parts describes. */
function isOpen(parts: readonly SchemaObject[], root: SchemaObject): boolean {
  if (parts.some((part) => leadsElsewhere(part, root) || offersAnything(part))) return true;
  return !refuse(parts) && !parts.some(describesMembers);
}

function leadsElsewhere(part: SchemaObject, root: SchemaObject): boolean {
  if ("$dynamicRef" in part || "$recursiveRef" in part) return true;
  const target = refTarget(part, root);
  return "$ref" in part && !isObject(target);
}

/** A choice of which one alternative takes any object. */
function offersAnything({ anyOf, oneOf }: SchemaObject): boolean {
  return [anyOf, oneOf]
    .flat()
    .some((choice) => choice === true || (isPlainSchema(choice) && !refuse([choice]) && !describesMembers(choice)));
}

const composing = ["$ref", "allOf", "anyOf", "oneOf", "then", "else"] as const;

/** Whether it is a schema that says all there is itself. */
function isPlainSchema(schema: unknown): schema is SchemaObject {
  return isObject(schema) && composing.every((keyword) => !(keyword in schema));
}

function describesMembers(part: SchemaObject): boolean {
  return namedMembers(part).length > 0 || elements(part).some((member) => member !== undefined);
}

/** Whether nothing may stand there but what the parts name: one says so, or they are about values without members. */
function refuse(parts: readonly SchemaObject[]): boolean {
  return parts.some(isClosed) || (parts.some(isWithoutMembers) && !parts.some(describesMembers));
}

function isClosed({ additionalProperties, unevaluatedProperties }: SchemaObject): boolean {
  return additionalProperties === false || unevaluatedProperties === false;
}

function isWithoutMembers({ type }: SchemaObject): boolean {
  const types = [type].flat();
  return type !== undefined && !types.includes("object") && !types.includes("array");
}
