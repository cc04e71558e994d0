import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ControlPlane, Diagnostic, LivePlugin } from "@mortise/core/catalog";
import { askChild } from "../child/ask-child.js";
import { diagnoseCli } from "../diagnostics.js";
import { childArgument, type ChildJob, type ChildMessage, type LiveFindings } from "./protocol.js";

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
      if ("live" in end) return { ...end, live: [...end.live, ...failed] };
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
type LoadingEnd = Omit<ChildMessage & { kind: "result" }, "kind"> | { readonly diagnostic: Diagnostic };

/** Runs one child to its end. */
async function runOnce(job: ChildJob, deadlineMs: number): Promise<LoadingEnd> {
  let loading: string | undefined;
  const end = await askChild({
    args: [childArgument, JSON.stringify(job)],
    deadlineMs,
    read(message: ChildMessage) {
      if (message.kind === "result") return message;
      loading = message.plugin;
      return undefined;
    },
  });
  if (end.kind === "answer") {
    const { kind: _, ...findings } = end.answer;
    return findings;
  }
  return { diagnostic: end.kind === "late" ? tooLate(loading, deadlineMs) : ended(loading, end.how, end.words) };
}

function tooLate(plugin: string | undefined, deadlineMs: number): Diagnostic {
  const seconds = deadlineMs / 1000;
  if (plugin !== undefined) return diagnoseCli("CLI_RUNTIME_TIMEOUT", { seconds }, { plugin });
  return diagnoseCli("CLI_RUNTIME_FAILED", { how: `nothing happened for ${seconds} s`, words: "" });
}

function ended(plugin: string | undefined, how: string, words: string): Diagnostic {
  if (plugin !== undefined) return diagnoseCli("CLI_RUNTIME_ENDED", { how, words }, { plugin });
  return diagnoseCli("CLI_RUNTIME_FAILED", { how, words });
}
