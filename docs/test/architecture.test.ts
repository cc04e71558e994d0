import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageArrows } from "../../scripts/arrows/rules.js";
import { placeOf, type Block } from "./blocks.js";
import { readPage, readPages, top } from "./pages.js";
import { kindOf } from "./rules.js";

const blocks = readPages().flatMap((page) => page.blocks);
const [pipeline, packages] = readPage("docs/architecture.md").blocks.filter(({ language }) => language === "mermaid");

/** An arrow of a diagram, from a node to a node. */
type Arrow = readonly [from: string, to: string];

interface Diagram {
  readonly groups: readonly string[];
  readonly arrows: readonly Arrow[];
}

const statement = {
  head: /^flowchart (?:LR|RL|TB|TD|BT)$/,
  group: /^subgraph (?<id>\w+) \[[^\]]+\]$/,
  arrows: /^\w+(?: (?:-->|-\.->) \w+)+$/,
};

/** Reads the part of mermaid that our diagrams are written in; throws for anything else. */
function readMermaid(block: Block): Diagram {
  const [head = "", ...lines] = block.text.split("\n").map((line) => line.trim());
  if (!statement.head.test(head)) throw new Error(`${placeOf(block)}: a diagram starts with flowchart and a direction`);
  const groups = lines.flatMap((line) => statement.group.exec(line)?.groups?.["id"] ?? []);
  const arrows = lines.flatMap((line) => {
    if (line === "end" || statement.group.test(line)) return [];
    if (!statement.arrows.test(line)) throw new Error(`${placeOf(block)}: this is no arrow: ${line}`);
    const nodes = line.split(/ (?:-->|-\.->) /);
    return nodes.slice(1).map((node, index): Arrow => [nodes[index] ?? "", node]);
  });
  return { groups, arrows };
}

/** The nodes of a diagram that are no groups. */
function nodesOf({ groups, arrows }: Diagram): readonly string[] {
  return [...new Set(arrows.flat())].filter((node) => !groups.includes(node)).toSorted();
}

/** The stages in the order in which arrows lead through them. */
function chainOf({ arrows }: Diagram): readonly string[] {
  const steps = new Map(arrows.filter((arrow) => arrow.every((node) => !leaves.has(node))));
  const start = [...steps.keys()].find((node) => ![...steps.values()].includes(node));
  const chain = start === undefined ? [] : [start];
  for (let next = steps.get(start ?? ""); next !== undefined; next = steps.get(next)) chain.push(next);
  return chain;
}

/** What is no step of the way: the two halves, and what they feed. */
const leaves: ReadonlySet<string> = new Set(["control", "data", "diagnostics", "reporting", "storage"]);

const stages = readdirSync(join(top, "packages", "core", "src"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();

describe("the diagrams [REPO-4]", () => {
  it.each(blocks.filter((block) => kindOf(block) === "mermaid").map((block) => [placeOf(block), block] as const))(
    "%s can be read",
    (_place, block) => {
      expect(readMermaid(block).arrows.length).toBeGreaterThan(0);
    },
  );

  it("name every stage of core, and nothing else", () => {
    expect(nodesOf(readMermaid(pipeline as Block))).toEqual(stages);
  });

  it("have the arrows between packages that the check allows", () => {
    const arrows = readMermaid(packages as Block).arrows.map(([from, to]) => `${from} -> ${to}`);
    const allowed = Object.entries(packageArrows).flatMap(([from, to]) => to.map((name) => `${from} -> ${name}`));
    expect(arrows.toSorted()).toEqual([...allowed, "plugins -> sdk"].toSorted());
  });

  it.each(blocks.filter((block) => kindOf(block) === "diagram").map((block) => [placeOf(block), block] as const))(
    "%s names the stages in their order",
    (_place, { text }) => {
      const chain = chainOf(readMermaid(pipeline as Block));
      expect([...text.matchAll(/[a-z]+/g)].map(([word]) => word).filter((word) => chain.includes(word))).toEqual(chain);
    },
  );
});
