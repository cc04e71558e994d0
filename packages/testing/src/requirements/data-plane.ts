import type { Requirement } from "./requirement.js";

/** What holds when code gets in, and of what it registered. */
export const dataPlanePromises: readonly Requirement[] = [
  {
    id: "LOAD-1",
    behaviour: "JavaScript is imported by Node itself, TypeScript through jiti, the same on every Node.",
    source: "design, section 8",
  },
  { id: "LOAD-2", behaviour: "No module runs twice because a loader failed.", source: "decision 1" },
  {
    id: "LOAD-3",
    behaviour: "A plugin without the SDK gets the host's; one that brought its own copy works as well.",
    source: "design, section 8",
  },
  {
    id: "LOAD-4",
    behaviour: "What counts is what is on disk when a plugin is loaded, past the gates once more.",
    source: "design, section 5 rule 7",
  },
  {
    id: "LOAD-5",
    behaviour: "What cannot be loaded is told with plugin, file and line.",
    source: "issue 2, data plane",
  },
  {
    id: "LOAD-6",
    behaviour: "Edited code is evaluated afresh, helpers too; without an edit only `register` runs again.",
    source: "decision 15",
  },
  {
    id: "LOAD-7",
    behaviour: "A plugin is loaded when something needs it, once, however many ask.",
    source: "design, section 4",
  },
  {
    id: "LOAD-8",
    behaviour: "A module that never finishes fails at its deadline.",
    source: "design, section 5 rule 8",
  },
  {
    id: "LOAD-9",
    behaviour: "A plugin loads after what it requires, and fails with it.",
    source: "issue 3, dependencies and order",
  },
  {
    id: "REG-1",
    behaviour: "A plugin whose `register` fails leaves nothing behind of what went through `api`.",
    source: "design, section 5 rule 2",
  },
  {
    id: "REG-2",
    behaviour: "The members of `api` are its own, enumerable, and need no `this`.",
    source: "design, section 3",
  },
  {
    id: "REG-3",
    behaviour:
      "What is registered is held against the manifest: undeclared is refused or reported, declared and absent is told.",
    source: "issue 3, ownership and selection",
  },
  {
    id: "REG-4",
    behaviour: "What does not fit its contract is refused, and said with the member and what it should be.",
    source: "design, section 3",
  },
  {
    id: "REG-5",
    behaviour:
      "Registering after `register` has returned throws with a code; `api.update` makes a new generation instead.",
    source: "design, section 3",
  },
  {
    id: "REG-6",
    behaviour: "A registration's handle takes it back, out of use and into use again.",
    source: "issue 4, generations and lifecycle",
  },
  {
    id: "REG-7",
    behaviour: "What went through `api` is undone at unload, the last first, whatever its disposers do.",
    source: "design, section 5 rule 10",
  },
  {
    id: "REG-8",
    behaviour: "A plugin's logger names it and harms nobody, whatever it is given.",
    source: "issue 3, other surfaces",
  },
  {
    id: "OWN-1",
    behaviour: "Each registration has one owner at most, and the registry can name it.",
    source: "design, section 5 rule 1",
  },
  {
    id: "OWN-2",
    behaviour: "A duplicate is decided by rule; the loser is named first, with both paths and the mend.",
    source: "design, section 5 rule 4",
  },
  {
    id: "OWN-3",
    behaviour: "The same inputs give the same registry, whatever was found or loaded first.",
    source: "design, section 5 rule 3",
  },
  {
    id: "OWN-4",
    behaviour: "The operator may choose the owner of an id, and is told where the choice comes to nothing.",
    source: "issue 3, ownership and selection",
  },
  {
    id: "OWN-5",
    behaviour:
      "What may run owns what it declares before it is loaded; the registry says active, declared, overruled or failed.",
    source: "decision 3",
  },
  {
    id: "OWN-6",
    behaviour: "The shape follows from what was registered; before loading it is called declared, and drift is told.",
    source: "design, section 5 rule 5",
  },
  {
    id: "OWN-7",
    behaviour: "A further name leads to its owner, and gives way to an id.",
    source: "issue 3, ownership and selection",
  },
  {
    id: "OWN-8",
    behaviour: "What has no code is in the registry as soon as its plugin may run.",
    source: "decision 10",
  },
  {
    id: "OWN-9",
    behaviour: "Every surface keeps its row of the ownership table: registered, collided, undeclared, malformed.",
    source: "issue 3, how it is checked 1",
  },
];
