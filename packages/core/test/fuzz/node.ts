/** A JSON value as it is written: with a key twice, with `__proto__`, with numbers that no other value has. */
export type Node = string | number | boolean | null | Members | Verbatim | Node[];

/** An object, as its members stand in the text. */
export interface Members {
  readonly members: [key: string, value: Node][];
}

/** Text that is written as it is. */
export interface Verbatim {
  readonly verbatim: string;
}

/** Whether a node is an object. */
export function isMembers(node: Node): node is Members {
  return typeof node === "object" && node !== null && "members" in node;
}

/** Plain data as a node; members that are undefined are left out. */
export function toNode(value: unknown): Node {
  if (Array.isArray(value)) return value.map(toNode);
  if (typeof value === "object" && value !== null) {
    if ("members" in value || "verbatim" in value) return value as Members | Verbatim;
    const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return { members: members.map(([key, inner]) => [key, toNode(inner)]) };
  }
  return value as string | number | boolean | null;
}

/** A place in a tree, through which its value can be changed. */
export interface Slot {
  get(): Node;
  set(node: Node): void;
}

/** All places below a node, itself left out; at most `most`. */
export function slotsBelow(root: Node, most = 400): Slot[] {
  const slots: Slot[] = [];
  const visit = (node: Node): void => {
    if (slots.length >= most || typeof node !== "object" || node === null || "verbatim" in node) return;
    const list = Array.isArray(node) ? node : node.members;
    for (const [index, each] of list.entries()) {
      const member = Array.isArray(node) ? undefined : (each as [string, Node]);
      const slot: Slot = member
        ? { get: () => member[1], set: (value) => void (member[1] = value) }
        : { get: () => (node as Node[])[index] as Node, set: (value) => void ((node as Node[])[index] = value) };
      slots.push(slot);
      visit(slot.get());
    }
  };
  visit(root);
  return slots;
}

/** All objects of a tree; at most `most`. */
export function objectsIn(root: Node, most = 200): Members[] {
  return [root, ...slotsBelow(root, most).map((slot) => slot.get())].filter(isMembers);
}
