import { basename } from "node:path";
import { requirementAreas } from "../../../packages/testing/src/requirements.js";
import type { Requirement } from "../../../packages/testing/src/requirements/requirement.js";
import { code, plain, referencePage, table, type Artifact } from "./markdown.js";

/** `docs/reference/promises.md`: what is promised, by whom, and the files of tests that prove it, by the promises' ids. */
export function promisesPage(provenBy: ReadonlyMap<string, readonly string[]>): Artifact {
  const row = ({ id, behaviour, source }: Requirement) => [
    code(id),
    behaviour,
    source,
    (provenBy.get(id) ?? []).map(linkTo).join(", "),
  ];
  return referencePage("promises", "What is promised", "packages/testing/src/requirements.ts and the titles of tests", [
    "Everything that the product promises, and the files of tests that prove it. A test cites what it proves in its title, " +
      '`it("… [OWN-2]", …)`; a promise that no test cites, an id that there is not and a file of tests that cites none fail ' +
      "the suite. Whoever calls `testPlugin` cites all that it checks.",
    ...requirementAreas.map(
      ({ title, promises }) => `## ${title}\n\n${table(["id", "what holds", "from", "proven by"], promises.map(row))}`,
    ),
  ]);
}

function linkTo(file: string): string {
  return `[${plain(basename(file, ".test.ts"))}](../../${file})`;
}
