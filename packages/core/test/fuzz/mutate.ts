import { isMembers, objectsIn, slotsBelow, toNode, type Members, type Node } from "./node.js";
import type { Random } from "./random.js";
import { dangerousNames, hostilePaths, someKey, someString } from "./strings.js";
import { nest, someValue } from "./values.js";

type Mutation = (root: Node, random: Random) => void;

/** Changes one value of the tree. */
function atSlot(change: (node: Node, random: Random) => Node): Mutation {
  return (root, random) => {
    const slots = slotsBelow(root);
    if (slots.length === 0) return;
    const slot = random.pick(slots);
    slot.set(change(slot.get(), random));
  };
}

/** Changes the members of one object of the tree. */
function atObject(change: (members: Members["members"], random: Random) => void): Mutation {
  return (root, random) => {
    const objects = objectsIn(root);
    if (objects.length > 0) change(random.pick(objects).members, random);
  };
}

/** Changes the key of one member. */
function atKey(change: (key: string, random: Random) => string): Mutation {
  return atObject((members, random) => {
    const member = members.length > 0 ? random.pick(members) : undefined;
    if (member) member[0] = change(member[0], random);
  });
}

function misspell(key: string, random: Random): string {
  const at = random.below(key.length + 1);
  return random.pick([
    key.slice(0, at) + key.slice(at + 1),
    `${key.slice(0, at)}x${key.slice(at)}`,
    key.toUpperCase(),
    key.normalize("NFD"),
    `${key}\0`,
    ` ${key}`,
  ]);
}

function swap(root: Node, random: Random): void {
  const slots = slotsBelow(root);
  if (slots.length < 2) return;
  const [one, other] = [random.pick(slots), random.pick(slots)];
  // A copy, so that no tree comes to hold itself.
  one.set(copyOf(other.get()));
}

/** Copied as deep as places are looked for, and further; what is deeper is shared, and as deep as the stack goes. */
function copyOf(node: Node, depth = 0): Node {
  if (typeof node !== "object" || node === null || "verbatim" in node || depth > 1000) return node;
  if (Array.isArray(node)) return node.map((each) => copyOf(each, depth + 1));
  return { members: node.members.map(([key, value]) => [key, copyOf(value, depth + 1)]) };
}

/** Another form of the same thing: a list of it, an object of it, its text. */
function reshape(node: Node, random: Random): Node {
  if (Array.isArray(node))
    return random.pick<Node>([toNode(Object.assign({}, node)), node[0] ?? null, [...node, ...node]]);
  if (isMembers(node))
    return random.pick<Node>([node.members.map(([key]) => key), [node], node.members[0]?.[1] ?? null]);
  const text = typeof node === "string" ? node : JSON.stringify(node);
  return random.pick<Node>([[node], text, { members: [[text, node]] }]);
}

function many(node: Node, random: Random): Node {
  const count = random.pick([50, 300, 2_000]);
  return random.chance(0.5)
    ? Array.from({ length: count }, () => node)
    : { members: Array.from({ length: count }, (_, index) => [`k${index}`, node]) };
}

const mutations: readonly (readonly [number, Mutation])[] = [
  [8, atSlot((_, random) => someValue(random))],
  [5, atSlot(reshape)],
  [4, atSlot((_, random) => someString(random))],
  [2, atSlot((_, random) => random.pick(hostilePaths))],
  [3, swap],
  [0.3, atSlot((node, random) => nest(random, node))],
  [0.04, atSlot((node, random) => many(isMembers(node) || Array.isArray(node) ? 1 : node, random))],
  [4, atObject((members, random) => void members.splice(random.below(members.length || 1), 1))],
  [4, atObject((members, random) => void members.push([someKey(random), someValue(random)]))],
  [3, atObject((members, random) => void members.push([random.pick(dangerousNames), someValue(random)]))],
  [
    2,
    atObject((members, random) => {
      if (members.length > 0) members.push([random.pick(members)[0], someValue(random)]);
    }),
  ],
  [3, atKey(misspell)],
  [2, atKey((_, random) => someKey(random))],
];

/** The tree changed in a few places; mostly in none to three. The tree itself is used up. */
export function mutate(root: Node, random: Random): Node {
  if (random.chance(0.01)) return someValue(random);
  const times = random.pick([0, 1, 1, 1, 2, 2, 3, 6]);
  for (let time = 0; time < times; time += 1) random.weighted(mutations)(root, random);
  return root;
}
