import { MortiseError } from "@mortise/core";
import { diagnoseOpenclaw } from "../diagnostics.js";

/** Members that the language and others look at without using a value: to await it, to print it, to derive from it. */
const looks: ReadonlySet<string> = new Set(["prototype", "then", "toJSON", "$$typeof", "asymmetricMatch", "nodeType"]);

/**
 * What stands in for an export that is not there. It can be passed along, compared and derived from, is truthy, and is a
 * function to `typeof`. Calling, constructing, reading or writing a member and converting it throw a `MortiseError`,
 * `OPENCLAW_SDK_EXPORT_MISSING`.
 */
export function standIn(specifier: string, name: string): unknown {
  const refuse = (): never => {
    throw new MortiseError(diagnoseOpenclaw("OPENCLAW_SDK_EXPORT_MISSING", { export: name, specifier }));
  };
  // `extends` asks for something that can be constructed.
  const target = function missing() {};
  return new Proxy(target, {
    apply: refuse,
    construct: refuse,
    get: (_, key) => read(target, key, refuse),
    set: refuse,
    has: refuse,
    ownKeys: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
  });
}

function read(target: object, key: string | symbol, refuse: () => never): unknown {
  if (key === "prototype") return Reflect.get(target, key);
  if (typeof key === "string") return looks.has(key) ? undefined : refuse();
  return key === Symbol.toPrimitive ? refuse : undefined;
}
