// Reads what a plugin hands over; nothing of it is known beforehand.

/** An object whose members nobody has looked at. */
export type Members = Readonly<Record<string, unknown>>;

/** A function that nobody has looked at. */
export type Callable = (...given: unknown[]) => unknown;

const nothing: Members = Object.freeze({});

/** Whether a value is an object with members: no list, no null. */
export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value's members; none where it is no object. */
export function membersOf(value: unknown): Members {
  return isMembers(value) ? value : nothing;
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A text, or a number as text: ids are written both ways. */
export function wordOf(value: unknown): string | undefined {
  return typeof value === "number" ? String(value) : textOf(value);
}

/** A finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The texts of a list; none where it is no list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string" && each !== "") : [];
}

/** A member that is a function, as the owner's own method. */
export function methodOf(owner: unknown, name: string): Callable | undefined {
  const found = (owner as Members | null | undefined)?.[name];
  return typeof found === "function" ? (...given) => Reflect.apply(found, owner, given) as unknown : undefined;
}

/** The members of an object that are there. */
export function present(members: Members): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
