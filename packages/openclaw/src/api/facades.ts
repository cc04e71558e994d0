import type { Compatibility } from "./compatibility.js";

/** A group of members that OpenClaw has as flat ones, too. */
export interface Facade extends Compatibility {
  /** Path within the facade to the flat member. */
  readonly members: Readonly<Record<string, string>>;
}

function same(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, name]));
}

const note = "The same as the flat members.";

/** The groups, by their paths. */
export const facades: readonly Facade[] = [
  { name: "session.state", support: "refused", note, members: same("registerSessionExtension") },
  {
    name: "session.workflow",
    support: "refused",
    note,
    members: same(
      "enqueueNextTurnInjection",
      "registerSessionSchedulerJob",
      "sendSessionAttachment",
      "scheduleSessionTurn",
      "unscheduleSessionTurnsByTag",
    ),
  },
  {
    name: "session.controls",
    support: "refused",
    note,
    members: same("registerSessionAction", "registerControlUiDescriptor"),
  },
  {
    name: "agent.events",
    support: "refused",
    note,
    members: same("registerAgentEventSubscription", "emitAgentEvent"),
  },
  { name: "runContext", support: "partial", note, members: same("setRunContext", "getRunContext", "clearRunContext") },
  { name: "lifecycle", support: "full", counterpart: "signal, onDispose", members: same("registerRuntimeLifecycle") },
];
