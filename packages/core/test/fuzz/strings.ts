import type { Random } from "./random.js";

/** Names that reach into what every object inherits, or are special to some language construct. */
export const dangerousNames: readonly string[] = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "__defineSetter__",
  "__lookupGetter__",
  "isPrototypeOf",
  "then",
  "toJSON",
  "length",
  "name",
  "caller",
  "arguments",
];

/** Paths that lead out of a folder, or nowhere; `{outside}` is a folder beside it. */
export const hostilePaths: readonly string[] = [
  "../../outside/evil.js",
  "../index.js",
  "..",
  ".",
  "",
  "./",
  "/",
  "{outside}/evil.js",
  "{outside}",
  "file://{outside}/evil.js",
  "./link.js",
  "./link/evil.js",
  "./loop/loop/index.js",
  "./index.js\0.txt",
  "./index.js/",
  "./INDEX.JS",
  "./sub/../index.js",
  "./sub/../../x.js",
  "..\\..\\outside\\evil.js",
  "./%2e%2e/evil.js",
  "./index.d.ts",
  "node:fs",
  "./.",
  "~/evil.js",
  `./${"a/".repeat(3000)}index.js`,
  `./${"n".repeat(300)}.js`,
];

const strange: readonly string[] = [
  "\0",
  "\u0001\u001b[31m",
  "\ud800",
  "x\udfff",
  "\u{1f600}",
  "e\u0301",
  "\u00e9",
  "\u0130",
  "\u0131",
  "\u00df",
  "\u202eexe",
  "\ufeff",
  "\u2028",
  "\uff41",
  "\r\n",
  "a\nb",
  " ",
  "\t",
  "~",
  "~0~1",
  "a/b",
  "a.b.c",
  "a..b",
  ".",
  "*",
  "a.*.b",
  "a[].b",
  "[0]",
  "0",
  "-1",
  "1e9",
  "4294967295",
  "18446744073709551616",
  "%",
  "%E0%A4%A",
  "%00",
  "#",
  "#/",
  "#/$defs/x",
  "$env",
  "$file",
  "{key}",
  "$&",
  "$1",
  "\\",
  '"',
  "'",
  "`${1}`",
  "null",
  "true",
  "undefined",
  "NaN",
];

const ids: readonly string[] = ["alpha", "Alpha", "ALPHA", "beta", "gamma", "a", "@scope/alpha", "al-pha", "alpha.b"];

/** Long texts in which a careless pattern loses itself. */
function longText(random: Random): string {
  const part = random.pick([
    "a",
    "a-",
    "-",
    "a.",
    " ",
    "é",
    "/*",
    "*a",
    "[",
    "\\",
    "a/",
    "../",
    "~1",
    "%20",
    "\n",
    "${",
    "@",
  ]);
  const length = random.weighted([
    [20, 300],
    [6, 5_000],
    [1, 70_000],
  ]);
  return part.repeat(Math.ceil(length / part.length)) + random.pick(["", "!", "\0", " "]);
}

/** An id, often one that others have too, or have in another case. */
export function someId(random: Random): string {
  return random.weighted([
    [12, () => random.pick(ids)],
    [2, () => random.pick(dangerousNames)],
    [1, () => random.pick(strange)],
    [1, () => `p${random.below(1000)}`],
  ])();
}

/** Any text. */
export function someString(random: Random): string {
  return random.weighted([
    [8, () => `w${random.below(100)}`],
    [5, () => random.pick(ids)],
    [5, () => random.pick(strange)],
    [3, () => random.pick(dangerousNames)],
    [2, () => random.pick(hostilePaths)],
    [1, () => random.pick(strange) + random.pick(strange) + random.pick(dangerousNames)],
    [0.1, () => longText(random)],
  ])();
}

/** Any key. */
export function someKey(random: Random): string {
  return random.weighted([
    [6, () => random.pick(["apiKey", "port", "list", "nested", "token", "a", "b", "enabled"])],
    [2, () => random.pick(dangerousNames)],
    [2, () => someString(random)],
  ])();
}
