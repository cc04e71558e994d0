import { joinPointer } from "@mortise/core/catalog";
import { isJsonObject } from "./json.js";

/** A place where two JSON values differ. A member that is absent is absent there. */
export interface Difference {
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string;
  readonly found?: unknown;
  readonly wanted?: unknown;
}

/**
 * Every place where JSON differs from what is wanted, as deep down as it can be told. The order of an object's members
 * does not count; lists of other lengths differ as a whole.
 */
export function differences(found: unknown, wanted: unknown, pointer = ""): readonly Difference[] {
  if (isJsonObject(found) && isJsonObject(wanted)) {
    const names = new Set([...Object.keys(wanted), ...Object.keys(found)]);
    return [...names].flatMap((name) => {
      const here = joinPointer(pointer, name);
      if (!Object.hasOwn(found, name)) return [{ pointer: here, wanted: wanted[name] }];
      if (!Object.hasOwn(wanted, name)) return [{ pointer: here, found: found[name] }];
      return differences(found[name], wanted[name], here);
    });
  }
  if (Array.isArray(found) && Array.isArray(wanted) && found.length === wanted.length) {
    return found.flatMap((each: unknown, index) => differences(each, wanted[index], joinPointer(pointer, index)));
  }
  return found === wanted ? [] : [{ pointer, found, wanted }];
}
