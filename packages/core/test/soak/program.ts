// Loads one plugin anew, thousands of times, while callers never pause. Prints what it counted and a verdict on each
// of its checks; exits with 1 where one failed. Arguments: the file of core, a folder for the plugins, and how many
// reloads with edits, reloads without, callers, and reloads from one look at the heap to the next.
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Caller, type Asked } from "./callers.js";
import { activeHandles, collectedHeap, growthOf, type HeapLook } from "./heap.js";
import { Ledger } from "./ledger.js";
import { writeHelper, writePlugins } from "./plugins.js";
import type { Host } from "../../src/host-interface.js";
import type * as Core from "../../src/index.js";

const [core = "", folder = "", ...numbers] = process.argv.slice(2);
const [edited = 0, unedited = 0, callers = 0, look = 100] = numbers.map(Number);

/**
 * What is more than this is growth and no noise, from the one half of what is measured to the other: V8 makes and drops
 * machine code all along, and callers have more or fewer objects in hand.
 */
const noise: HeapLook = { bytes: 250_000, objects: 250 };
/** In a short run, V8 has hardly begun to make code: in bytes. What keeps every instance that was goes far beyond. */
const shortNoise = 1_000_000;
/** What is measured at the end of each phase: the last so many reloads. */
const last = 2000;

const ledger = new Ledger();
Object.assign(globalThis, { soakLedger: ledger });

interface Phase {
  readonly reloads: number;
  readonly seconds: number;
  /** At equal distances. */
  readonly heaps: readonly HeapLook[];
}

async function makeHost(): Promise<Host> {
  const { createHost } = (await import(pathToFileURL(core).href)) as typeof Core;
  const paths = writePlugins(folder);
  const host = await createHost({
    config: { plugins: { load: { paths } } },
    cwd: folder,
    env: {},
    folders: { state: `${folder}/.state`, cache: `${folder}/.cache`, globalPlugins: `${folder}/.global` },
  });
  await host.start();
  await host.load(["soaked", "understudy"]);
  return host;
}

/** @param edits which reloads come after an edit: every so many, 0 for none */
async function reload(host: Host, reloads: number, edits: number): Promise<Phase> {
  const heaps: HeapLook[] = [];
  const start = performance.now();
  for (let count = 1; count <= reloads; count += 1) {
    if (edits > 0 && count % edits === 0) writeHelper(folder, count);
    const { reloaded, failed } = await host.reload("soaked");
    const [problem] = failed;
    if (problem) ledger.fault("reload", problem.diagnostics.map(({ message }) => message).join(" "));
    else if (reloaded.join() !== "soaked") ledger.fault("reload", `reloaded ${reloaded.join()}`);
    if (count > reloads - last && count % look === 0) heaps.push(await collectedHeap(reloads >= last));
  }
  return { reloads, seconds: (performance.now() - start) / 1000, heaps };
}

function contractsOf(host: Host): Asked {
  const { byKind } = host.controlPlane.vocabulary;
  const [tool, route, speech] = ["tool", "route", "speech"].map((kind) => byKind.get(kind));
  if (!tool || !route || !speech) throw new Error("the gateway's contracts are not there");
  return { tool, route, speech };
}

function watchOwners(host: Host): () => void {
  return host.onChange(({ added, removed }) => {
    for (const { kind, id } of [...added, ...removed]) ledger.fault("owner", `${kind} ${id} came or went`);
  });
}

async function soak(host: Host): Promise<readonly [Phase, Phase]> {
  const asked = contractsOf(host);
  const all = Array.from({ length: callers }, () => new Caller(host, asked, ledger));
  const unwatch = watchOwners(host);
  const calling = Promise.all(all.map((caller) => caller.run()));
  const phases = [await reload(host, edited, 2), await reload(host, unedited, 0)] as const;
  for (const caller of all) caller.end();
  await calling;
  unwatch();
  return phases;
}

const isRight: Record<string, boolean> = {};

function say(name: string, { reloads, seconds, heaps }: Phase): void {
  const bytes = heaps.map((look) => look.bytes);
  const objects = heaps.map((look) => look.objects);
  const growth: HeapLook = { bytes: growthOf(bytes), objects: growthOf(objects) };
  console.log(`${name}: ${reloads} reloads in ${seconds.toFixed(1)} s`);
  console.log(`${name}: heap in MB ${bytes.map((each) => (each / 1_000_000).toFixed(2)).join(" ")}`);
  console.log(`${name}: objects ${objects.join(" ")}`);
  console.log(`${name}: the later half is above the earlier by ${growth.bytes} bytes, ${growth.objects} objects`);
  if (heaps.length < 2) return;
  isRight[`the heap does not grow: ${name}`] =
    growth.bytes < (reloads < last ? shortNoise : noise.bytes) && growth.objects < noise.objects;
}

// Node opens these when something first asks for them; files that the program was read from may still be closing.
const streams = [process.stdin, process.stdout, process.stderr].map(({ fd }) => fd);
console.log(`${edited} reloads with edits, ${unedited} without; ${streams.length} streams are open`);
await wait(20);
const before = activeHandles();
const host = await makeHost();
const [withEdits, without] = await soak(host);
const running = ledger.servicesRunning;
// What the callers saw last may only just have been let go.
await wait(50);
const left = ledger.begun - ledger.ended;
const { diagnostics } = host;
await host.close();
await wait(100);
const after = activeHandles();

console.log(
  `${callers} callers: ${ledger.rounds} rounds, ${ledger.calls} calls; ${ledger.spanning} rounds saw a reload go by`,
);
console.log(
  `instances: ${ledger.begun} begun, ${left} left before close, ${ledger.begun - ledger.ended} after; ${ledger.ticks} ticks of timers`,
);
console.log(`service: ${ledger.serviceStarts} starts, at most ${ledger.servicesMost} at once`);
console.log(`handles before: ${before}`);
console.log(`handles after: ${after}`);
say("an edit before every second reload", withEdits);
say("no edits", without);
for (const words of ledger.said) console.log(words);
for (const { code, message } of diagnostics.all.slice(0, 5)) console.log(`diagnostic: ${code} ${message}`);

Object.assign(isRight, {
  "no call failed": ledger.faults.call === 0,
  "no view saw two instances": ledger.faults.instances === 0 && ledger.spanning > 0,
  "one owner throughout": ledger.faults.owner === 0,
  "nothing of an instance ran after it was disposed": ledger.faults.ended === 0 && ledger.ticks > 0,
  "every reload was taken": ledger.faults.reload === 0 && ledger.begun === edited + unedited + 1,
  "every instance but the last was disposed, and that by close": left === 1 && ledger.begun === ledger.ended,
  "the service ran once at a time, and not after close":
    ledger.servicesMost === 1 && running === 1 && ledger.servicesRunning === 0 && ledger.serviceStarts === ledger.begun,
  "as many handles as before": after === before,
  "nothing was reported": diagnostics.all.every(({ code }) => code === "OWNER_OVERRULED"),
});
for (const [check, passed] of Object.entries(isRight)) console.log(`${passed ? "PASS" : "FAIL"} ${check}`);
process.exitCode = Object.values(isRight).every(Boolean) ? 0 : 1;
