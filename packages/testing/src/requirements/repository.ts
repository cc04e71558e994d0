import type { Requirement } from "./requirement.js";

/** What this repository keeps about itself. */
export const repositoryPromises: readonly Requirement[] = [
  {
    id: "REPO-1",
    behaviour: "Every promise has a test that cites it, and every test file cites a promise.",
    source: "issue 5, `@mortise/testing`",
  },
  { id: "REPO-2", behaviour: "Imports that point the wrong way are found.", source: "issue 2, repository" },
  {
    id: "REPO-3",
    behaviour:
      "What is made from source is as its source makes it, and built files are built anew when they are stale.",
    source: "issue 2, repository",
  },
  {
    id: "REPO-4",
    behaviour: "Every block of the documentation is compiled, run or read by the rule for its kind.",
    source: "issue 2, how it is checked 7",
  },
  {
    id: "REPO-5",
    behaviour: "Random configs, manifests and folders cause no crash, hang or pollution, and leave no file outside.",
    source: "issue 5, in this repository",
  },
  {
    id: "REPO-6",
    behaviour: "Who owns what of the first-party plugins is reviewed, and their packages are named by rule.",
    source: "issue 5, in this repository",
  },
  {
    id: "REPO-7",
    behaviour: "A benchmark answers with rows of one form, or says which suites there are.",
    source: "issue 5, benchmarks",
  },
  {
    id: "REPO-8",
    behaviour: "A program that the tutorial has its reader run must print what the page says, line by line.",
    source: "issue 5, packaging truth",
  },
  {
    id: "REPO-9",
    behaviour: "The suite runs on the oldest Node that is supported and on each line since, at pinned versions.",
    source: "issue 5, in this repository",
  },
];
