import type { Service } from "@mortise/sdk";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { messageOf } from "../diagnostics/error.js";
import type { Registration } from "../loading/registration.js";
import { callBounded } from "./bounded.js";

/** How long a service may take to start or stop, in milliseconds. */
export const serviceDeadlineMs = 10_000;

const serviceKind = "service";

/** The services that run, and how they start and stop. */
export interface ServiceRunner {
  /** Starts the services among these registrations, one after the other. */
  start(registrations: Iterable<Registration>): Promise<void>;
  /** Stops the services of one plugin, or all, last started first. */
  stop(plugin?: string): Promise<void>;
  /** Ids of the services that run. */
  readonly running: readonly string[];
}

/** Makes the runner; `report` hears of services that fail. */
export function createServiceRunner(report: (diagnostic: Diagnostic) => void): ServiceRunner {
  const started: Registration[] = [];
  return {
    get running() {
      return started.map(({ id }) => id);
    },
    async start(registrations) {
      for (const registration of registrations) {
        if (registration.contract.kind !== serviceKind || started.includes(registration)) continue;
        const problem = await run(registration, "start");
        if (problem === undefined) started.push(registration);
        else report(diagnose("SERVICE_START_FAILED", { id: registration.id, reason: problem }, { plugin: registration.plugin }));
      }
    },
    async stop(plugin) {
      for (const registration of started.toReversed()) {
        if (plugin !== undefined && registration.plugin !== plugin) continue;
        started.splice(started.indexOf(registration), 1);
        const problem = await run(registration, "stop");
        if (problem === undefined) continue;
        report(diagnose("SERVICE_STOP_FAILED", { id: registration.id, reason: problem }, { plugin: registration.plugin }));
      }
    },
  };
}

/** Runs one of a service's operations; gives what went wrong. */
async function run({ id, value }: Registration, operation: "start" | "stop"): Promise<string | undefined> {
  const service = value as unknown as Service;
  if (service[operation] === undefined) return undefined;
  try {
    const bounds = { deadlineMs: serviceDeadlineMs };
    await callBounded(`${operation} of the service ${id}`, (context) => service[operation]?.({}, context), bounds);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
