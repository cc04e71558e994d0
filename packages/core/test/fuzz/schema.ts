import { someBomb } from "./bombs.js";
import { isMembers, toNode, type Node } from "./node.js";
import type { Random } from "./random.js";
import { dangerousNames, someString } from "./strings.js";
import { someReference, someValue } from "./values.js";
import { isDangerousName } from "../../src/config/dangerous-names.js";

type Made = Record<string, unknown>;

const types = ["string", "number", "integer", "boolean", "object", "array", "null"];
const formats = [
  "uri",
  "email",
  "date-time",
  "ipv4",
  "uuid",
  "regex",
  "json-pointer",
  "duration",
  "nowhere",
  ...dangerousNames,
];

/** Some look back exponentially; the texts that they meet are short, so that they end. */
const patterns = [
  "^(a+)+$",
  "^(a|aa)+$",
  "(x*)*y",
  "^[a-z]*$",
  ".",
  "",
  "^",
  "\\p{L}",
  "(?<a>.)\\k<a>",
  "(a{1000}){1000}",
  "((a{1,100}){1,100}){1,100}",
  "(?:)*(?=a)*",
  "\\u{1f600}",
  "__proto__",
];
const noPatterns = ["(", "[", "\\", "(?=", "a{2,1}", "\\p{Nowhere}"];

const edges: readonly Node[] = [0, 1, -1, 1.5, 1e308, 5e-324, 2 ** 53];
const noEdges: readonly Node[] = [{ verbatim: "1e999" }, "1", null, [], true];

/** Mostly what is well formed, so that most schemas hold. */
function mostly<Value>(random: Random, sound: readonly Value[], unsound: readonly Value[]): Value {
  return random.pick(random.chance(0.98) ? sound : unsound);
}

const inherited = dangerousNames.filter((name) => !isDangerousName(name));

/** A property's name; the few that a manifest may not even have are rare, because then nothing of it is read. */
function propertyName(random: Random): string {
  return random.weighted<() => string>([
    [8, () => random.pick(["apiKey", "port", "list", "nested", "a", "b"])],
    [2, () => random.pick(inherited)],
    [1, () => someString(random)],
    [0.02, () => random.pick(dangerousNames)],
  ])();
}

/** A value that a schema names. */
function literal(random: Random, depth = 1): Node {
  return random.weighted<() => Node>([
    [4, () => someString(random)],
    [4, () => random.pick<Node>([0, 1, -1.5, 8080, true, false, null, "", "text"])],
    [depth, () => random.list(3, () => literal(random, depth - 1))],
    [
      depth,
      () => ({ members: random.list(3, () => [propertyName(random), literal(random, depth - 1)] as [string, Node]) }),
    ],
    [0.1, () => someReference(random)],
  ])();
}

const references = ["#", "#/$defs/a", "#/$defs/b"];
const metaSchema = "http://json-schema.org/draft-07/schema";
const metaSchemas = [
  metaSchema,
  `${metaSchema}#`,
  "https://json-schema.org/draft/2020-12/schema",
  "https://json-schema.org/draft/2020-12/meta/core",
];
const oddReferences = [
  "#/",
  "#/definitions/a",
  "#/properties/apiKey",
  "#/properties/nested/properties/a",
  "#/$defs/__proto__",
  "#/constructor",
  "#/properties/toString",
  "#a",
  "#meta",
  "#/%E0%A4%A",
  "#/$defs/a~1b",
  "#/$defs/%25",
  "other.json",
  "other.json#/$defs/a",
  "urn:x:y",
  "http://localhost:9/none.json",
  "file:///nonexistent/schema.json",
  "../../x",
  "https://json-schema.org/draft/2020-12/schema",
  "http://json-schema.org/draft-07/schema#",
  "",
  "\ud800",
  "http://[",
  "#/$defs/a/else",
  "#/$defs",
  "#/properties",
  "#/required",
  "#/default",
  "#/examples/0",
  "#/$defs/a/const",
  "#/$defs/a/enum/0",
  "#/$defs/b/items/0",
  "#/definitions/a%2Fb",
  "#/$async",
  "a.json",
  `#${"/not".repeat(1_000)}`,
];

const limits = (random: Random): Made => ({
  [random.pick(["formatMinimum", "formatMaximum", "formatExclusiveMinimum", "formatExclusiveMaximum"])]: mostly<Node>(
    random,
    ["2020-01-01", "2020-01-01T00:00:00Z", "x"],
    [1, null],
  ),
});

/** Each keyword with what it holds when it is well formed. */
function keywords(random: Random, depth: number): readonly (readonly [weight: number, make: () => Made])[] {
  const inner = () => someSchema(random, depth - 1);
  const schemas = () => [inner(), ...random.list(2, inner)];
  const named = (name = propertyName) => ({ members: random.list(4, () => [name(random), inner()] as [string, Node]) });
  const definitions = () => ({
    members: ["a", "b", ...random.some(["a/b", "%", "toString"], 0.2)].map((key) => [key, inner()]),
  });
  const keys = () => [...new Set(random.list(3, () => propertyName(random)))];
  const count = () => mostly<Node>(random, [0, 1, 2, 3, 10], [-1, 1.5, 1e21, "1"]);
  const one = (names: readonly string[], value: () => unknown) => () => ({ [random.pick(names)]: value() });
  const shallow: readonly (readonly [number, () => Made])[] = [
    [10, () => ({ type: random.chance(0.8) ? random.pick(types) : ["string", ...random.some(types.slice(1))] })],
    [3, () => ({ enum: [...new Set(["text", ...random.list(4, () => literal(random))])] })],
    [2, () => ({ const: literal(random) })],
    [4, () => ({ default: literal(random, 2) })],
    [2, () => ({ description: someString(random), title: someString(random) })],
    [1, () => ({ examples: [literal(random)], deprecated: true, readOnly: random.chance(0.5), writeOnly: true })],
    [3, one(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], () => mostly(random, edges, noEdges))],
    [1, () => ({ multipleOf: mostly<Node>(random, [1, 2, 0.1, 5e-324, 1e308], [0, -1, "1"]) })],
    [3, one(["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"], count)],
    [3, () => ({ pattern: mostly(random, patterns, noPatterns) })],
    [3, () => ({ format: random.pick(formats) })],
    [1, () => ({ uniqueItems: random.chance(0.8) })],
    [2, () => ({ required: keys() })],
    [4, () => ({ $ref: random.pick(random.chance(0.95) ? references : oddReferences) })],
    [0.3, () => ({ $dynamicRef: random.pick(["#meta", "#a", "#", "a.json#meta", "x"]) })],
    [0.3, () => ({ $dynamicAnchor: random.pick(["meta", "a", ...inherited]) })],
    [0.1, () => ({ $dynamicRef: `#${random.pick(dangerousNames)}` })],
    [0.1, () => ({ $recursiveAnchor: random.chance(0.8), $recursiveRef: "#" })],
    [
      0.1,
      () => ({ $schema: random.pick([metaSchema, `${metaSchema}#`, "https://json-schema.org/draft/2020-12/schema"]) }),
    ],
    [0.1, () => ({ $async: random.chance(0.8) })],
    [0.1, one(["minimum", "required", "enum", "const", "format"], () => ({ $data: "1/a" }))],
    [0.3, () => ({ format: random.pick(["date", "date-time", "email", "nowhere"]), ...limits(random) })],
    [0.3, () => ({ $anchor: mostly(random, ["a", "meta", "x"], ["1", "", "__proto__"]) })],
    [
      0.3,
      () => ({ $id: mostly(random, ["a.json", "http://x/y", "", "urn:x:y", "../z"], ["#a", "http://[", metaSchema]) }),
    ],
    [1, one(["x-own", "nullable", "discriminator", "id", "mortise-secret", ...inherited], () => literal(random))],
    [0.1, one(["$data", "$recursiveRef", "$comment", "$vocabulary", "$async"], () => literal(random))],
    [1, () => ({ contentEncoding: "base64", contentMediaType: "application/json" })],
    [1, () => ({ maxContains: count(), minContains: count() })],
    [1, () => ({ dependentRequired: { members: [[propertyName(random), keys()]] } })],
    [0.05, one(["type", "properties", "items", "enum", "allOf", "$defs", "required"], () => literal(random))],
  ];
  if (depth <= 0) return shallow;
  return [
    ...shallow,
    [9, () => ({ type: "object", properties: named() })],
    [3, () => ({ additionalProperties: random.chance(0.4) ? random.chance(0.5) : inner() })],
    [2, () => ({ patternProperties: named((from) => mostly(from, patterns, noPatterns)) })],
    [1, () => ({ propertyNames: inner() })],
    [1, () => ({ [random.pick(["unevaluatedProperties", "unevaluatedItems"])]: random.chance(0.5) ? false : inner() })],
    [3, () => ({ items: random.chance(0.98) ? inner() : schemas(), type: "array" })],
    [1, () => ({ prefixItems: schemas() })],
    [1, () => ({ additionalItems: inner() })],
    [1, () => ({ contains: inner() })],
    [4, () => ({ [random.pick(["allOf", "anyOf", "oneOf"])]: schemas() })],
    [1, () => ({ not: inner() })],
    [2, () => ({ if: inner(), then: inner(), else: inner() })],
    [1, () => ({ dependentSchemas: named() })],
    [1, () => ({ dependencies: { members: [[propertyName(random), random.chance(0.5) ? keys() : inner()]] } })],
    [3, () => ({ [random.pick(["$defs", "definitions"])]: definitions() })],
  ];
}

/** A JSON Schema, mostly one that holds. */
export function someSchema(random: Random, depth = 2): Node {
  if (random.chance(0.05)) return random.chance(0.5);
  if (random.chance(0.002)) return someValue(random, 1);
  const made: Made = {};
  const choices = keywords(random, depth);
  const most = 1 + random.below(depth > 0 ? 4 : 3);
  for (let count = 0; count < most; count += 1) Object.assign(made, random.weighted(choices)());
  return toNode(made);
}

/** The schema of a plugin's config: an object's, with a few properties that other parts of the grammar name. */
export function someConfigSchema(random: Random): Node {
  const properties = random
    .some(["apiKey", "port", "list", "nested", "a", "b"], 0.5)
    .map((key) => [key, someSchema(random)]);
  const dialect = random.weighted([
    [10, undefined],
    [2, "http://json-schema.org/draft-07/schema#"],
    [1, "https://json-schema.org/draft/2020-12/schema"],
    [0.5, "http://json-schema.org/draft-04/schema#"],
    [0.1, someString(random)],
  ]);
  if (random.chance(0.02)) return toNode({ ...(dialect !== undefined && { $schema: dialect }), ...someBomb(random) });
  const further = someSchema(random, 1);
  return toNode({
    ...(dialect !== undefined && { $schema: dialect }),
    ...(random.chance(0.01) && { $id: random.pick(metaSchemas) }),
    type: "object",
    ...(random.chance(0.6) && { additionalProperties: random.chance(0.3) }),
    ...(random.chance(0.9) && { $defs: { a: someSchema(random, 1), b: someSchema(random, 1) } }),
    ...(random.chance(0.5) && isMembers(further) && Object.fromEntries(further.members)),
    properties: { members: properties },
  });
}
