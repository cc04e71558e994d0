import type { JsonSchema } from "../catalog/manifest.js";
import { isSchemaObject, mapSchemas, visitSchemas, type SchemaObject } from "./subschemas.js";

/** Names within a schema are resolved against it; nothing is ever fetched. */
const nowhere = "http://schema.invalid/";

/**
 * The same schema in the words of draft 2020-12 and without names: each `$ref` is a pointer from the schema's top, so that
 * the schema can be put into another one. A `$ref` that leads out of the schema stays as it is.
 */
export function selfContained(schema: JsonSchema): SchemaObject {
  const { pointers, bases } = readNames(schema);
  return mapSchemas(schema, (copy, original) => {
    const ref = copy["$ref"] ?? copy["$dynamicRef"];
    const pointed = typeof ref === "string" ? pointerOf(ref, bases.get(original) ?? nowhere, pointers) : undefined;
    return inNewWords({ ...withoutNames(copy), ...(ref !== undefined && { $ref: pointed ?? ref }) });
  });
}

const names: ReadonlySet<string> = new Set(["$schema", "$id", "$anchor", "$dynamicAnchor", "$dynamicRef"]);

function withoutNames(schema: SchemaObject): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !names.has(key)));
}

/** What a schema calls its parts. */
interface Names {
  /** Absolute address, with the fragment of an anchor, to the pointer of what it names. */
  readonly pointers: ReadonlyMap<string, string>;
  /** The address against which each schema's references are resolved. */
  readonly bases: ReadonlyMap<SchemaObject, string>;
}

function readNames(schema: JsonSchema): Names {
  const pointers = new Map([[nowhere, ""]]);
  const bases = new Map<SchemaObject, string>();
  const scopes: { readonly pointer: string; readonly base: string }[] = [{ pointer: "", base: nowhere }];
  visitSchemas(schema, (each, pointer) => {
    // Visited from the outside in, so that the last scope around a schema is the nearest.
    while (!isWithin(pointer, scopes.at(-1)?.pointer ?? "")) scopes.pop();
    const outer = scopes.at(-1)?.base ?? nowhere;
    const { $id, $anchor, $dynamicAnchor } = each;
    const id = typeof $id === "string" ? resolve($id, outer) : undefined;
    const [address = outer, anchor] = id?.split("#") ?? [];
    if (id !== undefined && address !== outer) scopes.push({ pointer, base: address });
    if (id !== undefined && address !== outer) pointers.set(address, pointer);
    bases.set(each, address);
    // Draft-07 names a part by an $id that is a fragment alone.
    for (const name of [anchor, $anchor, $dynamicAnchor]) {
      if (typeof name === "string" && name !== "") pointers.set(`${address}#${name}`, pointer);
    }
  });
  return { pointers, bases };
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}

function resolve(reference: string, base: string): string | undefined {
  return URL.canParse(reference, base) ? new URL(reference, base).href : undefined;
}

/** A reference as a pointer from the top; nothing where it leads out. */
function pointerOf(ref: string, base: string, pointers: Names["pointers"]): string | undefined {
  const [address = "", fragment = ""] = resolve(ref, base)?.split("#") ?? [];
  if (fragment !== "" && !fragment.startsWith("/")) {
    const named = pointers.get(`${address}#${fragment}`);
    return named === undefined ? undefined : `#${encodeURI(named)}`;
  }
  const start = pointers.get(address);
  // As Ajv reads it, `#/` is the whole.
  return start === undefined ? undefined : `#${encodeURI(start)}${fragment === "/" ? "" : fragment}`;
}

/** What draft-07 says in other words than 2020-12. */
function inNewWords(schema: SchemaObject): SchemaObject {
  return withoutDependencies(withoutTuple(schema));
}

function withoutTuple(schema: SchemaObject): SchemaObject {
  const { items, additionalItems, ...rest } = schema;
  if (!Array.isArray(items)) return schema;
  return { ...rest, prefixItems: items, ...(additionalItems !== undefined && { items: additionalItems }) };
}

function withoutDependencies(schema: SchemaObject): SchemaObject {
  const { dependencies, ...rest } = schema;
  if (!isSchemaObject(dependencies)) return schema;
  const entries = Object.entries(dependencies);
  const dependentRequired = Object.fromEntries(entries.filter(([, value]) => Array.isArray(value)));
  const dependentSchemas = Object.fromEntries(entries.filter(([, value]) => !Array.isArray(value)));
  return { ...rest, dependentRequired, dependentSchemas };
}
