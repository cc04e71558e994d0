const dangerousNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Whether a name would reach into the prototype of every object; refused as a key and as an id everywhere. */
export function isDangerousName(name: string): boolean {
  return dangerousNames.has(name);
}
