/** The part of JSON Schema that contracts are written in. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly pattern?: string;
  readonly anyOf?: readonly Schema[];
}

/** What a text may be, where a schema asks for a pattern. */
const texts: readonly string[] = ["text", "audio/wav", "https://example.com/"];

/** The least that fits a schema. Of alternatives the first; what is required and has no schema is left out. */
export function sampleOf(given: object): unknown {
  const schema = given as Schema;
  if ("const" in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf && schema.type !== "object") return sampleOf(schema.anyOf[0] ?? {});
  switch (schema.type) {
    case "null":
      return null;
    case "boolean":
      return true;
    case "integer":
    case "number":
      return schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1;
    case "string":
      return textFor(schema);
    case "array":
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
    default:
      return objectFor(schema);
  }
}

function objectFor({ required = [], properties = {}, anyOf: [first] = [] }: Schema): object {
  const names = new Set([...required, ...(first?.required ?? [])]);
  const members = { ...properties, ...first?.properties };
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const schema = members[name];
      return schema ? [[name, sampleOf(schema)]] : [];
    }),
  );
}

function textFor({ pattern }: Schema): string {
  const found = texts.find((text) => pattern === undefined || new RegExp(pattern).test(text));
  if (found === undefined) throw new Error(`No sample text matches ${pattern}`);
  return found;
}
