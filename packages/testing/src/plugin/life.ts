import { setTimeout as pause } from "node:timers/promises";
import {
  unfinishedCalls,
  type Diagnostic,
  type HostChange,
  type ImportedPlugin,
  type PluginReport,
} from "@mortise/core";
import { watchProcess, type ProcessWatch } from "../left-behind.js";
import type { AnyTestHost } from "../test-host.js";
import { broughtBy, instanceIn, type Brought } from "./brought.js";
import type { Subject } from "./subject.js";

/** What came of a plugin that was loaded, loaded again from the same module and unloaded. */
export interface Life {
  /** After it was loaded. */
  readonly report: PluginReport;
  /** What only a plugin has that became active. */
  readonly active?: ActiveLife;
  /** All that the host said. */
  readonly diagnostics: readonly Diagnostic[];
  /** What was in the process at the end and not before. */
  readonly left: readonly string[];
}

/** What only a plugin has that became active. */
export interface ActiveLife {
  readonly imported: ImportedPlugin;
  readonly first: Brought;
  /** What it registered the second time; absent where it was not loaded again. */
  readonly second?: Brought;
  readonly reload: HostChange;
  /** Its calls that had not ended once it was unloaded, in words. */
  readonly calls: readonly string[];
}

const defaultWaitMs = 2000;
/** How long something may take that registers although `register` has returned, in milliseconds. */
const lateMs = 50;

/** Lives the life of a plugin, once, in a host of its own. */
export async function live(subject: Subject): Promise<Life> {
  const watch = watchProcess();
  try {
    const { testHost, ...life } = await liveIn(subject, watch);
    return {
      ...life,
      diagnostics: testHost.host.diagnostics.all,
      left: await watch.left(subject.options.waitMs ?? defaultWaitMs),
    };
  } finally {
    watch.stop();
  }
}

async function liveIn(subject: Subject, watch: ProcessWatch) {
  const testHost = await subject.open();
  try {
    // What is registered too late may be thrown where nobody stands above.
    testHost.host.guardProcess();
    const report = await testHost.report(subject.id);
    const active = await whileActive(subject, testHost, watch);
    return { testHost, report, ...(active && { active }) };
  } finally {
    await testHost.close();
  }
}

async function whileActive(
  { id }: Subject,
  testHost: AnyTestHost,
  watch: ProcessWatch,
): Promise<ActiveLife | undefined> {
  const { host } = testHost;
  const instance = instanceIn(testHost, id);
  if (!instance) return undefined;
  const { imported } = instance;
  const first = broughtBy(instance);
  await host.start();
  await watch.aside(() => pause(lateMs));
  const reload = await host.reload(id);
  const again = instanceIn(testHost, id);
  const second = again && again !== instance ? broughtBy(again) : undefined;
  await host.unload(id);
  const calls = unfinishedCalls().filter(({ plugin }) => plugin === id);
  return { imported, first, ...(second && { second }), reload, calls: calls.map(({ what }) => what) };
}
