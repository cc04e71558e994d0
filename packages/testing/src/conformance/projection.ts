/** An answer as JSON Schema can look at it, and what of it cannot cross a thread. */
export interface Projection {
  readonly value: unknown;
  /** `/path: what is there`. */
  readonly untransferable: readonly string[];
}

/**
 * Makes an answer into JSON: bytes become `{ $bytes: length }`, an absent answer becomes `null`, streams and the like
 * become `{}`. What is absent within an object is left out.
 */
export function project(answer: unknown): Projection {
  const untransferable: string[] = [];
  const value = projectAt(answer, "", { refuse: (problem) => untransferable.push(problem), above: [] });
  return { value, untransferable };
}

interface Walk {
  refuse(problem: string): void;
  /** The objects that the value stands in. */
  readonly above: readonly object[];
}

/** What crosses a thread as it is, by the name of its class. */
const opaque: ReadonlySet<string> = new Set(["ReadableStream", "AbortSignal", "Request", "Response"]);

function projectAt(value: unknown, path: string, walk: Walk): unknown {
  if (value === undefined) return null;
  if (typeof value === "function" || typeof value === "symbol") return refuse(path, `a ${typeof value}`, walk);
  if (typeof value !== "object" || value === null) return value;
  if (walk.above.includes(value)) return refuse(path, "a circle", walk);
  const inside = { ...walk, above: [...walk.above, value] };
  if (Array.isArray(value)) return value.map((member, index) => projectAt(member, `${path}/${index}`, inside));
  const name = classOf(value);
  if (name === "Uint8Array") return { $bytes: (value as Uint8Array).byteLength };
  if (name !== undefined) return opaque.has(name) ? {} : refuse(path, `an instance of ${name}`, walk);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, projectAt(member, `${path}/${key}`, inside)]));
}

/** The name of an object's class; nothing for a plain object. Of Node's `Buffer`, which arrives as bytes, `Uint8Array`. */
function classOf(value: object): string | undefined {
  const tag = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (tag !== "Object") return tag;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined;
  return (value.constructor as { readonly name?: string } | undefined)?.name ?? "a class";
}

function refuse(path: string, what: string, { refuse: report }: Walk): null {
  report(`${path === "" ? "the answer" : path} is ${what}`);
  return null;
}
