// Questions about values that plugins throw, return or hand over: also of such as throw where they are looked at.

/** What `instanceof` says, of anything a plugin throws or returns: also of what throws where it is looked at. */
export function isMadeBy(type: { readonly prototype: object }, value: unknown): boolean {
  try {
    return type.prototype.isPrototypeOf(value as object);
  } catch {
    return false;
  }
}

/** Whether a value is to be awaited. Never throws. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  try {
    return value instanceof Promise || typeof (value as PromiseLike<unknown>).then === "function";
  } catch {
    return false;
  }
}

/** Nobody waits for this promise any more, so its rejection is nobody's. */
export function ignoreOutcome(promise: PromiseLike<unknown>): void {
  Promise.resolve(promise).catch(() => {});
}
