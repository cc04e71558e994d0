import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const builder = fileURLToPath(new URL("../../../scripts/build-if-stale.mjs", import.meta.url));

/** A gateway in a process of its own. */
export interface GatewayProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** What it said so far. */
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

/** Builds what people run: it starts 20 times sooner than its sources, but what is built may be of yesterday. */
export function buildGateway(): void {
  execFileSync(process.execPath, [builder], { stdio: ["ignore", "ignore", "inherit"] });
}

/** Starts the executable in a folder that is its home too. */
export function startProcess(folder: string, args: readonly string[]): GatewayProcess {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CACHE_HOME: join(folder, "cache") },
  });
  child.stdin.end();
  let [out, err] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, out: () => out, err: () => err, ended };
}

/** Waits until it says something; fails with all that it said where it ends instead. */
export async function saying({ child, out, err, ended }: GatewayProcess, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const found = pattern.exec(out());
    if (found) return found;
    const over = await Promise.race([once(child.stdout, "data"), ended]);
    if (!Array.isArray(over)) throw new Error(`it ended with ${over}:\n${out()}\n${err()}`);
  }
}

/** Waits until the gateway says its address. */
export async function addressOf(running: GatewayProcess): Promise<string> {
  return (await saying(running, /answers on (http:\S+)\n[\s\S]*curl/))[1] ?? "";
}
