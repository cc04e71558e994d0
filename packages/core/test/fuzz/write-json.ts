import type { Node } from "./node.js";
import type { Random } from "./random.js";

/** How a text departs from plain JSON. */
interface Manner {
  readonly random: Random;
  readonly comments: boolean;
  readonly trailingCommas: boolean;
  readonly escapes: boolean;
}

function gap({ random, comments }: Manner): string {
  if (!comments || !random.chance(0.2)) return "";
  return random.pick(["// note\n", "/* note */", '/* " { [ */', "\n\t ", "//\r\n", "/**/", '// "\n']);
}

/** Any letter may be spelt by its number, in a dangerous name too. */
function text(given: string, { random, escapes }: Manner): string {
  const quoted = JSON.stringify(given);
  if (!escapes || !random.chance(0.3)) return quoted;
  return quoted.replace(/[a-z_](?![0-9a-f]{0,3}")/gi, (letter, at: number) =>
    quoted[at - 1] === "\\" || !random.chance(0.3)
      ? letter
      : `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function join(parts: readonly string[], open: string, close: string, manner: Manner): string {
  const comma = manner.trailingCommas && parts.length > 0 && manner.random.chance(0.5) ? "," : "";
  return `${open}${gap(manner)}${parts.join(`,${gap(manner)}`)}${comma}${gap(manner)}${close}`;
}

function write(node: Node, manner: Manner): string {
  if (typeof node === "string") return text(node, manner);
  if (typeof node !== "object" || node === null) return JSON.stringify(node);
  if ("verbatim" in node) return node.verbatim;
  if (Array.isArray(node))
    return join(
      node.map((each) => write(each, manner)),
      "[",
      "]",
      manner,
    );
  const members = node.members.map(([key, value]) => `${text(key, manner)}:${gap(manner)}${write(value, manner)}`);
  return join(members, "{", "}", manner);
}

/** Damage to a text that was whole. */
function damage(whole: string, random: Random): string {
  const at = random.below(whole.length + 1);
  return random.weighted<() => string>([
    [4, () => whole.slice(0, at)],
    [2, () => whole.slice(0, at) + whole.slice(at + 1)],
    [
      2,
      () =>
        whole.slice(0, at) +
        random.pick(['"', "{", "}", "[", "]", ",", ":", "\\", "/*", "//", "\0", "\ufeff"]) +
        whole.slice(at),
    ],
    [1, () => whole + whole],
    [1, () => `${whole} ${random.pick(["}", "x", "//", "/*", "\0", "null"])}`],
    [0.5, () => random.pick(["", " ", "\n", "\ufeff", "null", "[]", "1", '""', "//", "/*", "{", "\0"])],
    [0.2, () => `${whole.slice(0, at)}${random.pick(["[", '{"a":', "//", "/*", '"'])}`.repeat(3)],
    [0.02, () => `${random.pick(["[", '{"a":', "{/**/"]).repeat(20_000)}${whole}`],
    [0.02, () => whole + " ".repeat(300_000)],
  ])();
}

/** UTF-8, but for what an editor of another age or country writes. */
function encoded(whole: string, random: Random, mayDiffer: boolean): Buffer {
  if (!mayDiffer || !random.chance(0.01)) return Buffer.from(whole);
  return random.pick([
    () => Buffer.from(`\ufeff${whole}`, "utf16le"),
    () => Buffer.from(`\ufeff${whole}`, "utf16le").swap16(),
    () => Buffer.from(whole, "latin1"),
    () => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.from(whole)]),
    // Slashes in more bytes than they need, and a surrogate by itself.
    () =>
      Buffer.from(Buffer.from(whole).toString("latin1").replaceAll("/", "\u00c0\u00af\u00ed\u00a0\u0080"), "latin1"),
  ])();
}

/**
 * The text of a tree, as a file has it: sometimes with a byte order mark, comments, and, where it may, damage or bytes
 * that are no text.
 */
export function writeJson(node: Node, random: Random, mayDamage: boolean): Buffer {
  const isPlain = random.chance(0.6);
  const manner = {
    random,
    comments: !isPlain && random.chance(0.5),
    trailingCommas: !isPlain && random.chance(0.5),
    escapes: !isPlain && random.chance(0.5),
  };
  const whole = write(node, manner);
  const marked = random.chance(0.03) ? `\ufeff${whole}` : whole;
  const bytes = encoded(mayDamage && random.chance(0.1) ? damage(marked, random) : marked, random, mayDamage);
  if (mayDamage && bytes.length > 0 && random.chance(0.02)) bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}
