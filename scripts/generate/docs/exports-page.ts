import { exportTable, publicPackages, type ExportStability } from "../../surface/entries.js";
import { firstDayPages } from "../../surface/first-day.js";
import { stillEvolving } from "../../surface/still-evolving.js";
import { code, referencePage, table, type Artifact } from "./markdown.js";

/** `docs/reference/exports.md`: every name that a package exports, what may become of it, and by which rule. */
export function exportsPage(): Artifact {
  const entries = publicPackages.flatMap((folder) => Object.entries(exportTable(folder)));
  return referencePage("exports", "What packages export", "scripts/surface", [
    "Every name that the packages export, each stable or evolving. A name that is in neither list is not exported. Capabilities, " +
      "surfaces, resources and hooks say the same of themselves as data, in `stability` ([capabilities](capabilities.md), " +
      "[hooks](hooks.md)), and the name under which the SDK exports a contract has the contract's mark.",
    "## What the marks promise",
    promises,
    "## Which name gets which",
    rule(),
    "## How a mark changes",
    changes,
    "## Evolving below stable",
    "What a stable name gives or takes is stable too, but for these. The stable name promises that there is such a member, and of " +
      "what is in it only what the reason says.",
    table(["name", "entry", "why it evolves"], exceptions()),
    ...entries.flatMap(([entry, marks]) => [`## ${entry}`, ...lists(marks)]),
  ]);
}

const promises = table(
  ["mark", "what it promises"],
  [
    [
      "**stable**",
      "What is written against it goes on to compile and to work until the next version of the SDK's API (`apiVersion`). It may " +
        "gain members that need not be given, and results may have more in them.",
    ],
    ["**evolving**", "It may change or go with any release. The changelog says how, and what to write instead."],
  ],
);

function rule(): string {
  return [
    "1. What an author of an ordinary plugin or an application that embeds a host writes on the first day is stable: what these " +
      `pages import, provide and listen to: ${firstDayPages.map(pageLink).join(", ")}.`,
    "2. What stable names give and take is stable, or stands below under *Evolving below stable*, with the reason.",
    "3. A capability, a surface or a hook is stable when a page of the first day or a plugin of ours uses it and its types have no " +
      "open question; otherwise it evolves. So does whatever an application declares without a word on it.",
    "4. All else evolves. Above all: what follows another system (OpenClaw, formats of manifests, bundles), APIs between plugins, " +
      "what is counted and traced, the parts that the pipeline is made of, and what the testing kit is made of.",
  ].join("\n");
}

const changes = [
  "- From evolving to stable: with any release. A line under *Changed* in the changelog says so.",
  "- From stable to evolving, another meaning, or gone: with the next version of the SDK's API only. Until then the name works, is " +
    "marked `@deprecated` in its types, and where a plugin can be seen to rely on it, [compatibility](compatibility.md) says so.",
  "- A name with another mark, or a new one, is written into `scripts/surface/exports` by hand. Tests hold it against rules 1 and 2, " +
    "and a contract's mark against its `stability`.",
].join("\n");

/** A page by its path from the top folder, as a link from this one. */
function pageLink(file: string): string {
  const below = file.replace(/^docs\//, "");
  return `[${below}](${below === file ? "../../" : "../"}${below})`;
}

function exceptions(): readonly (readonly string[])[] {
  return Object.entries(stillEvolving).flatMap(([entry, names]) =>
    Object.entries(names).map(([name, why]) => [code(name), code(entry), why]),
  );
}

function lists(marks: ExportStability): readonly string[] {
  return (["stable", "evolving"] as const).flatMap((wanted) => {
    const names = Object.keys(marks).filter((name) => marks[name] === wanted);
    return names.length === 0 ? [] : [`**${wanted}**: ${names.map(code).join(", ")}`];
  });
}
