/**
 * An id that fits `pattern`, as near to what was written as can be: `parakeet:status` is `parakeet.status`. Nothing where
 * nothing is left of it.
 */
export function fittingId(written: string, pattern: RegExp): string | undefined {
  const rewritten = written
    .trim()
    .replaceAll(":", ".")
    .replace(/[^A-Za-z0-9._/-]+/g, "-")
    .replace(/([._/-])[._/-]+/g, "$1")
    .replace(/^[._/-]+|[._/-]+$/g, "");
  const plainer = rewritten.replace(/[._/-]+/g, "-").toLowerCase();
  return [written, rewritten, plainer].find((candidate) => pattern.test(candidate));
}
