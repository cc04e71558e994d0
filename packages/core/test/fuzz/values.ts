import type { Node } from "./node.js";
import type { Random } from "./random.js";
import { someKey, someString } from "./strings.js";

const numbers: readonly Node[] = [
  0,
  1,
  -1,
  0.5,
  2 ** 31,
  2 ** 53,
  Number.MAX_SAFE_INTEGER,
  1e21,
  1e308,
  5e-324,
  { verbatim: "-0" },
  { verbatim: "1e999" },
  { verbatim: "-1e999" },
  { verbatim: "1e-999" },
  { verbatim: "9".repeat(400) },
  { verbatim: "0.1000000000000000055511151231257827" },
];

const malformed: readonly Node[] = [
  "01",
  "NaN",
  "Infinity",
  "undefined",
  "0x10",
  "+1",
  "1.",
  ".5",
  "'a'",
  "{a:1}",
  "-",
  "tru",
].map((verbatim) => ({ verbatim }));

/** References to secrets, well and badly formed. The variables and files are there. */
export function someReference(random: Random): Node {
  const target = random.pick(["FUZZ_TOKEN", "FUZZ_PORT", "FUZZ_UNSET", "HOME", "1X", ""]);
  const file = random.pick(["secret.txt", "../outside/secret.txt", "absent.txt", ".", "empty.txt", "a\0b"]);
  return random.pick<Node>([
    { members: [["$env", target]] },
    { members: [["$env", target]] },
    { members: [["$file", file]] },
    { members: [["$file", file]] },
    {
      members: [
        ["$env", target],
        ["$file", file],
      ],
    },
    { members: [["$env", 1]] },
    { members: [["$ENV", target]] },
  ]);
}

/** Levels of lists or objects within each other, some more than are read. */
export function nest(random: Random, inner: Node): Node {
  const depth = random.pick([3, 20, 150, 197, 198, 199, 200, 201, 600]);
  const isList = random.chance(0.5);
  const key = someKey(random);
  let node = inner;
  for (let level = 0; level < depth; level += 1) node = isList ? [node] : { members: [[key, node]] };
  return node;
}

/** Any value. */
export function someValue(random: Random, depth = 3): Node {
  const scalar: readonly (readonly [number, () => Node])[] = [
    [6, () => someString(random)],
    [5, () => random.pick(numbers)],
    [4, () => random.pick([true, false, null])],
    [0.1, () => random.pick(malformed)],
    [1.5, () => someReference(random)],
    [0.1, () => nest(random, 1)],
  ];
  if (depth === 0) return random.weighted(scalar)();
  return random.weighted<() => Node>([
    ...scalar,
    [4, () => random.list(5, () => someValue(random, depth - 1))],
    [5, () => ({ members: random.list(6, () => [someKey(random), someValue(random, depth - 1)] as [string, Node]) })],
  ])();
}
