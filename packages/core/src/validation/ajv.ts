import { Ajv, type AnySchema, type Options, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { JsonSchema } from "../catalog/manifest.js";
import { joinPointer } from "../config/pointer.js";
import { describeSchemaErrors } from "../config/schema-issue.js";
import { boundSteps, tooMuchCode, type Bounded } from "./bounds.js";
import { admitSecrets, secretKeyword } from "./secret-schema.js";
import { visitSchemas } from "./subschemas.js";
import { schemaInvalid, type AppliedDefault, type ConfigVerdict } from "./verdict.js";

/** Whether secret references may stand for strings, or the values themselves are there. */
export type SecretMode = "references" | "resolved";

/** Holds a config against a schema. Imported only when a pair is new, because Ajv takes long to import. */
export function judge(schema: JsonSchema, config: unknown, mode: SecretMode): ConfigVerdict {
  return makeJudge(schema, mode)(config);
}

/** Holds one config after the other against a schema that is compiled once. */
export function makeJudge(schema: JsonSchema, mode: SecretMode): (config: unknown) => ConfigVerdict {
  const guarded =
    <Given extends unknown[], Made>(work: (...given: Given) => Made) =>
    (...given: Given): Made | ConfigVerdict => {
      try {
        return work(...given);
      } catch (error) {
        return schemaInvalid(...compileProblem(error, schema));
      }
    };
  const made = guarded(compile)(schema, mode);
  return typeof made === "function" ? guarded(made) : () => made;
}

interface Referee {
  readonly ajv: Ajv;
  /** The meta-schemas, by address; all others belong to one author's schema and go with it. */
  readonly lasting: Pick<Ajv, "refs" | "schemas">;
  /** Filled while a schema is compiled. */
  keywords: string[];
  /** Filled while a config is checked. */
  secrets: string[];
  readonly bounded: Bounded;
}

const referees = new Map<string, Referee>();

function makeReferee(draft: "2020-12" | "draft-07"): Referee {
  const options: Options = {
    allErrors: true,
    verbose: true,
    strict: false,
    strictSchema: "log",
    useDefaults: true,
    // It is done before, once, where what is wrong can be said with its pointer.
    validateSchema: false,
    // What every object inherits is no config: `toString` is missing where nobody wrote it.
    ownProperties: true,
    // A plugin's $id must not clash with another's.
    addUsedSchema: false,
    // A schema that is referred to a hundred times would become code a hundred times.
    inlineRefs: false,
    // A validator runs once or twice: making it shorter takes longer than it saves.
    code: { optimize: false },
    logger: { log() {}, error() {}, warn: (text: unknown) => noteKeyword(referee, String(text)) },
  };
  const ajv = draft === "draft-07" ? new Ajv(options) : new Ajv2020(options);
  const referee: Referee = {
    ajv,
    lasting: { refs: { ...ajv.refs }, schemas: { ...ajv.schemas } },
    keywords: [],
    secrets: [],
    bounded: boundSteps(ajv),
  };
  // ajv-formats is CommonJS: its default export arrives wrapped or not, by the importer.
  const add = "default" in addFormats ? (addFormats.default as unknown as typeof addFormats) : addFormats;
  (add as unknown as (ajv: Ajv) => void)(referee.ajv);
  // Ajv's own word, none of JSON Schema's: a validator would give a promise, and whatever it rejects with nobody catches.
  ajv.removeKeyword("$async").addKeyword({ keyword: "$async", compile: refuseAsync });
  referee.ajv.addKeyword({
    keyword: secretKeyword,
    errors: false,
    validate: (_schema: unknown, _value: unknown, _parent?: unknown, context?: { instancePath: string }) =>
      referee.secrets.push(context?.instancePath ?? "") > 0,
  });
  return referee;
}

function refuseAsync(): never {
  throw new Error("async schema");
}

function refereeFor(schema: JsonSchema): Referee {
  const { $schema: dialect } = schema;
  const draft = typeof dialect === "string" && /draft-0[4-7]/.test(dialect) ? "draft-07" : "2020-12";
  const referee = referees.get(draft) ?? makeReferee(draft);
  referees.set(draft, referee);
  return referee;
}

function noteKeyword({ keywords }: Referee, text: string): void {
  const keyword = /unknown keyword: "(.+)"/.exec(text)?.[1];
  if (keyword !== undefined && !keywords.includes(keyword)) keywords.push(keyword);
}

function compile(schema: JsonSchema, mode: SecretMode): ConfigVerdict | ((config: unknown) => ConfigVerdict) {
  const referee = refereeFor(schema);
  const { ajv } = referee;
  // A `$schema` that Ajv does not carry would be an error; the draft was chosen already.
  const { $schema: _, ...own } = schema;
  if (!ajv.validateSchema(own)) return schemaInvalid(...metaProblem(ajv));
  const excess = tooMuchCode(own);
  if (excess !== undefined) return schemaInvalid(excess, "");
  referee.keywords = [];
  ignoreUnknownFormats(ajv, own);
  const compiled: AnySchema = mode === "references" ? admitSecrets(own) : own;
  // Ajv finds `$ref: "#"` of a schema without a name only among those that it keeps.
  ajv.opts.addUsedSchema = [undefined, "", "#"].includes(own["$id"] as string | undefined);
  try {
    const validate = ajv.compile(compiled);
    const keywords = referee.keywords.filter((keyword) => keyword !== secretKeyword);
    return (config) => judgeWith(validate, config, referee, keywords);
  } finally {
    ajv.removeSchema(compiled);
    forgetNames(referee);
  }
}

/**
 * Else a name within one author's schema would lead somewhere from another's; and a schema that calls itself by a
 * meta-schema's name would take that one with it, without which no schema can be checked.
 */
function forgetNames({ ajv, lasting }: Referee): void {
  for (const name of Object.keys(ajv.refs)) if (!Object.hasOwn(lasting.refs, name)) delete ajv.refs[name];
  Object.assign(ajv.refs, lasting.refs);
  Object.assign(ajv.schemas, lasting.schemas);
}

function judgeWith(
  validate: ValidateFunction,
  config: unknown,
  referee: Referee,
  unknownKeywords: readonly string[],
): ConfigVerdict {
  referee.secrets = [];
  const filled: unknown = structuredClone(config);
  const isValid = referee.bounded(config, () => validate(filled));
  return {
    status: isValid ? "valid" : "invalid",
    defaults: isValid ? appliedDefaults(config, filled) : [],
    secrets: [...new Set(referee.secrets)],
    issues: describeSchemaErrors(validate.errors ?? [], config),
    unknownKeywords,
  };
}

/** JSON Schema lets anyone name a format; Ajv refuses those that it does not know. */
function ignoreUnknownFormats(ajv: Ajv, schema: unknown): void {
  if (typeof schema !== "object" || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === "format" && typeof value === "string" && ajv.formats[value] === undefined) ajv.addFormat(value, true);
    ignoreUnknownFormats(ajv, value);
  }
}

function metaProblem({ errors }: Ajv): [reason: string, pointer: string] {
  const deepest = [...(errors ?? [])].toSorted((one, other) => other.instancePath.length - one.instancePath.length)[0];
  const allowed: unknown = deepest?.params["allowedValues"];
  const list = Array.isArray(allowed) ? `: ${allowed.join(", ")}` : "";
  return [`${deepest?.message ?? "it is not a JSON Schema"}${list}`, deepest?.instancePath ?? ""];
}

function compileProblem(error: unknown, schema: JsonSchema): [reason: string, pointer: string] {
  if (error instanceof RangeError) return ["it is nested too deeply", ""];
  const { missingRef, message } = error as Error & { missingRef?: string };
  // Ajv's own words, where a reference meets one first, begin like ours.
  if (message.startsWith("async schema"))
    return ["$async is not supported: a config is checked at once", asyncIn(schema)];
  if (error instanceof SyntaxError) return [message, findInSchema(schema, isNoPattern) ?? ""];
  if (missingRef === undefined) return [message.replace(/\.$/, ""), ""];
  // Ajv names it with the schema's $id in front.
  const isMissing: Test = (key, value) =>
    key === "$ref" && typeof value === "string" && value !== "" && missingRef.endsWith(value);
  return [`$ref leads nowhere: ${missingRef}`, findInSchema(schema, isMissing) ?? ""];
}

/** Where a schema has `$async`: as a keyword, or else wherever a reference found it. */
function asyncIn(schema: JsonSchema): string {
  let found: string | undefined;
  visitSchemas(schema, (each, pointer) => {
    if (Object.hasOwn(each, "$async")) found ??= joinPointer(pointer, "$async");
  });
  return found ?? findInSchema(schema, (key) => key === "$async") ?? "";
}

type Test = (key: string, value: unknown) => boolean;

function isNoPattern(key: string, value: unknown): boolean {
  const patterns = key === "pattern" && typeof value === "string" ? [value] : [];
  const keys = key === "patternProperties" && typeof value === "object" && value !== null ? Object.keys(value) : [];
  return [...patterns, ...keys].some((pattern) => {
    try {
      return !new RegExp(pattern, "u");
    } catch {
      return true;
    }
  });
}

/** The pointer of the first member that passes. */
function findInSchema(value: unknown, test: Test, pointer = ""): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const here = joinPointer(pointer, key);
    if (test(key, inner)) return here;
    const found = findInSchema(inner, test, here);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What stands in `after` and not in `before`. */
function appliedDefaults(before: unknown, after: unknown, pointer = ""): readonly AppliedDefault[] {
  if (typeof after !== "object" || after === null || typeof before !== "object" || before === null) return [];
  return Object.entries(after).flatMap(([key, value]) => {
    const here = joinPointer(pointer, key);
    return Object.hasOwn(before, key)
      ? appliedDefaults((before as Record<string, unknown>)[key], value, here)
      : [{ pointer: here, value: value as unknown }];
  });
}
