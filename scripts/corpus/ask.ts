import { execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Answer, Question } from "./answer.js";

const preload = pathToFileURL(fileURLToPath(new URL("./no-network.mjs", import.meta.url))).href;

/** What loads, and for how long it may. */
export interface Asking {
  /** The program, and the built files that it loads with; absolute paths. */
  readonly program: string;
  readonly core: string;
  readonly openclaw: string;
  /** A child that has not answered by then is ended, with all that it started; in milliseconds. */
  readonly deadlineMs: number;
}

/**
 * Loads a package in a child process: with a home of its own, no network, none of this process's environment, and so
 * long as the deadline. What it prints is kept apart.
 */
export async function ask(asking: Asking, question: Question): Promise<Answer | { readonly problem: string }> {
  const home = join(question.folder, "home");
  mkdirSync(home, { recursive: true });
  const given = [asking.program, asking.core, asking.openclaw, JSON.stringify(question)];
  const [command = "", ...before] = isolated();
  const child = spawn(command, [...before, ...given], {
    cwd: question.folder,
    env: {
      PATH: process.env["PATH"],
      HOME: home,
      USERPROFILE: home,
      TMPDIR: home,
      NODE_OPTIONS: `--import=${preload}`,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  return new Promise((resolve) => {
    let answer: Answer | undefined;
    const timer = setTimeout(() => {
      said.push(`\nIt did not answer within ${asking.deadlineMs / 1000} s.`);
      end(child.pid);
    }, asking.deadlineMs);
    child.on("message", (message) => (answer = message as Answer));
    child.on("error", ({ message }) => said.push(message));
    child.on("close", (code) => {
      clearTimeout(timer);
      end(child.pid);
      resolve(answer ?? { problem: `exited with ${code}: ${said.join("").trim().slice(-600)}` });
    });
  });
}

/** The child and whatever its plugins started. */
function end(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // All of them have ended.
  }
}

let known: readonly string[] | undefined;

/** How Node is started: without any network device where Linux lets us, else only with what the preload refuses. */
function isolated(): readonly string[] {
  known ??= canUnshare() ? ["unshare", "--net", "--map-root-user", process.execPath] : [process.execPath];
  return known;
}

function canUnshare(): boolean {
  try {
    execFileSync("unshare", ["--net", "--map-root-user", process.execPath, "-e", "0"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
