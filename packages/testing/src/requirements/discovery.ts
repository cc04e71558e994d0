import type { Requirement } from "./requirement.js";

/** What holds of what is on disk, what of it may run, and when: no code of a plugin has run yet. */
export const discoveryPromises: readonly Requirement[] = [
  {
    id: "CAT-1",
    behaviour:
      "Plugins are found in roots by order of precedence; a configured path is a folder, a file, a folder of plugins or a glob.",
    source: "issue 2, discovery",
  },
  {
    id: "CAT-2",
    behaviour: "The order in which the file system lists things changes nothing.",
    source: "design, section 5 rule 3",
  },
  {
    id: "CAT-3",
    behaviour:
      "Gates stop what leaves its folder, what others may write or own, and what is too large, before anything runs, each with its own code and the real cause.",
    source: "issue 2, discovery",
  },
  {
    id: "CAT-4",
    behaviour: "What is stopped keeps its id, and one unreadable file is one plugin's matter.",
    source: "issue 2, discovery",
  },
  {
    id: "CAT-5",
    behaviour:
      "Before loading, and in reports, no code of a plugin runs; what the control plane exports cannot reach a loader.",
    source: "design, section 5 rule 9",
  },
  {
    id: "CAT-6",
    behaviour: "Manifest formats stand side by side behind one interface, and an application may add its own.",
    source: "issue 2, manifest formats",
  },
  {
    id: "CAT-7",
    behaviour:
      "What is run is the entry that the package names, and the source in development; what is missing or no code is told.",
    source: "design, section 3",
  },
  {
    id: "CAT-8",
    behaviour: "The control plane looks at the disk through one file, which tells every path that an answer stands on.",
    source: "decision 9",
  },
  {
    id: "MAN-1",
    behaviour:
      "A native manifest becomes what all stages work with; the smallest one takes no config and provides nothing.",
    source: "issue 3, manifest",
  },
  {
    id: "MAN-2",
    behaviour: "Unknown and misspelt names in a manifest are advisories with the nearest known one, never silence.",
    source: "issue 3, manifest",
  },
  {
    id: "MAN-3",
    behaviour:
      "A manifest that cannot be used says line, column and pointer, keeps its id where it has one, and keeps out its own plugin alone.",
    source: "design, section 11",
  },
  {
    id: "MAN-4",
    behaviour: "Ids have a form that is safe in paths, terminals and objects, and are compared without regard to case.",
    source: "design, section 11",
  },
  {
    id: "MAN-5",
    behaviour:
      "`mortise plugins build` writes the schemas of the code into the manifest, and `--check` finds what differs.",
    source: "issue 3, manifest",
  },
  {
    id: "POL-1",
    behaviour:
      "Whether a plugin may run is decided by ordered questions; the decision has its reason, from a closed list, and every question on the way.",
    source: "issue 2, policy",
  },
  {
    id: "POL-2",
    behaviour:
      "`deny` goes before everything, `allow` is exclusive, and what is bundled, in the workspace or global is off until something turns it on.",
    source: "issue 2, policy",
  },
  {
    id: "POL-3",
    behaviour: "A plugin of the workspace takes the place of a bundled one only where it is itself enabled or allowed.",
    source: "design, section 5 rule 6",
  },
  {
    id: "POL-4",
    behaviour: "A plugin whose `engines` are not met is kept out, with both versions named.",
    source: "issue 2, policy",
  },
  {
    id: "POL-5",
    behaviour: "Of two plugins in conflict one is kept out, by rule.",
    source: "issue 3, dependencies and order",
  },
  {
    id: "POL-6",
    behaviour:
      "A plugin whose requirement does not run is kept out, with the chain that says why, and comes back when the reason goes.",
    source: "issue 3, dependencies and order",
  },
  {
    id: "POL-7",
    behaviour: "A slot and its roles have one holder each; a selection turns a plugin on, a denial wins.",
    source: "issue 3, ownership and selection",
  },
  {
    id: "POL-8",
    behaviour: "What the config mentions turns its owner on, and the reason is shown.",
    source: "issue 3, ownership and selection",
  },
  {
    id: "POL-9",
    behaviour: "An id of before means the plugin that has it now, and is told.",
    source: "issue 3, manifest",
  },
  {
    id: "POL-10",
    behaviour: "A plugin in quarantine stays out until it changes or is released.",
    source: "issue 4, generations and lifecycle",
  },
  { id: "POL-11", behaviour: "The order of the candidates changes no decision.", source: "design, section 5 rule 3" },
  {
    id: "POL-12",
    behaviour: "Where conflicts are to fail, who loses an id is kept out before anything runs.",
    source: "decision 3",
  },
  {
    id: "PLAN-1",
    behaviour: "For every kind of trigger the plan names who must load, with reasons, and who is left out, with why.",
    source: "issue 3, activation planner",
  },
  {
    id: "PLAN-2",
    behaviour:
      "The start loads services, gates, start-up hooks and what cannot say ahead; all else waits until it is needed.",
    source: "issue 2, activation plan",
  },
  {
    id: "PLAN-3",
    behaviour: "What is required is planned too, and loaded first.",
    source: "issue 3, dependencies and order",
  },
  {
    id: "PLAN-4",
    behaviour:
      "Plugins stand in the order that they ask for; a circle is broken by rule and told, and nobody outside of it is held up.",
    source: "issue 3, dependencies and order",
  },
  {
    id: "PLAN-5",
    behaviour: "A trigger that there is not is refused or told, with the nearest.",
    source: "issue 3, activation planner",
  },
];
