/** The most characters that a key may have, counted as `length` counts them. */
const longestKey = 256;

/** What is wrong with a key, in words; nothing where nothing is. */
export function keyProblem(key: unknown): string | undefined {
  if (typeof key !== "string") return `it is no text but ${key === null ? "null" : typeof key}`;
  if (key === "") return "it is empty";
  if (key.length > longestKey) return `it has ${key.length} characters, more than ${longestKey}`;
  return /\p{Cc}/u.test(key) ? `it has a control character in it: ${JSON.stringify(key)}` : undefined;
}
