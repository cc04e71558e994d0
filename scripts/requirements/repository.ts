import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pluginPromises } from "../../packages/testing/src/requirements/plugins.js";
import { requirements } from "../../packages/testing/src/requirements.js";
import { readCitations, type Citations } from "./citations.js";
import { coverageOf, type Coverage } from "./coverage.js";

const top = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The promises of the product, and the tests of this repository that cite them. */
export function repositoryCoverage(): Coverage {
  const cited = new Map<string, Citations>(
    ["docs", "packages", "plugins", "scripts"]
      .flatMap(testsBelow)
      .map((file) => [file, readCitations(file, readFileSync(join(top, file), "utf8"))]),
  );
  const ids = pluginPromises.map(({ id }) => id);
  return coverageOf(
    requirements.map(({ id }) => id),
    cited,
    // What a plugin's suite checks, and of that what is about one provider.
    { testPlugin: ids, describeConformance: ids.slice(-1) },
  );
}

/** Files of tests, as paths from the top folder, by name. Links are not followed: those in node_modules lead in circles. */
function testsBelow(folder: string): readonly string[] {
  const entries = readdirSync(join(top, folder), { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ["node_modules", "dist", ".cache"].includes(entry.name) ? [] : testsBelow(path);
    return path.endsWith(".test.ts") ? [path] : [];
  });
}
