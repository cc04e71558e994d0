/**
 * The shape of a value as sorted lines, one for each path that leads to something that is neither object nor list:
 * `plugins[].config.path?: string`. `?` is behind a member that some of the objects at its place do not have. The keys of
 * objects at `maps` are names that somebody gave, and stand as `*`.
 */
export function shapeOf(value: unknown, maps: readonly string[] = []): readonly string[] {
  const lines = new Map<string, Set<string>>();
  collect([value], "", maps, lines);
  return [...lines].map(([path, types]) => `${path}: ${[...types].toSorted().join(" | ")}`).toSorted();
}

/** Joins all values that stand at one path. */
function collect(
  values: readonly unknown[],
  path: string,
  maps: readonly string[],
  lines: Map<string, Set<string>>,
): void {
  const note = (type: string) => lines.set(path, (lines.get(path) ?? new Set()).add(type));
  const lists = values.filter((value) => Array.isArray(value));
  const objects = values.filter(isObject);
  for (const value of values)
    if (!Array.isArray(value) && !isObject(value)) note(value === null ? "null" : typeof value);
  const elements = lists.flat();
  if (lists.length > 0 && elements.length === 0) note("empty list");
  if (elements.length > 0) collect(elements, `${path}[]`, maps, lines);
  if (objects.length > 0) collectMembers(objects, path, maps, lines);
}

function collectMembers(
  objects: readonly Readonly<Record<string, unknown>>[],
  path: string,
  maps: readonly string[],
  lines: Map<string, Set<string>>,
): void {
  const below = (name: string) => (path === "" ? name : `${path}.${name}`);
  if (maps.includes(path)) {
    const members = objects.flatMap((object) => Object.values(object));
    if (members.length > 0) collect(members, below("*"), maps, lines);
    return;
  }
  for (const name of new Set(objects.flatMap((object) => Object.keys(object)))) {
    const having = objects.filter((object) => Object.hasOwn(object, name));
    const isOptional = having.length < objects.length;
    const members = having.map((object) => object[name]);
    collect(members, `${below(name)}${isOptional ? "?" : ""}`, maps, lines);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
