import { isDangerousName } from "./dangerous-names.js";

/** `pointer` with one more segment (RFC 6901). */
export function joinPointer(pointer: string, ...segments: readonly (string | number)[]): string {
  return segments.reduce<string>(
    (joined, segment) => `${joined}/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`,
    pointer,
  );
}

/** The segments of a JSON Pointer. */
export function splitPointer(pointer: string): string[] {
  const segments = pointer.split("/");
  segments.shift();
  return pointer.includes("~") ? segments.map((each) => each.replaceAll("~1", "/").replaceAll("~0", "~")) : segments;
}

/** The value at a JSON Pointer, own members only. */
export function readPointer(root: unknown, pointer: string): unknown {
  let value = root;
  for (const segment of splitPointer(pointer)) value = ownMember(value, segment);
  return value;
}

/** A member that a value has as its own; nothing of what it inherits, and of what is no object. */
export function ownMember(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/**
 * Sets a value inside `root`, which is changed; missing objects on the way are made. A pointer with a segment that would
 * reach into a prototype does nothing.
 */
export function writePointer(root: Record<string, unknown>, pointer: string, value: unknown): void {
  const segments = splitPointer(pointer);
  const last = segments.pop();
  if (last === undefined || [...segments, last].some(isDangerousName)) return;
  let target: Record<string, unknown> = root;
  for (const segment of segments) {
    const next = Object.hasOwn(target, segment) ? target[segment] : undefined;
    if (typeof next === "object" && next !== null) target = next as Record<string, unknown>;
    else target = target[segment] = {} as Record<string, unknown>;
  }
  target[last] = value;
}

/** Removes a value inside `root`, which is changed; array elements leave a hole that is closed. */
export function removePointer(root: unknown, pointer: string): void {
  const segments = splitPointer(pointer);
  const last = segments.pop();
  if (last === undefined) return;
  const parent = readPointer(root, joinPointer("", ...segments));
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (typeof parent === "object" && parent !== null) delete (parent as Record<string, unknown>)[last];
}

/** A pointer as a person writes it in code: `.accounts[0].token`. */
export function dottedPointer(pointer: string): string {
  return splitPointer(pointer)
    .map((segment) => {
      if (/^\d+$/.test(segment)) return `[${segment}]`;
      return /^[A-Za-z_$][\w$]*$/.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
    })
    .join("");
}
