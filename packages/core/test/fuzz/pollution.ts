/** What everything inherits from, and the functions that make it. */
const watched: Readonly<Record<string, object>> = {
  "Object.prototype": Object.prototype,
  "Array.prototype": Array.prototype,
  "Function.prototype": Function.prototype,
  "String.prototype": String.prototype,
  "Number.prototype": Number.prototype,
  "RegExp.prototype": RegExp.prototype,
  "Map.prototype": Map.prototype,
  "Error.prototype": Error.prototype,
  Object,
  Array,
  Function,
};

type Members = ReadonlyMap<string | symbol, unknown>;

/** What a member says of itself; its value where there is one, so that one put in its place is seen. */
function membersOf(holder: object): Members {
  return new Map(
    Reflect.ownKeys(holder).map((key) => {
      const { value, get } = Reflect.getOwnPropertyDescriptor(holder, key) ?? {};
      return [key, get ?? (value as unknown)];
    }),
  );
}

// What Node itself writes: the last match of a pattern is no member of these, and a stack's depth may be set.
const free: ReadonlySet<string | symbol> = new Set(["prepareStackTrace", "stackTraceLimit"]);

/** Looks at what all objects inherit. */
export interface PrototypeWatch {
  /** What came or went, as far as numbers of members tell: quick, for after every input. */
  counted(): readonly string[];
  /** What came, went or is another. */
  changed(): readonly string[];
}

/** Remembers what all objects inherit now. */
export function watchPrototypes(): PrototypeWatch {
  const before = Object.entries(watched).map(([name, holder]) => [name, holder, membersOf(holder)] as const);
  return {
    counted: () =>
      before.flatMap(([name, holder, known]) => (Reflect.ownKeys(holder).length === known.size ? [] : [name])),
    changed: () =>
      before.flatMap(([name, holder, known]) => {
        const now = membersOf(holder);
        const keys = [...new Set([...known.keys(), ...now.keys()])].filter((key) => !free.has(key));
        const isSame = (key: string | symbol) =>
          now.has(key) === known.has(key) && Object.is(now.get(key), known.get(key));
        return keys.filter((key) => !isSame(key)).map((key) => `${name}.${String(key)}`);
      }),
  };
}
