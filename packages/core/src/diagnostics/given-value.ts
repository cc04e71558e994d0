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

/** Tells what a promise comes to, once and never at once; also of one that throws where it is asked. Never throws. */
export function hear<Value>(
  promise: PromiseLike<Value>,
  answered: (value: Value) => void,
  failed: (error: unknown) => void,
): void {
  try {
    void asPromise(promise).then(answered, failed);
  } catch (error) {
    queueMicrotask(() => failed(error));
  }
}

const { prototype } = Promise;

/** What `await` would wait for: plugins may give what only looks like a promise, or has a `then` of its own. */
function asPromise<Value>(given: PromiseLike<Value>): PromiseLike<Value> {
  return given.then === prototype.then ? given : new Promise((resolve) => resolve(given));
}

/** Nobody waits for this promise any more, so its rejection is nobody's. */
export function ignoreOutcome(promise: PromiseLike<unknown>): void {
  hear(promise, nothing, nothing);
}

const nothing = (): void => {};
