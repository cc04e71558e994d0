/**
 * Measures hooks and provider calls of a whole host against a hand-written loop in the same process, and other libraries
 * beside it: the suite `calls` of the benchmarks. By itself (`npx jiti scripts/bench/hooks.ts`, after a build) it prints
 * nanoseconds, and the ratio to the loop; what lies above an aim is marked. With `--findings` it answers with findings.
 */
import { writeSync } from "node:fs";
import avvio from "avvio";
import Emittery from "emittery";
import { createHooks } from "hookable";
import { AsyncSeriesHook, SyncHook } from "tapable";
import { tool } from "@mortise/sdk";
import { benchHost, handlers } from "./host.js";
import { measure, median, type Work } from "./measure.js";
import { time, type Finding } from "./row.js";

type Handler = (event: object) => unknown;

const event = { text: "hello" };
const asyncHandlers: readonly Handler[] = handlers.async;
const syncHandlers: readonly Handler[] = handlers.sync;

/** What one would write by hand. */
async function loop(handlers: readonly Handler[], given: object): Promise<unknown> {
  let found: unknown;
  for (const handler of handlers) {
    const result = await handler(given);
    if (result !== undefined) found = result;
  }
  return found;
}

function withHookable(handlers: readonly Handler[]): Work {
  const hooks = createHooks();
  for (const handler of handlers) hooks.hook("measured", handler);
  return () => hooks.callHook("measured", event);
}

function withTapable(handlers: readonly Handler[]): Work {
  const hook = new AsyncSeriesHook<[object]>(["event"]);
  for (const handler of handlers) hook.tapPromise("measured", handler as (given: object) => Promise<void>);
  return () => hook.promise(event);
}

function withSyncTapable(handlers: readonly Handler[]): Work {
  const hook = new SyncHook<[object]>(["event"]);
  for (const handler of handlers) hook.tap("measured", handler);
  return () => hook.call(event);
}

function withEmittery(handlers: readonly Handler[]): Work {
  const emitter = new Emittery<{ measured: object }>();
  for (const handler of handlers) emitter.on("measured", handler as never);
  return () => emitter.emitSerial("measured", event);
}

/** It boots things once, so each measurement is a boot. */
function withAvvio(handlers: readonly Handler[]): Work {
  return () => {
    const app = avvio({}, { autostart: false });
    for (const handler of handlers) app.use(async () => handler(event));
    return new Promise((resolve) => void app.start().on("start", () => resolve(undefined)));
  };
}

interface Row {
  readonly name: string;
  readonly floor: Work;
  /** What the floor is, where it is not the loop. */
  readonly against?: string;
  readonly ours: Work;
  /** The highest ratio of ours to the floor. */
  readonly aim?: number;
  readonly others: Readonly<Record<string, Work>>;
}

const asFindings = process.argv.includes("--findings");
const findings: Finding[] = [];

function print(name: string, values: readonly (readonly [who: string, text: string])[]): void {
  if (asFindings) return;
  console.log(`${name.padEnd(38)}${values.map(([who, text]) => `${who} ${text}`).join("   ")}`);
}

async function printRow({ name, floor, against = "a loop of awaits by hand", ours, aim, others }: Row): Promise<void> {
  const times = await measure({ loop: floor, mortise: ours, ...others });
  const base = times.get("loop") ?? Number.NaN;
  const [mine = Number.NaN, show] = [times.get("mortise"), (ns: number) => time(ns / 1_000_000)];
  const beside = Object.keys(others).map((who) => `${who} ${show(times.get(who) ?? Number.NaN)}`);
  const detail = [`${show(mine)} : ${show(base)}`, ...beside].join(", ");
  findings.push({ name, ratio: mine / base, aim: aim ?? null, floor: against, detail });
  const shown = [...times].map(([who, time]) => {
    const ratio = time / base;
    const isMissed = who === "mortise" && aim !== undefined && ratio > aim;
    const told = who === "loop" ? "" : ` = ${ratio.toFixed(2)}x`;
    const aimed = who === "mortise" && aim !== undefined ? ` (aim ${aim}${isMissed ? ", MISSED" : ""})` : "";
    return [who, `${time.toFixed(0)} ns${told}${aimed}`] as const;
  });
  print(name, shown);
}

const host = await benchHost();
const { hooks } = host;
const tenAsync: Row["others"] = {
  hookable: withHookable(asyncHandlers),
  tapable: withTapable(asyncHandlers),
  emittery: withEmittery(asyncHandlers),
};
const rows: readonly Row[] = [
  {
    name: "no handler",
    floor: () => loop([], event),
    ours: () => hooks.modify("none", event),
    aim: 0.1,
    others: { hookable: withHookable([]), tapable: withTapable([]), emittery: withEmittery([]) },
  },
  {
    name: "10 async, no deadline",
    floor: () => loop(asyncHandlers, event),
    aim: 1.1,
    ours: () => hooks.modify("async10", event),
    others: tenAsync,
  },
  {
    name: "10 sync",
    floor: () => loop(syncHandlers, event),
    ours: () => hooks.modify("sync10", event),
    aim: 0.2,
    others: {
      hookable: withHookable(syncHandlers),
      tapable: withSyncTapable(syncHandlers),
      emittery: withEmittery(syncHandlers),
    },
  },
  {
    name: "10 async, each with a deadline",
    floor: () => loop(asyncHandlers, event),
    aim: 1.8,
    ours: () => hooks.modify("timed10", event),
    others: {},
  },
  {
    name: "10 async together",
    against: "Promise.all of the handlers",
    floor: () => Promise.all(asyncHandlers.map((handler) => handler(event))),
    ours: () => hooks.observe("together10", event),
    others: {},
  },
  {
    name: "10 async, each reads its signal",
    floor: () => loop(asyncHandlers, event),
    ours: () => hooks.modify("signal10", event),
    others: { "one AbortController": () => new AbortController().signal },
  },
  // Last, because what it leaves behind keeps the garbage collector busy.
  {
    name: "10 async, booted anew each time",
    floor: () => loop(asyncHandlers, event),
    ours: () => hooks.modify("timed10", event),
    others: { avvio: withAvvio(asyncHandlers) },
  },
];
if (!asFindings) console.log(`Node ${process.version}; medians, all in one process, taking turns`);

/** How much longer a call through the host takes than one by hand. */
async function printProviderCall(): Promise<void> {
  const found = await host.resolve(tool, "echo");
  if (!found || typeof found.value === "function") throw new Error("the tool is not there");
  const provider = found as typeof found & { readonly value: { execute(request: object, context: never): unknown } };
  const context = {} as never;
  const times = await measure({
    direct: () => provider.value.execute(event, context),
    called: () => host.call(provider, "execute", event),
  });
  const above = ((times.get("called") ?? Number.NaN) - (times.get("direct") ?? Number.NaN)) / 1000;
  const name = "a provider call, above a direct one";
  findings.push({ name, ratio: above, unit: "us", aim: 1, floor: "the provider's own function" });
  print(name, [["mortise", `${above.toFixed(2)} µs (aim 1${above > 1 ? ", MISSED" : ""})`]]);
}

/** How late handlers that hang are given up. */
async function printLateness(hook: "hang50" | "hang200" | "hang1000", deadlineMs: number): Promise<void> {
  const late: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    const begun = performance.now();
    await hooks.observe(hook, event);
    late.push(performance.now() - begun - deadlineMs);
  }
  const [least, most] = [Math.min(...late), Math.max(...late)];
  findings.push({
    name: `a hook that hangs is given up, of a deadline of ${deadlineMs} ms`,
    ratio: least < 0 ? Number.NaN : most,
    unit: "ms",
    aim: Math.max(50, deadlineMs * 0.05),
    floor: "the deadline; how late, at most; never early",
  });
  const isMissed = least < 0 || most > Math.max(50, deadlineMs * 0.05);
  const text = `${least.toFixed(1)} to ${most.toFixed(1)} ms late, median ${median(late).toFixed(1)} (aim 0 to 50 or 5 %`;
  print(`a deadline of ${deadlineMs} ms`, [["mortise", `${text}${isMissed ? ", MISSED" : ""})`]]);
}

await printProviderCall();
for (const row of rows) await printRow(row);
await printLateness("hang50", 50);
await printLateness("hang200", 200);
await printLateness("hang1000", 1000);
if (asFindings) writeSync(1, JSON.stringify(findings));
process.exit(0);
