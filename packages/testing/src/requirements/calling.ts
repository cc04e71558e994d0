import type { Requirement } from "./requirement.js";

/** What holds whenever a function of a plugin is called. */
export const callingPromises: readonly Requirement[] = [
  {
    id: "CALL-1",
    behaviour:
      "A call has a deadline; past it the wait ends, the function's signal is aborted, and what comes late is dropped.",
    source: "issue 4, calling",
  },
  {
    id: "CALL-2",
    behaviour: "Who calls may leave: the signal reaches the function, and nothing is kept.",
    source: "issue 3, capabilities",
  },
  {
    id: "CALL-3",
    behaviour:
      "A breaker opens after failures in a row, lets one probe through, is settled by whatever comes of it, and can be reset.",
    source: "issue 4, calling",
  },
  {
    id: "CALL-4",
    behaviour:
      "Consumers ask a capability: by id, else in the operator's order, falling back on faults and never on the caller's own.",
    source: "issue 3, ownership and selection",
  },
  {
    id: "CALL-5",
    behaviour:
      "The context of a call says for whom it is, with config and user config as they are then, and carries telling and asking.",
    source: "issue 4, calling",
  },
  {
    id: "CALL-6",
    behaviour: "Counters, timing and tracing cost nothing until they are asked for, and end with who asked.",
    source: "issue 4, calling",
  },
  {
    id: "CALL-7",
    behaviour: "A process that exits while calls wait names each with its plugin and hook.",
    source: "issue 4, calling",
  },
  {
    id: "CALL-8",
    behaviour: "What escapes a plugin into the process is contained, blamed by its lines and reported.",
    source: "design, section 5 rule 8",
  },
  {
    id: "CALL-9",
    behaviour: "One plugin's fault stops neither another plugin, nor the host, nor a report.",
    source: "design, section 5 rule 8",
  },
  {
    id: "CALL-10",
    behaviour: "A plugin calls another's API by name and range, and is told why one is not there.",
    source: "issue 3, other surfaces",
  },
  {
    id: "CALL-11",
    behaviour: "A stream keeps its instance, its caller's signal and its reader's end.",
    source: "issue 4, calling",
  },
  {
    id: "CALL-12",
    behaviour: "Services start in order, stop in reverse, and never overlap with those they replace.",
    source: "design, section 8",
  },
  {
    id: "CALL-13",
    behaviour: "Deadlines are never early, and at most 50 ms late.",
    source: "issue 4, how it is checked 1",
  },
  {
    id: "CALL-14",
    behaviour: "A provider's operations are those that its contract lists, members of members included.",
    source: "decision 13",
  },
  {
    id: "HOOK-1",
    behaviour: "A hook's kind is its runner, and the compiler refuses every other.",
    source: "design, section 7",
  },
  { id: "HOOK-2", behaviour: "`modify` joins what handlers give as the hook says.", source: "design, section 7" },
  {
    id: "HOOK-3",
    behaviour: "A gate may replace or block and fails as its policy says; a claim stops at the first that handled it.",
    source: "design, section 7",
  },
  {
    id: "HOOK-4",
    behaviour: "`observe` asks all together, ignores what they give unless it is collected, and records faults.",
    source: "design, section 7",
  },
  {
    id: "HOOK-5",
    behaviour: "`stream` is a chain of transforms, and who breaks it is blamed.",
    source: "design, section 7",
  },
  {
    id: "HOOK-6",
    behaviour:
      "Handlers stand by what they ask, then priority, then plugin order; a circle is broken by rule and told.",
    source: "design, section 7",
  },
  {
    id: "HOOK-7",
    behaviour: "A declarative filter keeps a handler from being called, and its owner from being loaded.",
    source: "issue 4, calling",
  },
  {
    id: "HOOK-8",
    behaviour: "A plugin's own hooks are declared in its manifest, under its own name.",
    source: "decision 12",
  },
  {
    id: "HOOK-9",
    behaviour:
      "A gate whose handler is required, or whose owner could not be loaded, is closed until the operator does without it by name.",
    source: "issue 4, calling",
  },
  {
    id: "HOOK-10",
    behaviour: "Whatever a handler does, the others' results stand and the fault is blamed once.",
    source: "design, section 5 rule 8",
  },
];
