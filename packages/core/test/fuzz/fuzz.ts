import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "./run-input.js";
import type { Kind } from "./thing.js";

/** What a process is to do: the indexes `from`, `from + step`, … below `to`. */
export interface Orders {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** The only kind of inputs that is made. */
  readonly kind?: Kind | undefined;
  /** No input is begun after this time, in milliseconds since 1970. */
  readonly until: number;
  /** An empty folder of its own, absolute. */
  readonly base: string;
  /** The file of `@mortise/openclaw`. */
  readonly openclaw: string;
  /** How long processors may work on one input, in milliseconds. */
  readonly budget: number;
}

/** What a process tells, every now and then. */
export interface Told {
  readonly count: number;
  /** How many of these went the whole way. */
  readonly whole: number;
  /** Hashes of config schemas that Ajv takes, and of those that it does not. */
  readonly sound: readonly string[];
  readonly unsound: readonly string[];
  readonly findings: readonly Finding[];
  readonly slowest: { readonly index: number; readonly milliseconds: number };
  /** The index that comes next. */
  readonly next: number;
}

/** With this the program ends when it is itself at fault. */
export const ownFault = 70;

/** Which inputs to make, and how to run the program. */
export interface FuzzOptions extends Pick<Orders, "seed" | "from" | "to" | "openclaw"> {
  /** How many processes at once. */
  readonly processes: number;
  /** Node's arguments, the program's file last. */
  readonly program: readonly string[];
  readonly budget?: number;
  readonly until?: number;
  readonly kind?: Kind | undefined;
  /** How long an input may go on before its process is ended, in milliseconds of the clock. */
  readonly patience?: number;
  /** Told every now and then. */
  readonly onProgress?: (report: FuzzReport) => void;
}

/** What came of all inputs. */
export interface FuzzReport {
  readonly count: number;
  /** How many of these went the whole way, from discovery to the reports. */
  readonly whole: number;
  readonly schemas: number;
  readonly soundSchemas: number;
  readonly findings: readonly Finding[];
  readonly slowest: Told["slowest"];
}

class Tally implements FuzzReport {
  count = 0;
  whole = 0;
  findings: Finding[] = [];
  slowest = { index: -1, milliseconds: 0 };
  readonly #sound = new Set<string>();
  readonly #unsound = new Set<string>();

  get schemas(): number {
    return this.#sound.size + this.#unsound.size;
  }

  get soundSchemas(): number {
    return this.#sound.size;
  }

  add({ count, whole, sound, unsound, findings, slowest }: Told): void {
    this.count += count;
    this.whole += whole;
    for (const hash of sound) this.#sound.add(hash);
    for (const hash of unsound) this.#unsound.add(hash);
    this.findings.push(...findings);
    if (slowest.milliseconds > this.slowest.milliseconds) this.slowest = slowest;
  }
}

/**
 * Runs every input, in processes with a home and a folder of their own. A process that stays at one input is ended, the
 * input is a finding, and the next process goes on behind it.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "mortise-fuzz-")));
  const tally = new Tally();
  const step = options.processes;
  try {
    await Promise.all(Array.from({ length: step }, (_, share) => runShare(options, { top, share, step }, tally)));
    return tally;
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

interface Share {
  readonly top: string;
  readonly share: number;
  readonly step: number;
}

async function runShare(options: FuzzOptions, { top, share, step }: Share, tally: Tally): Promise<void> {
  const { seed, to, openclaw, kind, budget = 10_000, until = Number.MAX_SAFE_INTEGER } = options;
  for (let from = options.from + share, time = 0; from < to; time += 1) {
    const base = join(top, `${share}-${time}`);
    mkdirSync(base);
    const ended = await runProcess({ seed, from, to, step, kind, until, base, openclaw, budget }, options, tally);
    rmSync(base, { recursive: true, force: true });
    if (ended === undefined) return;
    tally.count += 1;
    tally.findings.push(ended);
    from = ended.index + step;
  }
}

function start(orders: Orders, program: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...program, JSON.stringify(orders)], {
    cwd: orders.base,
    env: { HOME: join(orders.base, "home"), TMPDIR: join(orders.base, "home"), PATH: process.env["PATH"] },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** Nothing where the process came to its end, otherwise the input at which it was. */
async function runProcess(orders: Orders, options: FuzzOptions, tally: Tally): Promise<Finding | undefined> {
  const { patience = 60_000, program, onProgress } = options;
  const child = start(orders, program);
  const watch = watchBeat(orders.base, patience, () => void child.kill("SIGKILL"));
  let lastTold = orders.from;
  child.on("message", (told: Told) => {
    tally.add(told);
    lastTold = told.next;
    onProgress?.(tally);
  });
  // What was told last may arrive after the end.
  const [[code, signal]] = (await Promise.all([once(child, "exit"), once(child, "disconnect")])) as [
    [number | null, string | null],
    unknown,
  ];
  const { index, isHung } = watch.end();
  if (code === 0) return undefined;
  // What was done and not told yet.
  tally.count += Math.max(0, Math.floor((index - lastTold) / orders.step));
  if (index < 0 || code === ownFault) throw new Error(`The program failed by its own fault, at input ${index}.`);
  const what = isHung ? `it did not end within ${patience} ms` : `the process died (${signal ?? code})`;
  return { index, kind: "unknown", what };
}

/** Looks at which input a process is, twice a second. */
function watchBeat(base: string, patience: number, onHang: () => void) {
  let index = -1;
  let since = performance.now();
  let isHung = false;
  const look = (): void => {
    const now = readBeat(base) ?? index;
    if (now !== index) since = performance.now();
    index = now;
    // Before the first input it is still starting.
    isHung ||= index >= 0 && performance.now() - since > patience;
    if (isHung) onHang();
  };
  const timer = setInterval(look, 500);
  return {
    end: () => {
      clearInterval(timer);
      if (!isHung) index = readBeat(base) ?? index;
      return { index, isHung };
    },
  };
}

function readBeat(base: string): number | undefined {
  try {
    const text = readFileSync(join(base, "beat"), "utf8").trim();
    return text === "" ? undefined : Number(text);
  } catch {
    return undefined;
  }
}
