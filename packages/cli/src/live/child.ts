import { createHost, livePlugins, MortiseError, type Diagnostic, type Host } from "@mortise/core";
import { applicationOptions } from "../application.js";
import { closeHost } from "../child/close-host.js";
import { tellParent } from "../child/tell-parent.js";
import { diagnoseCli } from "../diagnostics.js";
import { askChannels } from "./channels.js";
import type { ChildJob, ChildMessage } from "./protocol.js";

/** Loads every plugin that may run, tells the parent what came of it, and ends. Services are registered, never started. */
export async function runChild(text: string): Promise<void> {
  const { config, state, skip } = JSON.parse(text) as ChildJob;
  const host = await createHost({ ...applicationOptions(config), folders: { state }, services: "leave" });
  const escaped: Diagnostic[] = [];
  const note = (error: unknown) => void escaped.push(blameFor(error, host));
  process.on("uncaughtException", note).on("unhandledRejection", note);
  for (const { id: plugin } of host.controlPlane.order) {
    if (skip.includes(plugin)) continue;
    await tellParent({ kind: "loading", plugin } satisfies ChildMessage);
    await host.load([plugin]);
  }
  // Everything is loaded, so that starting has nothing left to do but ask for what the operator marked required.
  const refusal = skip.length === 0 ? await startRefusal(host) : [];
  await tellParent({
    kind: "result",
    live: livePlugins(host),
    channels: await askChannels(host),
    diagnostics: [...refusal, ...escaped],
  } satisfies ChildMessage);
  await closeHost(host);
  process.exit(0);
}

async function startRefusal(host: Host): Promise<readonly Diagnostic[]> {
  try {
    await host.start();
    return [];
  } catch (error) {
    if (error instanceof MortiseError) return [error.diagnostic];
    throw error;
  }
}

/** The plugin whose folder the stack goes through. */
function blameFor(error: unknown, { controlPlane }: Host): Diagnostic {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const plugin = controlPlane.order.find(({ root }) => stack.includes(`${root}/`))?.id;
  const reason = error instanceof Error ? error.message : String(error);
  const diagnostic = diagnoseCli("CLI_RUNTIME_ESCAPED", { reason }, plugin === undefined ? {} : { plugin });
  return controlPlane.checks.redactor.diagnostic(diagnostic);
}
