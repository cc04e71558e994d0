import { describeFound, diagnose } from "@mortise/core/catalog";
import { isObject, type JsonObject } from "./fields/shape.js";
import type { Subject } from "./subject.js";

/** Keywords of JSON Schema whose value may be an object. */
const objectKeywords = new Set(
  `$defs additionalItems additionalProperties const contains contentSchema default definitions dependencies
  dependentRequired dependentSchemas else if items not patternProperties properties propertyNames then
  unevaluatedItems unevaluatedProperties`.split(/\s+/),
);

/** Keywords whose value is never one: under such a name, an object is the schema of a config key. */
const plainKeywords = new Set(
  `$anchor $comment $dynamicAnchor $dynamicRef $id $ref $schema $vocabulary allOf anyOf contentEncoding
  contentMediaType deprecated description enum examples exclusiveMaximum exclusiveMinimum format id maxContains
  maximum maxItems maxLength maxProperties minContains minimum minItems minLength minProperties multipleOf nullable
  oneOf pattern prefixItems readOnly required title type uniqueItems writeOnly`.split(/\s+/),
);

/** The manifest's `configSchema`; nothing where it is missing or no object, which was reported. */
export function readConfigSchema({ report, at }: Subject, raw: JsonObject): JsonObject | undefined {
  const written = raw["configSchema"];
  const expected = "an object, the JSON Schema of the plugin's config";
  if (written === undefined) {
    report(diagnose("MANIFEST_KEY_MISSING", { key: "configSchema", expected }, at("")));
    return undefined;
  }
  if (!isObject(written)) {
    const found = describeFound(written, false);
    report(diagnose("MANIFEST_INVALID", { expected, found, suggestion: "" }, at("/configSchema")));
    return undefined;
  }
  const keys = Object.entries(written);
  if (keys.length > 0 && !keys.some(([key, value]) => isKeyword(key, value))) {
    report(diagnose("PLUGIN_SCHEMA_EMPTY", {}, at("/configSchema")));
  }
  return written;
}

function isKeyword(key: string, value: unknown): boolean {
  return objectKeywords.has(key) || (plainKeywords.has(key) && !isObject(value));
}
