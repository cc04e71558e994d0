import { createContext, Script, type Context } from "node:vm";

/** What holding a text against a pattern came to: its groups, nothing where it does not match, or why it cannot be told. */
export type PatternMatch = { readonly groups: readonly string[] } | { readonly problem: string } | undefined;

/** Longer texts match no pattern; in UTF-16 code units. */
export const longestMatched = 2_000;

/** How long a pattern may take, in milliseconds. */
const patternDeadlineMs = 100;

let context: Context | undefined;

/**
 * Holds a text as a whole against a regular expression of a plugin's. Bounded in length and time, because some expressions
 * take for ever: V8 stops them when the script around them has used up its time.
 */
export function matchPattern(pattern: string, text: string): PatternMatch {
  if (text.length > longestMatched) return undefined;
  try {
    const script = new Script("new RegExp(`^(?:${pattern})$`, 's').exec(text)");
    context ??= createContext(Object.create(null) as object);
    Object.assign(context, { pattern, text });
    const found = script.runInContext(context, { timeout: patternDeadlineMs }) as
      | readonly (string | undefined)[]
      | null;
    return found ? { groups: Array.from(found, (group) => group ?? "").slice(1) } : undefined;
  } catch (error) {
    // Errors of another context are no instances of this one's.
    return { problem: String((error as { readonly message?: unknown }).message ?? error) };
  }
}
