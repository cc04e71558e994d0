import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";

/** As much as is kept of each output, in bytes. */
const mostBytes = 16 * 1024 * 1024;

/** How long a command that was told to end may take, in milliseconds. */
const graceMs = 2_000;

/** How a command is run. Times in milliseconds. */
export interface CommandOptions {
  readonly timeoutMs: number;
  /** How long it may print nothing. */
  readonly silenceMs?: number;
  readonly cwd?: string;
  /** Added to the environment; `undefined` takes a variable away. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Written to its standard input. */
  readonly input?: string;
  readonly windowsVerbatimArguments: boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What became of a command, in OpenClaw's form. */
export interface CommandResult {
  readonly pid?: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly killed: boolean;
  readonly termination: "exit" | "timeout" | "no-output-timeout" | "signal";
  readonly noOutputTimedOut: boolean;
}

/** Runs a program without a shell. Rejects where it cannot be started; any exit code resolves. */
export function runCommand(
  command: string,
  args: readonly string[],
  { timeoutMs, silenceMs, cwd, env, input, windowsVerbatimArguments, signal }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: "pipe",
      windowsVerbatimArguments,
      env: { ...process.env, ...env },
      ...(cwd !== undefined && { cwd }),
    });
    const ending = new Ending(child);
    const overall = setTimeout(() => ending.end("timeout"), timeoutMs);
    const silence = silenceMs === undefined ? undefined : setTimeout(() => ending.end("no-output-timeout"), silenceMs);
    const onAbort = () => ending.end("signal");
    const release = () => {
      clearTimeout(overall);
      clearTimeout(silence);
      ending.release();
      signal.removeEventListener("abort", onAbort);
    };
    const heard = () => silence?.refresh();
    const stdout = collect(child.stdout, heard);
    const stderr = collect(child.stderr, heard);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    child.on("error", (error) => {
      release();
      reject(error);
    });
    child.on("close", (code, by) => {
      release();
      const termination = ending.reason ?? (by === null ? "exit" : "signal");
      resolve({
        ...(child.pid !== undefined && { pid: child.pid }),
        stdout: stdout(),
        stderr: stderr(),
        code,
        signal: by,
        killed: child.killed,
        termination,
        noOutputTimedOut: termination === "no-output-timeout",
      });
    });
    // A program may end without reading what it is given.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/** Ends a program: it is asked first, and after a while made to. */
class Ending {
  reason: Exclude<CommandResult["termination"], "exit"> | undefined;
  private force: NodeJS.Timeout | undefined;
  private readonly child: ChildProcessWithoutNullStreams;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.child = child;
  }

  end(reason: NonNullable<Ending["reason"]>): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    this.child.kill("SIGTERM");
    this.force = setTimeout(() => this.child.kill("SIGKILL"), graceMs);
  }

  release(): void {
    clearTimeout(this.force);
  }
}

/** Keeps what a stream brings, up to the limit; gives the function that says what was kept. */
function collect(stream: NodeJS.ReadableStream, heard: () => void): () => string {
  const pieces: Buffer[] = [];
  let bytes = 0;
  stream.on("data", (piece: Buffer) => {
    heard();
    const kept = piece.subarray(0, mostBytes - bytes);
    bytes += kept.length;
    if (kept.length > 0) pieces.push(kept);
  });
  return () => Buffer.concat(pieces).toString("utf8");
}
