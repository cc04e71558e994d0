import { membersOf } from "../reading.js";
import { openclawVersion } from "../version.js";
import { mapped, type ApiMember } from "../member.js";

/** A listener that nobody calls: plugins put it there while they register, and the rest of them must not suffer. */
function unheard(name: string, note: string): ApiMember {
  return mapped({ name, support: "refused", note }, ({ advise }) => {
    advise(`runtime.${name}`, note);
    return () => {};
  });
}

/** The version, the log, the folders, and the events that do not happen here. */
export const surroundingParts: readonly ApiMember[] = [
  unheard("events.onAgentEvent", "the gateway's turns are told by hooks, not as events of an agent"),
  unheard("events.onSessionTranscriptUpdate", "the gateway writes no transcript"),
  {
    name: "version",
    support: "full",
    note: "The version of OpenClaw whose API is followed.",
    make: () => openclawVersion,
  },
  mapped({ name: "logging.getChildLogger", support: "full", counterpart: "logger" }, ({ logger }, bindings) =>
    logger.child(membersOf(bindings)),
  ),
  mapped(
    {
      name: "logging.shouldLogVerbose",
      support: "partial",
      note: "Always false: who reads the log says what is shown.",
    },
    () => false,
  ),
  mapped(
    { name: "state.resolveStateDir", support: "partial", note: "A folder of the plugin's own, no other plugin's." },
    ({ folders }) => folders.state(),
  ),
];
