/** Prints what registering and committing costs. Started by register.ts. */
import { writeSync } from "node:fs";
import { tool } from "@mortise/sdk";
import type { ReadyCandidate } from "../../../packages/core/src/catalog/candidate.js";
import type { Finding } from "../row.js";
import { candidatesOf, controlPlaneOf, generationsOf, registerAll, toolOf, type BenchApi } from "./plugins.js";

const sizes = [100, 1_000, 10_000];
const asFindings = process.argv.includes("--findings");
const findings: Finding[] = [];

/** A line for a reader, unless findings are asked for. */
function say(line: string): void {
  if (!asFindings) console.log(line);
}

/** In microseconds of the processor's time, all threads: what else the machine does is left out, collecting garbage is not. */
interface Cost {
  readonly best: number;
  readonly median: number;
}

/** Runs something several times; what `prepare` and `after` do is not counted. */
async function measure(runs: number, prepare: () => Promise<() => unknown>, after = () => {}): Promise<Cost> {
  const times: number[] = [];
  globalThis.gc?.();
  for (let run = 0; run < runs; run += 1) {
    const work = await prepare();
    const since = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(since);
    times.push(user + system);
    after();
  }
  const sorted = times.toSorted((one, other) => one - other);
  return { best: sorted[0] ?? NaN, median: sorted[sorted.length >> 1] ?? NaN };
}

/** A host written by hand: an api with the same members, made and called in a bare loop. */
function floor(count: number, members: number): ReadonlyMap<string, object> {
  const registered = new Map<string, object>();
  for (let index = 0; index < count; index += 1) {
    const api: Record<string, unknown> = {};
    for (let member = 0; member < members; member += 1) {
      api[`member${member}`] = (value: { name: string }) => void registered.set(value.name, value);
    }
    (api["member0"] as (value: object) => void)(toolOf(`t${index}`));
  }
  return registered;
}

async function batch(order: readonly ReadyCandidate[]): Promise<void> {
  const generations = generationsOf(order);
  generations.commit(await registerAll(order));
  const found = generations.current.get(tool, `t${order.length - 1}`);
  if (found?.status !== "active") throw new Error("Not all are registered.");
}

async function printBatches(): Promise<void> {
  const apis = new Map<string, BenchApi>();
  await registerAll(candidatesOf(1), () => {}, apis);
  const members = Object.keys(apis.get("p0") ?? {}).length;
  const perPlugin: number[] = [];
  say(`Register and commit in one batch, an api with ${members} own members; µs a plugin, best run (median):`);
  for (const size of sizes) {
    const order = candidatesOf(size);
    const show = ({ best, median }: Cost) => `${(best / size).toFixed(1)} (${(median / size).toFixed(1)})`;
    const runs = Math.max(6, Math.min(50, 50_000 / size));
    const bare = await measure(runs, async () => () => floor(size, members));
    const registering = await measure(runs, async () => () => registerAll(order));
    const whole = await measure(runs, async () => () => batch(order));
    perPlugin.push(whole.best / size);
    findings.push({
      name: `one of ${size.toLocaleString("en")} registered and committed in one batch`,
      ratio: whole.best / size,
      unit: "us",
      aim: 20,
      floor: "no floor: processor time; an api with as many members, made by hand, is beside it",
      detail: `by hand ${show(bare)} us`,
    });
    say(`  ${name(size)}: ${show(whole)}, of it register ${show(registering)}; bare loop ${show(bare)}`);
  }
  const [, thousand = NaN, tenThousand = NaN] = perPlugin;
  findings.push({
    name: "one of 10,000 registered and committed",
    ratio: tenThousand / thousand,
    aim: 1.25,
    floor: "one of 1,000; 1 is linear",
  });
  say(`  10,000 to 1,000: ${(tenThousand / thousand).toFixed(2)}, where 1 is linear`);
}

function name(size: number): string {
  return size.toLocaleString("en").padStart(6);
}

/** The cost of each change to one plugin among many; the services to run are asked for, as the host does. */
async function printCommits(size: number): Promise<void> {
  const order = candidatesOf(size);
  const [late, other] = [order.at(-1), order[size >> 1]] as [ReadyCandidate, ReadyCandidate];
  const generations = generationsOf(order);
  const apis = new Map<string, BenchApi>();
  const changed = (plugin: string) => {
    generations.renew(plugin);
    generations.active();
  };
  generations.commit(await registerAll(order.slice(0, -1), changed, apis));
  // A surface that follows changes makes the host compare generations.
  generations.onChange(() => {});
  const each = async (what: string, prepare: () => Promise<() => unknown>, after?: () => void) => {
    const { best, median } = await measure(80, prepare, after);
    findings.push({
      name: `${what}, one of ${size.toLocaleString("en")}`,
      ratio: best,
      unit: "us",
      floor: "no floor: processor time",
    });
    say(`    ${what}: ${best.toFixed(0)} (${median.toFixed(0)})`);
  };
  const loadOne = async () => {
    const outcomes = await registerAll([late], changed, apis);
    return () => (generations.commit(outcomes), generations.active());
  };
  const reloadOne = async (anew: boolean) => {
    const outcomes = await registerAll([other], changed, apis);
    const put = outcomes.flatMap((outcome) => ("instance" in outcome ? [outcome.instance] : []));
    const controlPlane = anew ? controlPlaneOf(candidatesOf(size)) : generations.controlPlane;
    return () => (
      generations.preview({ controlPlane, put }),
      generations.swap({ controlPlane, put }),
      generations.active()
    );
  };
  let handle: { dispose(): void } | undefined;
  const api = () => apis.get(other.id) as BenchApi;
  const update = async () => () => api().update((draft) => void (handle = draft.registerTool(toolOf("more"))));
  say(`  ${name(size)} plugins`);
  await each("load", loadOne, () => generations.swap({ remove: [late.id] }));
  await each("api.update", update, () => handle?.dispose());
  await each("reload, the other manifests as they were", () => reloadOne(false));
  if (size <= 1_000) await each("reload, every manifest read anew", () => reloadOne(true));
}

await printBatches();
say("One commit among plugins that are loaded, µs, best run (median):");
for (const size of sizes) await printCommits(size);
if (asFindings) writeSync(1, JSON.stringify(findings));
