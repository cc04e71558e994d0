import type { Requirement } from "./requirement.js";

/** What a plugin has to keep: each is one check of `testPlugin`. */
export const pluginPromises = [
  {
    id: "PLUG-1",
    behaviour: "A plugin's manifest can be read, and nothing is wrong in it.",
    source: "design, section 3",
  },
  {
    id: "PLUG-2",
    behaviour: "Its config schemas can be used, and the defaults in them hold.",
    source: "design, section 9",
  },
  { id: "PLUG-3", behaviour: "It is loaded with a valid config.", source: "design, section 3" },
  { id: "PLUG-4", behaviour: "Its manifest has the config schema of its code.", source: "issue 3, manifest" },
  { id: "PLUG-5", behaviour: "Its `register` returns at once, and no promise.", source: "decision 2" },
  { id: "PLUG-6", behaviour: "What it registers is as the contracts say.", source: "design, section 4" },
  { id: "PLUG-7", behaviour: "It registers what its manifest declares.", source: "design, section 3" },
  { id: "PLUG-8", behaviour: "It has the shape that it declares.", source: "design, section 5 rule 5" },
  { id: "PLUG-9", behaviour: "Its `register` does the same each time.", source: "design, section 8" },
  {
    id: "PLUG-10",
    behaviour: "It registers nothing once `register` has returned, and lets nothing escape.",
    source: "design, section 3",
  },
  { id: "PLUG-11", behaviour: "Nothing of it is left when it is unloaded.", source: "design, section 5 rule 10" },
  { id: "PLUG-12", behaviour: "It can be loaded again as it is.", source: "design, section 8" },
  { id: "PLUG-13", behaviour: "It can be loaded again once its code has changed.", source: "decision 15" },
  {
    id: "PLUG-14",
    behaviour: "It imports only what it declares as dependencies.",
    source: "issue 5, `@mortise/testing`",
  },
  {
    id: "PLUG-15",
    behaviour: "Each of its providers keeps the capability's contract.",
    source: "issue 5, `@mortise/testing`",
  },
] as const satisfies readonly Requirement[];

/** The id of a promise that a plugin keeps. */
export type PluginRequirementId = (typeof pluginPromises)[number]["id"];
