import type { Requirement } from "./requirement.js";

/** What is read of other systems. */
export const openclawPromises: readonly Requirement[] = [
  {
    id: "OC-1",
    behaviour: "OpenClaw's manifests are read by OpenClaw's rules, strictly or leniently.",
    source: "issue 2, manifest formats",
  },
  {
    id: "OC-2",
    behaviour: "Every field of them has its place or stays readable; none is lost.",
    source: "issue 3, manifest",
  },
  { id: "OC-3", behaviour: "What a package runs is found as OpenClaw finds it.", source: "issue 6, entry resolution" },
  {
    id: "OC-4",
    behaviour: "Published manifests are read without an error, and each broken one gives what its description says.",
    source: "issue 2, how it is checked 5",
  },
  {
    id: "OC-5",
    behaviour: "Bundles of four layouts become records, and no code of theirs is imported.",
    source: "issue 3, bundles",
  },
  {
    id: "OC-6",
    behaviour: "What is hostile in a bundle is left out and told, and no secret of it is shown.",
    source: "issue 3, bundles",
  },
  {
    id: "OC-7",
    behaviour: "What OpenClaw's plugins register is registered here, and answers in our form.",
    source: "issue 6, the api object",
  },
  {
    id: "OC-8",
    behaviour: "Hooks of OpenClaw's fire in the gateway's turn, with its events, and their answers count.",
    source: "issue 6, hooks",
  },
  {
    id: "OC-9",
    behaviour: "What has no counterpart is told by name, and the rest of the plugin works.",
    source: "issue 6, the api object and api.runtime",
  },
  {
    id: "OC-10",
    behaviour: "OpenClaw's plugin SDK is lent without a copy of it: what is there does what it says there.",
    source: "issue 6, the import shims",
  },
  {
    id: "OC-11",
    behaviour:
      "A corpus run loads published plugins as they are, cut off from the network and the home, and counts what each registered.",
    source: "issue 6, a corpus run",
  },
];
