import { execFileSync, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../bin/mortise.cjs", import.meta.url));
const builder = fileURLToPath(new URL("../../../scripts/build-if-stale.mjs", import.meta.url));

// What people run, which starts 20 times sooner than its sources; but what is built may be of yesterday.
execFileSync(process.execPath, [builder], { stdio: ["ignore", "ignore", "inherit"] });

/** How a run of the command ended. */
export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Where and how the command is run. */
export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Close our end of its stdout at once, as `head` does when it has enough. */
  readonly closesStdout?: boolean;
  /** Send SIGINT, as Ctrl-C does, each time that stdout gets a text with this in it. */
  readonly interruptsOn?: string;
}

/** Runs the command, as it is built, in a process of its own. */
export function runMortise(
  args: readonly string[],
  { cwd, env, closesStdout = false, interruptsOn }: RunOptions,
): Promise<Run> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  if (closesStdout) child.stdout.destroy();
  else {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text;
      if (interruptsOn !== undefined && text.includes(interruptsOn)) child.kill("SIGINT");
    });
  }
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ ...said, code, signal }));
  });
}
