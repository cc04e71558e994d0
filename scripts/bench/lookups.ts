import { writePlugins } from "./plugins.js";
import { count, time, type Finding } from "./row.js";
import type { Suite } from "./suite.js";

/** Milliseconds for one question. */
type Times = Readonly<Record<"map" | "registry" | "byHand" | "planned" | "ownerInMap", number>>;

/** What is asked of a host all the time. */
export const lookups: Suite = {
  about: "registry.get against Map.get, and plans of a trigger against a bare loop over the manifests",
  async run({ run, emptyFolder, sizes, rounds }) {
    const findings: Finding[] = [];
    for (const [index, size] of sizes([1_000, 10_000]).entries()) {
      const plugins = emptyFolder(`plugins-${size}`);
      writePlugins(plugins, { count: size });
      // The fewer are loaded; of the many it is asked who declares what.
      const given = { plugins, own: emptyFolder(`host-${size}`), count: size, load: index === 0, rounds: rounds(12) };
      const times = (await run("lookups", given)) as Times;
      findings.push(...toFindings(size, index === 0 ? "loaded" : "declared", times));
    }
    return findings;
  },
};

function toFindings(size: number, state: string, { map, registry, byHand, planned, ownerInMap }: Times): Finding[] {
  const among = `among ${count(size)} ${state}`;
  return [
    {
      name: `registry.get ${among}`,
      ratio: registry / map,
      aim: 5,
      floor: "Map.get",
      detail: `${time(registry)} : ${time(map)}`,
    },
    {
      name: `plan of a tool ${among}`,
      ratio: planned / byHand,
      floor: "a bare loop that parts the manifests into those with the tool and the rest",
      detail: `${time(planned)} : ${time(byHand)}`,
    },
    {
      name: `plan of a tool ${among}, in all`,
      ratio: planned * 1000,
      unit: "us",
      floor: "no floor: a Map knows the owner alone, not why, nor who is left out",
      detail: `Map.get ${time(ownerInMap)}`,
    },
  ];
}
