import type { Requirement } from "./requirement.js";

/** What holds when plugins come, change and go while the host runs, and for what outlasts them. */
export const changePromises: readonly Requirement[] = [
  {
    id: "LIFE-1",
    behaviour: "A change is one new generation, and nobody sees half of it; a generation never changes.",
    source: "design, section 1",
  },
  { id: "LIFE-2", behaviour: "A generation is what it would be if it were built from nothing.", source: "decision 14" },
  {
    id: "LIFE-3",
    behaviour:
      "A call ends on the instance that it began on, which is disposed then, or when the grace period is over.",
    source: "design, section 1",
  },
  {
    id: "LIFE-4",
    behaviour: "What cannot be taken over leaves the old running and says so.",
    source: "issue 4, generations and lifecycle",
  },
  {
    id: "LIFE-5",
    behaviour: "Who requires a plugin changes with it, all or none.",
    source: "issue 4, generations and lifecycle",
  },
  {
    id: "LIFE-6",
    behaviour:
      "A plugin is told of its loading, its unloading and its config, and is loaded anew where it does not take that over.",
    source: "issue 4, generations and lifecycle",
  },
  { id: "LIFE-7", behaviour: "A view keeps to one generation until it is released.", source: "decision 14" },
  {
    id: "LIFE-8",
    behaviour:
      "A plugin can be unloaded, disabled, enabled and reloaded by name, and nothing is taken in of any other.",
    source: "issue 4, generations and lifecycle",
  },
  {
    id: "LIFE-9",
    behaviour: "What is loaded while a change is made is as it should be when that is done.",
    source: "decision 16",
  },
  {
    id: "LIFE-10",
    behaviour: "Whoever listens hears of each change, in order, with what was added, removed and changed.",
    source: "issue 4, generations and lifecycle",
  },
  {
    id: "LIFE-11",
    behaviour: "Thousands of reloads under load fail no call, show no two instances, and leave nothing.",
    source: "issue 4, how it is checked 2",
  },
  {
    id: "LIFE-12",
    behaviour: "A host that closes unloads in reverse and waits for it; the process can end.",
    source: "issue 4, generations and lifecycle",
  },
  { id: "LIFE-13", behaviour: "Two hosts in one process share nothing but modules.", source: "design, section 11" },
  {
    id: "WATCH-1",
    behaviour: "An edit is taken over by itself, and only what it touches.",
    source: "issue 4, watch mode",
  },
  {
    id: "WATCH-2",
    behaviour: "A file is read when it rests; one that is wrong or half-written leaves the old running.",
    source: "issue 4, watch mode",
  },
  {
    id: "START-1",
    behaviour: "A start fails closed, and says why, where what the operator requires does not run.",
    source: "design, section 5 rule 8",
  },
  {
    id: "START-2",
    behaviour: "What becomes of a plugin that fails at the start is the operator's choice: go on, quarantine, abort.",
    source: "issue 4, generations and lifecycle",
  },
  {
    id: "START-3",
    behaviour: "A start says of each plugin how it stands and how long it took, and who is waited for meanwhile.",
    source: "issue 4, generations and lifecycle",
  },
  {
    id: "STORE-1",
    behaviour: "What a plugin stores is its own, is a copy, and lasts.",
    source: "issue 3, other surfaces",
  },
  {
    id: "STORE-2",
    behaviour: "Two processes on one folder lose nothing, and one that is killed leaves whole values.",
    source: "design, section 11",
  },
  {
    id: "STORE-3",
    behaviour: "What cannot be stored is refused with its place, and a broken file is named.",
    source: "issue 3, other surfaces",
  },
];
