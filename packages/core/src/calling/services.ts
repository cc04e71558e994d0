import { isPromiseLike } from "../diagnostics/given-value.js";
import type { CallContext, Service } from "@mortise/sdk";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic, DiagnosticPlace } from "../diagnostics/diagnostic.js";
import { messageOf } from "../diagnostics/error.js";
import type { Registration } from "../loading/registration.js";
import type { CallBounds } from "./context.js";
import { placeOfFault } from "./fault-place.js";
import type { Invoke } from "./invoke.js";
import type { ReadyProvider } from "./provider.js";

/** How long a service may take to start or stop, in milliseconds. */
export const serviceDeadlineMs = 10_000;

/** The kind of the one contract that core knows by name. */
export const serviceKind = "service";

/** The services that run, and how they start and stop. */
export interface ServiceRunner {
  /**
   * From now on the services among these registrations run and no others: those that are left out are stopped, last
   * started first, and those that are new are started in order. One that did not start is not tried again until it was
   * left out. Resolves to those that did not start now.
   */
  run(registrations: readonly Registration[]): Promise<readonly Registration[]>;
  /** Resolves when all that was asked so far is done. */
  settled(): Promise<void>;
  /** Stops all, last started first. Nothing is started any more. */
  stop(): Promise<void>;
  /** Ids of the services that run. */
  readonly running: readonly string[];
}

const unbounded: CallBounds = Object.freeze({});
const done = Promise.resolve();

/** The runner of a host that only looks: starts nothing. */
export const idleServices: ServiceRunner = {
  run: () => Promise.resolve([]),
  settled: () => done,
  stop: () => done,
  running: [],
};

/** What running services needs. */
export interface ServiceOptions {
  readonly invoke: Invoke;
  /** Hears of services that fail. */
  report(diagnostic: Diagnostic): void;
}

/** Makes the runner. */
export function createServiceRunner(options: ServiceOptions): ServiceRunner {
  const started: Registration[] = [];
  const tried = new Set<Registration>();
  let queue: Promise<void> = done;
  let isOver = false;
  const stopAllBut = async (kept: ReadonlySet<Registration>) => {
    for (const registration of started.filter((running) => !kept.has(running)).toReversed()) {
      started.splice(started.indexOf(registration), 1);
      await stopService(registration, options);
    }
  };
  const follow = async (wanted: readonly Registration[]) => {
    const kept = new Set(wanted);
    await stopAllBut(kept);
    for (const left of tried) if (!kept.has(left)) tried.delete(left);
    const failed: Registration[] = [];
    for (const registration of wanted) {
      if (isOver || tried.has(registration)) continue;
      tried.add(registration);
      if (await startService(registration, options)) started.push(registration);
      else failed.push(registration);
    }
    return failed;
  };
  const afterOthers = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = queue.then(work);
    queue = result.then(() => undefined);
    return result;
  };
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

/** Whether the service runs now. */
async function startService(registration: Registration, { invoke, report }: ServiceOptions): Promise<boolean> {
  const { id, plugin, value } = registration;
  const service = value as unknown as Service;
  let starting: unknown;
  const start = (request: Record<string, never>, context: CallContext) => (starting = service.start(request, context));
  const problem = await attempt({ id, plugin, value: { start }, registration }, "start", invoke);
  if (problem === undefined) return true;
  const { reason, place } = problem;
  report(diagnose("SERVICE_START_FAILED", { id, reason }, place));
  // It may come up although nobody waits for it any more; then it must not stay.
  if (isPromiseLike(starting)) {
    starting.then(
      () => void stopService(registration, { invoke, report }),
      () => {},
    );
  }
  return false;
}

async function stopService(registration: Registration, { invoke, report }: ServiceOptions): Promise<void> {
  const { id, plugin, value } = registration;
  if (value["stop"] === undefined) return;
  const problem = await attempt({ id, plugin, value, registration }, "stop", invoke);
  if (problem) report(diagnose("SERVICE_STOP_FAILED", { id, reason: problem.reason }, problem.place));
}

/** What went wrong with a service, and where. */
interface Problem {
  readonly reason: string;
  readonly place: DiagnosticPlace;
}

/** Runs one of a service's operations; gives what went wrong. */
async function attempt(
  provider: ReadyProvider,
  operation: "start" | "stop",
  invoke: Invoke,
): Promise<Problem | undefined> {
  try {
    await invoke(provider, operation, {}, unbounded, serviceDeadlineMs);
    return undefined;
  } catch (error) {
    return { reason: messageOf(error), place: placeOfFault(provider.registration.use, error) };
  }
}
