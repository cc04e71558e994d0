// What OpenClaw's SDK has for the config schemas of plugins and channels.
import { asOptionalRecord, isRecord, type UnknownRecord } from "../values/records.js";

interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type PluginParsing =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };

type ChannelParsing =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly issues: readonly Issue[] };

/** A plugin's config schema as its entry carries it. Mortise validates by the manifest's. */
export interface PluginConfigSchema {
  safeParse(value: unknown): PluginParsing;
  readonly jsonSchema: UnknownRecord;
  readonly uiHints?: unknown;
}

/** The same for a channel. */
export interface ChannelConfigSchema {
  readonly schema: UnknownRecord;
  readonly runtime: { safeParse(value: unknown): ChannelParsing };
  readonly uiHints?: unknown;
}

/** A schema of Zod, as far as it is used. */
interface ZodLike {
  safeParse(value: unknown): { success: boolean; data?: unknown; error?: { issues: readonly ZodIssue[] } };
  toJSONSchema?(options: object): UnknownRecord;
}

interface ZodIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function emptyIssue(value: unknown): Issue | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value)) return { path: [], message: "expected config object" };
  return Object.keys(value).length > 0 ? { path: [], message: "config must be empty" } : undefined;
}

/** The schema of a plugin that has nothing to configure. */
export function emptyPluginConfigSchema(): PluginConfigSchema {
  return {
    safeParse(value) {
      const issue = emptyIssue(value);
      return issue ? { success: false, error: { issues: [issue] } } : { success: true, data: value };
    },
    jsonSchema: { type: "object", additionalProperties: false, properties: {} },
  };
}

/** The same for a channel. */
export function emptyChannelConfigSchema(): ChannelConfigSchema {
  return {
    schema: { type: "object", additionalProperties: false, properties: {} },
    runtime: {
      safeParse(value) {
        const issue = emptyIssue(value);
        return issue ? { success: false, issues: [issue] } : { success: true, data: value };
      },
    },
  };
}

interface SchemaOptions {
  readonly uiHints?: unknown;
  readonly safeParse?: (value: unknown) => PluginParsing;
}

/** A plugin's config schema made from one of Zod. A Zod that cannot tell its JSON Schema lets every object through there. */
export function buildPluginConfigSchema(schema: ZodLike, options: SchemaOptions = {}): PluginConfigSchema {
  const parse = (value: unknown): PluginParsing => {
    const result = parseWith(schema, value);
    return result.success ? result : { success: false, error: { issues: result.issues } };
  };
  return {
    safeParse: options.safeParse ?? parse,
    jsonSchema: withoutDialect(jsonSchemaOf(schema, "input")),
    ...(options.uiHints !== undefined && { uiHints: options.uiHints }),
  };
}

/** A plugin's config schema made from a JSON Schema. Its `safeParse` lets all through: the manifest's schema is the judge. */
export function buildJsonPluginConfigSchema(schema: UnknownRecord, options: SchemaOptions = {}): PluginConfigSchema {
  return {
    safeParse: options.safeParse ?? ((value) => ({ success: true, data: value })),
    jsonSchema: withoutDialect(schema),
    ...(options.uiHints !== undefined && { uiHints: options.uiHints }),
  };
}

/** A channel's config schema made from one of Zod. */
export function buildChannelConfigSchema(
  schema: ZodLike,
  options: { uiHints?: unknown; jsonSchemaMode?: "input" | "output" } = {},
): ChannelConfigSchema {
  return {
    schema: jsonSchemaOf(schema, options.jsonSchemaMode ?? "output"),
    runtime: { safeParse: (value) => parseWith(schema, value) },
    ...(options.uiHints !== undefined && { uiHints: options.uiHints }),
  };
}

/** A channel's config schema made from a JSON Schema. Its `safeParse` lets all through: the manifest's schema is the judge. */
export function buildJsonChannelConfigSchema(
  schema: UnknownRecord,
  options: { uiHints?: unknown; runtime?: ChannelConfigSchema["runtime"] } = {},
): ChannelConfigSchema {
  return {
    schema,
    runtime: options.runtime ?? { safeParse: (value) => ({ success: true, data: value }) },
    ...(options.uiHints !== undefined && { uiHints: options.uiHints }),
  };
}

/** What a schema of Zod makes of a value; null where it does not fit. */
export function safeParseWithSchema(schema: ZodLike, value: unknown): unknown {
  const result = schema.safeParse(value);
  return result.success ? result.data : null;
}

/** The same for a text of JSON; null where it is none, too. */
export function safeParseJsonWithSchema(schema: ZodLike, text: string): unknown {
  try {
    return safeParseWithSchema(schema, JSON.parse(text));
  } catch {
    return null;
  }
}

function parseWith(schema: ZodLike, value: unknown): ChannelParsing {
  const result = schema.safeParse(value);
  if (result.success) return { success: true, data: result.data };
  const issues = (result.error?.issues ?? []).map(({ path, message }) => ({
    path: path.filter((part) => typeof part !== "symbol"),
    message,
  }));
  return { success: false, issues };
}

function jsonSchemaOf(schema: ZodLike, io: "input" | "output"): UnknownRecord {
  const open = { type: "object", additionalProperties: true };
  if (typeof schema.toJSONSchema !== "function") return open;
  return asOptionalRecord(schema.toJSONSchema({ target: "draft-07", io, unrepresentable: "any" })) ?? open;
}

function withoutDialect(schema: UnknownRecord): UnknownRecord {
  const { $schema: _dialect, ...rest } = schema;
  return rest;
}
