/** Where shapes leave what they cannot use. */
export interface ShapeNotes {
  /** Where reading has got to. A pointer for each value would be made a thousand times and needed once. */
  readonly path: (string | number)[];
  malformed(expected: string, found: unknown): void;
  unknownKey(key: string, known: readonly string[]): void;
}

/** How a field must look. `read` gives what is usable of it and notes the rest; it never throws. */
export interface Shape<Value> {
  read(value: unknown, notes: ShapeNotes): Value | undefined;
}

/** The type of what a shape gives. */
type ValueOf<S> = S extends Shape<infer Value> ? Value : never;

/** Shapes of an object's members. */
type MemberShapes = Readonly<Record<string, Shape<unknown>>>;

/** An object whose members were each read by their shape; what was absent or malformed is absent. */
export type MembersOf<Shapes extends MemberShapes> = { readonly [Key in keyof Shapes]?: ValueOf<Shapes[Key]> };

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object, and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function leaf<Value>(expected: string, accept: (value: unknown) => Value | undefined): Shape<Value> {
  return {
    read(value, notes) {
      const accepted = accept(value);
      if (accepted === undefined) notes.malformed(expected, value);
      return accepted;
    },
  };
}

// Members are assigned one by one: `__proto__` and its kin were taken out when the text was read.

function malformed(expected: string, found: unknown, notes: ShapeNotes): undefined {
  notes.malformed(expected, found);
  return undefined;
}

/** Reads what lies one step further down. */
function readBelow<Value>(
  shape: Shape<Value>,
  segment: string | number,
  value: unknown,
  notes: ShapeNotes,
): Value | undefined {
  notes.path.push(segment);
  const read = shape.read(value, notes);
  notes.path.pop();
  return read;
}

/** Any text. */
export const text: Shape<string> = leaf("a string", (value) => (typeof value === "string" ? value : undefined));

/** A text that says something; without the white space around it. */
export const word: Shape<string> = leaf("a string that is not blank", (value) =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined,
);

/** True or false. */
export const flag: Shape<boolean> = leaf("true or false", (value) => (typeof value === "boolean" ? value : undefined));

/** A number. */
export const number: Shape<number> = leaf("a number", (value) => (typeof value === "number" ? value : undefined));

/** An object whose contents are not looked into. */
export const object: Shape<JsonObject> = leaf("an object", (value) => (isObject(value) ? value : undefined));

/** Any value. */
export const anything: Shape<unknown> = { read: (value) => value };

/** An array; elements that do not fit are left out. */
export function list<Value>(element: Shape<Value>): Shape<readonly Value[]> {
  return {
    read(value, notes) {
      if (!Array.isArray(value)) return malformed("an array", value, notes);
      const read = value.map((member: unknown, index) => readBelow(element, index, member, notes));
      return read.filter((member) => member !== undefined);
    },
  };
}

/** An object used as a map; members that do not fit are left out. */
export function record<Value>(member: Shape<Value>): Shape<Readonly<Record<string, Value>>> {
  return {
    read(value, notes) {
      if (!isObject(value)) return malformed("an object", value, notes);
      const members: Record<string, Value> = {};
      for (const key of Object.keys(value)) {
        const read = readBelow(member, key, value[key], notes);
        if (read !== undefined) members[key] = read;
      }
      return members;
    },
  };
}

/** An object with named members; in a `closed` one, other members are noted. */
export function members<const Shapes extends MemberShapes>(
  shapes: Shapes,
  others: "open" | "closed" = "open",
): Shape<MembersOf<Shapes>> {
  return {
    read(value, notes) {
      if (!isObject(value)) return malformed("an object", value, notes);
      const members: Record<string, unknown> = {};
      for (const key of Object.keys(value)) {
        const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined;
        const read = shape && readBelow(shape, key, value[key], notes);
        if (read !== undefined) members[key] = read;
        if (shape === undefined && others === "closed") noteUnknown(key, Object.keys(shapes), notes);
      }
      return members as MembersOf<Shapes>;
    },
  };
}

function noteUnknown(key: string, known: readonly string[], notes: ShapeNotes): void {
  notes.path.push(key);
  notes.unknownKey(key, known);
  notes.path.pop();
}

/** One value or an array of them. */
export function oneOrMore<Value>(element: Shape<Value>): Shape<readonly Value[]> {
  const several = list(element);
  return {
    read(value, notes) {
      if (Array.isArray(value)) return several.read(value, notes);
      const read = element.read(value, notes);
      return read === undefined ? undefined : [read];
    },
  };
}
