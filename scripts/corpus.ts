/**
 * Loads published OpenClaw plugins as they come off the registry, each in a child process, and prints what they
 * registered: the public ten, or those that are named. Needs the built packages and a registry. Run it by
 * `npm run corpus [-- [--json] name@version …]`. Exits with 1 where something came out otherwise than expected, with 2
 * where an argument cannot be read.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install } from "./corpus/install.js";
import { makeAsking } from "./corpus/make-asking.js";
import { publicPackages, readSpec, type CorpusPackage } from "./corpus/packages.js";
import { printTable, rowOf, type CheckedRow } from "./corpus/table.js";
import { tryPackage } from "./corpus/try-package.js";

const isJson = process.argv.includes("--json");
const specs = process.argv
  .slice(2)
  .filter((text) => text !== "--json")
  .map(readSpec);
const unreadable = specs.filter((spec) => typeof spec === "string");

if (unreadable.length > 0) {
  for (const problem of unreadable) console.error(problem);
  process.exitCode = 2;
} else {
  const named = specs.filter((spec) => typeof spec !== "string");
  await runCorpus(named.length > 0 ? named : publicPackages);
}

async function runCorpus(packages: readonly CorpusPackage[]): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-corpus-")));
  try {
    const asking = await makeAsking(folder);
    const rows: CheckedRow[] = [];
    for (const [index, each] of packages.entries()) {
      console.error(`${index + 1}/${packages.length} ${each.name}@${each.version}`);
      const home = join(folder, String(index));
      const { cases = [{}] } = each;
      // The table has a line for each config; whoever reads rows asks for packages, and is given the first.
      const asked = isJson ? cases.slice(0, 1) : cases;
      rows.push(...(await tryPackage(each, await install(each, home), asked, home, asking)));
    }
    console.log(isJson ? JSON.stringify(rows.map(rowOf), undefined, 2) : printTable(rows));
    if (rows.some(({ isExpected }) => !isExpected)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
