/** Asks the registry for what there is, and plans triggers, against the least that answers the same. */
import { tool } from "@mortise/sdk";
import { createHost } from "@mortise/core";
import { leastOf, now } from "../measure.js";
import { idOf, toolOf } from "../plugins.js";
import { answer, given } from "./given.js";
import { optionsFor } from "./host.js";

const { plugins, own, count, load, rounds } = given() as {
  plugins: string;
  own: string;
  count: number;
  load: boolean;
  rounds: number;
};

const host = await createHost(optionsFor(plugins, own));
const ids = Array.from({ length: count }, (_, index) => idOf(index));
if (load) await host.load(ids);
const { registry, controlPlane } = host;
const expected = load ? "active" : "declared";
const names = ids.map((_, index) => toolOf(index));
const byName = new Map<string, object>(names.map((name) => [name, registry.get(tool, name) ?? {}]));
const owners = new Map(names.map((name, index) => [`tool:${name}`, idOf(index)]));

/** How often each is asked in one round, in all. */
const questions = 100_000;

/** Milliseconds for one question, of many that go through all names. */
function ask(find: (name: string) => boolean, times: number): () => number {
  return () => {
    const begun = now();
    let found = 0;
    for (let question = 0; question < times; question += 1) if (find(names[question % count] as string)) found += 1;
    const ms = (now() - begun) / times;
    if (found !== times) throw new Error(`${found} of ${times} were found`);
    return ms;
  };
}

const plans = Math.max(20, Math.ceil(20_000 / count));

/** The least that plans: each manifest is asked whether it declares the name, and who has it is put into one list, the rest into another. */
function planByHand(name: string): boolean {
  const entries: { plugin: string; reasons: string[] }[] = [];
  const omitted: { plugin: string; why: string }[] = [];
  for (const { id, manifest } of controlPlane.order) {
    const isOwner = Object.keys(manifest.provides["tools"] ?? {}).includes(name);
    if (isOwner) entries.push({ plugin: id, reasons: ["owner"] });
    else omitted.push({ plugin: id, why: "not-concerned" });
  }
  return entries.length === 1;
}

function plan(name: string): boolean {
  const planned = controlPlane.plan(`tool:${name}`);
  return "entries" in planned && planned.entries.length === 1;
}

answer(
  await leastOf(
    {
      map: ask((name) => byName.get(name) !== undefined, questions),
      registry: ask((name) => registry.get(tool, name)?.status === expected, questions),
      byHand: ask(planByHand, plans),
      planned: ask(plan, plans),
      ownerInMap: ask((name) => owners.get(`tool:${name}`) !== undefined, questions),
    },
    rounds,
  ),
);
