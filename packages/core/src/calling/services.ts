import type { CallContext, Service } from "@mortise/sdk";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { messageOf } from "../diagnostics/error.js";
import type { Registration } from "../loading/registration.js";
import { callBounded, isPromiseLike } from "./bounded.js";

/** How long a service may take to start or stop, in milliseconds. */
export const serviceDeadlineMs = 10_000;

const serviceKind = "service";

/** The services that run, and how they start and stop. */
export interface ServiceRunner {
  /**
   * From now on the services among these registrations run and no others: those that are left out are stopped, last
   * started first, and those that are new are started in order. One that did not start is not tried again.
   */
  run(registrations: readonly Registration[]): Promise<void>;
  /** Resolves when all that was asked so far is done. */
  settled(): Promise<void>;
  /** Stops all, last started first. Nothing is started any more. */
  stop(): Promise<void>;
  /** Ids of the services that run. */
  readonly running: readonly string[];
}

const done = Promise.resolve();

/** The runner of a host that only looks: starts nothing. */
export const idleServices: ServiceRunner = { run: () => done, settled: () => done, stop: () => done, running: [] };

/** Makes the runner; `report` hears of services that fail. */
export function createServiceRunner(report: (diagnostic: Diagnostic) => void): ServiceRunner {
  const started: Registration[] = [];
  const tried = new Set<Registration>();
  let queue: Promise<void> = done;
  let isOver = false;
  const stopAllBut = async (kept: ReadonlySet<Registration>) => {
    for (const registration of started.filter((running) => !kept.has(running)).toReversed()) {
      started.splice(started.indexOf(registration), 1);
      await stopService(registration, report);
    }
  };
  const follow = async (wanted: readonly Registration[]) => {
    await stopAllBut(new Set(wanted));
    for (const registration of wanted) {
      if (isOver || tried.has(registration)) continue;
      tried.add(registration);
      if (await startService(registration, report)) started.push(registration);
    }
  };
  const afterOthers = (work: () => Promise<void>) => (queue = queue.then(work));
  return {
    get running() {
      return started.map(({ id }) => id);
    },
    run: (registrations) =>
      afterOthers(() => follow(registrations.filter(({ contract }) => contract.kind === serviceKind))),
    settled: () => queue,
    stop() {
      isOver = true;
      return afterOthers(() => stopAllBut(new Set()));
    },
  };
}

type Report = (diagnostic: Diagnostic) => void;

async function startService(registration: Registration, report: Report): Promise<boolean> {
  const { id, plugin } = registration;
  const service = registration.value as unknown as Service;
  let starting: unknown;
  const problem = await attempt(`start of the service ${id}`, (context) => (starting = service.start({}, context)));
  if (problem === undefined) return true;
  report(diagnose("SERVICE_START_FAILED", { id, reason: problem }, { plugin }));
  // It may come up although nobody waits for it any more; then it must not stay.
  if (isPromiseLike(starting))
    starting.then(
      () => void stopService(registration, report),
      () => {},
    );
  return false;
}

async function stopService({ id, plugin, value }: Registration, report: Report): Promise<void> {
  const service = value as unknown as Service;
  if (service.stop === undefined) return;
  const problem = await attempt(`stop of the service ${id}`, (context) => service.stop?.({}, context));
  if (problem !== undefined) report(diagnose("SERVICE_STOP_FAILED", { id, reason: problem }, { plugin }));
}

/** Runs one of a service's operations; gives what went wrong. */
async function attempt(what: string, call: (context: CallContext) => unknown): Promise<string | undefined> {
  try {
    await callBounded(() => what, call, { deadlineMs: serviceDeadlineMs });
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
