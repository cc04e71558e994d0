/** Whether a text names a program, by a bare name or a path, and cannot be read by a shell as anything else. */
export function isSafeExecutable(text: string): boolean {
  const trimmed = text.trim();
  // Control characters, quotes, and what a shell gives a meaning to.
  if (trimmed === "" || /[\p{Cc}"'`;&|<>$(){}*?!#\n]/u.test(trimmed)) return false;
  return /^[.~/]|[\\/]|^[A-Za-z]:/.test(trimmed) || /^[A-Za-z0-9_.+][A-Za-z0-9_.+-]*$/.test(trimmed);
}
