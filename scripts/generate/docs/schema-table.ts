import { code, plain, table } from "./markdown.js";

/** The part of JSON Schema that our own schemas are written in. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What stands for the key of a map, by the map's path. */
export type KeyNames = Readonly<Record<string, string>>;

/** Every key that a schema has, dotted, with its type and meaning, as one table. */
export function schemaTable(schema: object, keyNames: KeyNames): string {
  return table(["key", "type", "meaning"], rowsBelow(schema, "", keyNames));
}

function rowsBelow(schema: Schema, path: string, keyNames: KeyNames): readonly (readonly string[])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    rowsOf(value, path === "" ? key : `${path}.${key}`, schema.required?.includes(key) === true, keyNames),
  );
}

function rowsOf(schema: Schema, path: string, isRequired: boolean, keyNames: KeyNames): readonly (readonly string[])[] {
  const meaning = [plain(schema.description ?? ""), ...(isRequired ? ["**Required.**"] : [])].join(" ").trim();
  const inner = valueOf(schema);
  const below = inner?.properties ? `${path}.<${keyName(path, keyNames)}>` : path;
  return [[code(path), typeOf(schema), meaning], ...rowsBelow(inner ?? schema, below, keyNames)];
}

/** What a map holds. */
function valueOf(schema: Schema): Schema | undefined {
  return Object.values(schema.patternProperties ?? {})[0];
}

function keyName(path: string, keyNames: KeyNames): string {
  const name = keyNames[path];
  if (name === undefined) throw new Error(`Give the keys of ${path} a name for the reference`);
  return name;
}

function typeOf(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(", or ");
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map((word) => code(JSON.stringify(word))).join(", or ");
  if (schema.type === "array") return `list of ${schema.items?.type ?? "value"}s`;
  const value = valueOf(schema);
  if (value) return isAnything(value) ? "object" : `map to ${typeOf(value)}`;
  if (schema.minimum !== undefined) return `${schema.type}, ${schema.minimum} to ${schema.maximum}`;
  return schema.type ?? "any";
}

function isAnything(schema: Schema): boolean {
  return Object.keys(schema).every((key) => key === "description");
}
