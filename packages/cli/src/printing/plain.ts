/** What moves the cursor, changes colours or turns the direction of writing round. */
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Plain data with every text in it made harmless for a terminal. Names, descriptions and messages come from manifests
 * that anybody may have written.
 */
export function plain<Value>(value: Value): Value {
  return plainData(value) as Value;
}

function plainData(value: unknown): unknown {
  if (typeof value === "string") return value.replace(controls, "\ufffd");
  if (Array.isArray(value)) return value.map(plainData);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [plainData(key), plainData(inner)]));
}
