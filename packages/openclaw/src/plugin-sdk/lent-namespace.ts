import { putOff } from "./put-off.js";
import { standIn } from "./stand-in.js";

/** What is really there, by the name that OpenClaw's SDK gives it. */
export interface Implementations {
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Evaluates what it needs, so to be asked of a name that is wanted. */
  get(name: string): unknown;
}

/**
 * A namespace object as an ES module has it. What is implemented is there, wherever OpenClaw keeps it: a name means the
 * same in all its subpaths, and has moved among them. Reading any other name gives a stand-in, since that is all that a
 * transformed `import { name }` does. Whether a name is there is answered truly by `in` and `Object.keys`.
 */
export function lentNamespace(specifier: string, implementations: Implementations): object {
  const standIns = new Map<string, unknown>();
  const missing = (name: string): unknown => {
    const known = standIns.get(name) ?? putOff(specifier, name) ?? standIn(specifier, name);
    standIns.set(name, known);
    return known;
  };
  const read = (key: string | symbol): unknown => {
    if (typeof key === "symbol") return key === Symbol.toStringTag ? "Module" : undefined;
    if (implementations.has(key)) return implementations.get(key);
    if (key === "__esModule") return true;
    return neverThere.has(key) ? undefined : missing(key);
  };
  return new Proxy(Object.create(null) as object, {
    get: (_, key) => read(key),
    has: (_, key) => key === "__esModule" || implementations.has(String(key)),
    ownKeys: () => [...implementations.names],
    getOwnPropertyDescriptor: (_, key) =>
      implementations.has(String(key)) ? { get: () => read(key), enumerable: true, configurable: true } : undefined,
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  });
}

/**
 * `then` would make `await import()` wait for ever, `default` no subpath of OpenClaw's has, and the others are looked at
 * by whoever prints or compares.
 */
const neverThere: ReadonlySet<string> = new Set([
  "then",
  "default",
  "toJSON",
  "constructor",
  "prototype",
  "$$typeof",
  "asymmetricMatch",
  "module.exports",
]);
