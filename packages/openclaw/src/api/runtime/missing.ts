import { MortiseError } from "@mortise/core";
import { diagnoseOpenclaw } from "../../diagnostics.js";

/** The error of a member that is called and has nothing behind it. */
function missing(member: string): MortiseError {
  return new MortiseError(diagnoseOpenclaw("OPENCLAW_RUNTIME_MEMBER_MISSING", { member }));
}

/** What asks whether a value is something special must not be told that it is. */
function isAskedByTheLanguage(name: string | symbol): boolean {
  return typeof name === "symbol" || name === "then" || name === "toJSON" || name === "prototype";
}

/**
 * Stands for a part of OpenClaw that is not there. Reading it and its members is fine, however deep; calling one throws
 * `OPENCLAW_RUNTIME_MEMBER_MISSING` with its path.
 */
export function missingMember(path: string): unknown {
  const call = () => {
    throw missing(path);
  };
  return new Proxy(call, {
    get: (_, name) => (isAskedByTheLanguage(name) ? undefined : missingMember(`${path}.${String(name)}`)),
    has: () => false,
    ownKeys: () => [],
    getOwnPropertyDescriptor: () => undefined,
    set: () => false,
  });
}

/** An object whose other members are missing ones: `path` names it. Its own are enumerable, and all there is to spread. */
export function withMissing(members: object, path: string): object {
  return new Proxy(members, {
    get: (own, name) => {
      if (name in own || isAskedByTheLanguage(name)) return Reflect.get(own, name) as unknown;
      return missingMember(`${path}.${String(name)}`);
    },
  });
}
