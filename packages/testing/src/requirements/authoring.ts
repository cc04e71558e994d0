import type { Requirement } from "./requirement.js";

/** What plugin authors, and people who read what is said, may rely on. */
export const authoringPromises: readonly Requirement[] = [
  {
    id: "DIAG-1",
    behaviour: "What is refused is a diagnostic with a stable code, a level, what happened, where and what to do.",
    source: "design, section 11",
  },
  {
    id: "DIAG-2",
    behaviour: "Diagnostics are a stream: kept within bounds, told to listeners, none of which can break it.",
    source: "issue 2, data plane",
  },
  {
    id: "DIAG-3",
    behaviour: "Reports are data: how each plugin stands, by what it did; loaded never means merely enabled.",
    source: "issue 2, command line",
  },
  {
    id: "DIAG-4",
    behaviour: "What a plugin relies on that has something better is told by signals that are stable.",
    source: "design, section 6",
  },
  {
    id: "DIAG-5",
    behaviour: "What is shown is safe to show: nothing in it moves a cursor or hides text.",
    source: "design, section 11",
  },
  {
    id: "SDK-1",
    behaviour: "A capability is declared once; its method, lookups, trigger, runtime helper and suite follow.",
    source: "design, section 4",
  },
  {
    id: "SDK-2",
    behaviour: "Who writes no type annotation is told the types, and what is wrong does not compile.",
    source: "issue 3, how it is checked 3",
  },
  {
    id: "SDK-3",
    behaviour: "An editor shows a contract's words at its method, and leads to it.",
    source: "issue 3, how it is checked 4",
  },
  {
    id: "SDK-4",
    behaviour: "An application adds a capability of its own in one file and one list.",
    source: "issue 3, capabilities",
  },
  {
    id: "SDK-5",
    behaviour: "Contracts are transferable: async functions, plain data, streams.",
    source: "design, section 4",
  },
  { id: "SDK-6", behaviour: "Values of the SDK are recognised across copies of it.", source: "design, section 8" },
  {
    id: "SDK-7",
    behaviour: "The gateway's capabilities, their kinds and their methods are these.",
    source: "issue 3, capabilities",
  },
  {
    id: "SDK-8",
    behaviour:
      "The hooks are data: name, kind, merge rule, failure policy and deadline, or the reason why one is left out.",
    source: "issue 3, the hook list",
  },
  { id: "SDK-9", behaviour: "A plugin needs the SDK for its types alone.", source: "design, section 3" },
  {
    id: "API-1",
    behaviour: "The names that a package exports are these, each stable or evolving.",
    source: "issue 5, in this repository",
  },
  {
    id: "API-2",
    behaviour: "The SDK exports contracts, hooks and types, and nothing of a vendor.",
    source: "issue 5, in this repository",
  },
  {
    id: "API-3",
    behaviour: "The codes of diagnostics, with their levels, are these.",
    source: "issue 5, in this repository",
  },
  {
    id: "API-4",
    behaviour: "What the command and the gateway answer as JSON has these members, of these types.",
    source: "issue 5, in this repository",
  },
  {
    id: "API-5",
    behaviour: "Capabilities, surfaces, resources and hooks are each stable or evolving.",
    source: "issue 5, in this repository",
  },
  {
    id: "KIT-1",
    behaviour:
      "`testPlugin` makes a whole suite in one line, with vitest and with `node:test`, and its failures read like advice.",
    source: "issue 5, `@mortise/testing`",
  },
  {
    id: "KIT-2",
    behaviour: "Every contract has a conformance suite that finds each way to break it.",
    source: "issue 3, capabilities",
  },
  {
    id: "KIT-3",
    behaviour: "A test host runs plugins through the real pipeline, on folders that go with it.",
    source: "issue 5, `@mortise/testing`",
  },
  {
    id: "KIT-4",
    behaviour: "A vendor's server on loopback answers as scripted, with every fault that a provider meets.",
    source: "issue 5, `@mortise/testing`",
  },
  {
    id: "KIT-5",
    behaviour: "Time, other plugins' capabilities and a call's context can be stood in for.",
    source: "issue 5, `@mortise/testing`",
  },
];
