import type { Random } from "./random.js";

const numbered = (count: number, make: (index: number) => unknown): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, make(index)]));

const levels = (count: number, make: (inner: unknown, index: number) => unknown, first: unknown): unknown =>
  Array.from({ length: count }).reduce((inner, _, index) => make(inner, index), first);

/** A few keywords of a config schema that make much of little: by references, by depth, by number. */
export function someBomb(random: Random): Readonly<Record<string, unknown>> {
  const count = random.pick([5, 12, 40, 100]);
  const many = random.pick([10, 100, 400]);
  const wide = { properties: numbered(many, () => ({ type: "string", minLength: 1 })) };
  const $defs = (twice: (ref: Readonly<Record<string, unknown>>) => unknown, last: unknown) => ({
    $defs: { ...numbered(count, (index) => twice({ $ref: `#/$defs/k${index + 1}` })), [`k${count}`]: last },
    properties: { a: { $ref: "#/$defs/k0" }, nested: { $ref: "#/$defs/k0", default: {} } },
  });
  const last = random.pick<unknown>([{}, true, { type: "object" }, { required: Object.keys(numbered(150, () => 1)) }]);
  return random.pick<() => Readonly<Record<string, unknown>>>([
    () => $defs((ref) => ({ allOf: [ref, ref] }), last),
    () => $defs((ref) => ({ anyOf: [ref, ref, { not: ref }] }), last),
    () => $defs((ref) => ({ properties: { a: { ...ref, default: {} }, b: { ...ref, default: {} } } }), last),
    () => $defs((ref) => ({ additionalProperties: ref, unevaluatedProperties: ref }), last),
    () => $defs((ref) => ref, last),
    () => ({ $defs: { a: wide }, properties: numbered(many, () => ({ $ref: "#/$defs/a" })) }),
    () => ({
      $defs: { a: levels(count, (not) => ({ not }), wide) },
      properties: numbered(count, (index) => ({ $ref: `#/$defs/a${"/not".repeat(index)}` })),
    }),
    () => ({ not: { not: levels(count, (not, index) => ({ not, $dynamicAnchor: `a${index}` }), {}) } }),
    () => ({ properties: { a: levels(count, (items) => ({ items, type: ["array", "string"] }), {}) } }),
    () => ({ properties: { a: { enum: Array.from({ length: many }, (_, index) => ({ index })) } } }),
    () => ({ patternProperties: numbered(many, () => ({ type: "string" })) }),
    () => ({ properties: { a: { $ref: "#", default: {} }, b: { $ref: "#", default: {} } } }),
    () => ({ if: { $ref: "#/else" }, else: { $ref: "#/then" }, then: { $ref: "#/if" } }),
  ])();
}
