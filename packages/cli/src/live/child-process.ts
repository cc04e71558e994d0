import { fork, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ControlPlane, Diagnostic, LivePlugin } from "@mortise/core/catalog";
import { diagnoseCli } from "../diagnostics.js";
import { childArgument, type ChildJob, type ChildMessage, type LiveFindings } from "./protocol.js";

/** How much of what a child prints is kept, in characters. */
const keptOutput = 2000;

/** How long the last words of a child that ended may be under way, in milliseconds. */
const lastWordsMs = 500;

/** What loading in a child needs to be told. */
export interface ChildOptions {
  readonly config: string | undefined;
  /** How long one plugin may take, in milliseconds. */
  readonly deadlineMs: number;
}

/**
 * Loads every plugin that may run in a child process and reports what they registered. A plugin that ends the child, or
 * keeps it longer than the deadline, counts as failed; another child then loads the others. Never throws.
 */
export async function loadInChild(
  controlPlane: ControlPlane,
  { config, deadlineMs }: ChildOptions,
): Promise<LiveFindings> {
  const state = mkdtempSync(join(tmpdir(), "mortise-"));
  const failed: LivePlugin[] = [];
  try {
    for (;;) {
      const skip = failed.map(({ id }) => id);
      if (skip.length === controlPlane.order.length) return { live: failed, diagnostics: [] };
      const end = await runOnce({ ...(config !== undefined && { config }), state, skip }, deadlineMs);
      if ("live" in end) return { live: [...end.live, ...failed], diagnostics: end.diagnostics };
      const found = controlPlane.checks.redactor.diagnostic(end.diagnostic);
      // Nobody to blame, or the same one again: another child would come to the same end.
      if (found.plugin === undefined || skip.includes(found.plugin)) {
        return { ...(failed.length > 0 && { live: failed }), diagnostics: [found] };
      }
      failed.push({ id: found.plugin, status: "failed", contributions: {}, diagnostics: [found] });
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

/** How a child ended: with an answer, or without one and why. */
type ChildEnd = Omit<ChildMessage & { kind: "result" }, "kind"> | { readonly diagnostic: Diagnostic };

/** Runs one child to its end; it is gone when this returns. */
function runOnce(job: ChildJob, deadlineMs: number): Promise<ChildEnd> {
  const child = fork(process.argv[1] ?? "", [childArgument, JSON.stringify(job)], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const printed = keepOutput(child);
  return new Promise((resolve) => {
    let loading: string | undefined;
    let end: ChildEnd | undefined;
    const finish = (found: ChildEnd) => {
      end ??= found;
      child.kill("SIGKILL");
    };
    const late = () => finish({ diagnostic: tooLate(loading, deadlineMs) });
    let timer = setTimeout(late, deadlineMs);
    child.on("message", (message: ChildMessage) => {
      clearTimeout(timer);
      timer = setTimeout(late, deadlineMs);
      if (message.kind === "loading") loading = message.plugin;
      // Its plugins now unload; it ends by itself unless one of them hangs.
      else end ??= { live: message.live, diagnostics: message.diagnostics };
    });
    child.on("error", (error) => finish({ diagnostic: ended(undefined, error.message, "") }));
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      const how = signal === null ? `it exited with code ${code}` : `it got the signal ${signal}`;
      const settle = () => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve(end ?? { diagnostic: ended(loading, how, printed()) });
      };
      // Its last words may still be in the pipe; a process of its own may hold the pipe for ever.
      child.once("close", settle);
      setTimeout(settle, lastWordsMs).unref();
    });
  });
}

function tooLate(plugin: string | undefined, deadlineMs: number): Diagnostic {
  const seconds = deadlineMs / 1000;
  if (plugin !== undefined) return diagnoseCli("CLI_RUNTIME_TIMEOUT", { seconds }, { plugin });
  return diagnoseCli("CLI_RUNTIME_FAILED", { how: `nothing happened for ${seconds} s`, words: "" });
}

function ended(plugin: string | undefined, how: string, printed: string): Diagnostic {
  const words = printed === "" ? "" : ` Its last words: ${printed}`;
  if (plugin !== undefined) return diagnoseCli("CLI_RUNTIME_ENDED", { how, words }, { plugin });
  return diagnoseCli("CLI_RUNTIME_FAILED", { how, words });
}

/** Takes what a child prints off its hands, so that nothing of it reaches our own output; gives the end of it. */
function keepOutput({ stdout, stderr }: ChildProcess): () => string {
  let kept = "";
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      kept = (kept + text).slice(-keptOutput);
    });
  }
  return () => kept.trim();
}
