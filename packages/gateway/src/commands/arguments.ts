import type { JsonValue } from "@mortise/sdk";
import parser from "yargs-parser";
import { checkJson, type PluginSchema } from "../json-schema.js";

type Values = { readonly [name: string]: JsonValue };

/** The arguments of a command by name, or what is wrong with them. */
export type CommandArguments = { readonly values: Values } | { readonly problem: string };

/**
 * Reads what was typed behind a command's name, as its schema describes it. Words fill the schema's properties in order,
 * `--name value` fills one by name, quotes keep words together, and a list takes all words that are left. A property that
 * is true or false is only filled by name: `--loud`, `--no-loud`. Numbers are read as such where the schema wants them.
 */
export async function readCommandArguments(typed: string, schema: PluginSchema): Promise<CommandArguments> {
  const properties = propertiesOf(schema);
  const { _: words, "--": rest = [], ...named } = parse(typed, properties);
  const unknown = Object.keys(named).find((name) => !Object.hasOwn(properties, name));
  if (unknown !== undefined) return { problem: `there is no --${unknown}` };
  const values: Record<string, unknown> = { ...named };
  const left = [...words, ...rest].map((word) => unquoted(String(word)));
  for (const [name, property] of Object.entries(properties)) {
    const types = typesOf(property);
    if (Object.hasOwn(values, name) || types.includes("boolean")) continue;
    if (left.length === 0) break;
    values[name] = types.includes("array") ? left.splice(0) : left.shift();
  }
  if (left.length > 0) return { problem: `"${left.join(" ")}" is too much` };
  const checked = await checkJson(schema, values, { coerce: true });
  return "problem" in checked ? checked : { values: checked.value as Values };
}

/** The parser takes quotes off what is given by name alone. */
function unquoted(word: string): string {
  return /^(["'])([\s\S]*)\1$/.exec(word)?.[2] ?? word;
}

/** How a command is called: `/remind <minutes> [text…] [--loud]`. */
export function usageOf(called: string, schema: PluginSchema): string {
  const required: readonly unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  const words = Object.entries(propertiesOf(schema)).map(([name, property]) => {
    const types = typesOf(property);
    if (types.includes("boolean")) return `[--${name}]`;
    const word = types.includes("array") ? `${name}…` : name;
    return required.includes(name) ? `<${word}>` : `[${word}]`;
  });
  return [called, ...words].join(" ");
}

/** Everything stays text here: what it is meant to be is the schema's business. */
function parse(
  typed: string,
  properties: Readonly<Record<string, unknown>>,
): ReturnType<typeof parser.detailed>["argv"] {
  const ofType = (type: string) => Object.keys(properties).filter((name) => typesOf(properties[name]).includes(type));
  const array = ofType("array");
  return parser(typed, {
    array,
    boolean: ofType("boolean"),
    string: Object.keys(properties).filter((name) => !ofType("boolean").includes(name)),
    configuration: {
      "camel-case-expansion": false,
      "dot-notation": false,
      "greedy-arrays": false,
      "negation-prefix": "no-",
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "short-option-groups": false,
      "populate--": true,
    },
  });
}

function propertiesOf({ properties }: PluginSchema): Readonly<Record<string, unknown>> {
  return typeof properties === "object" && properties !== null ? { ...properties } : {};
}

function typesOf(property: unknown): readonly unknown[] {
  const type = (property as { readonly type?: unknown } | null | undefined)?.type;
  return Array.isArray(type) ? type : [type];
}
