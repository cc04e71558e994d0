/**
 * Loads published OpenClaw plugins as they come off the registry, each in a child process, and prints what they
 * registered: the public ten, or those that are named. Needs the built packages and a registry. Run it by
 * `npm run corpus [-- [--json] name@version …]`. Exits with 1 where something came out otherwise than expected, with 2
 * where an argument cannot be read.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { ask, type Asking } from "./corpus/ask.js";
import { install } from "./corpus/install.js";
import { publicPackages, readSpec, type CorpusCase, type CorpusPackage } from "./corpus/packages.js";
import { isAsExpected, printTable, type CheckedRow } from "./corpus/table.js";

const top = join(dirname(fileURLToPath(import.meta.url)), "..");
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
      if (!isJson) console.error(`${index + 1}/${packages.length} ${each.name}@${each.version}`);
      rows.push(...(await tryPackage(each, join(folder, String(index)), asking)));
    }
    console.log(isJson ? JSON.stringify(rows.map(rowOf), undefined, 2) : printTable(rows));
    if (rows.some(({ isExpected }) => !isExpected)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf({ plugin, version, loaded, counts, diagnostics }: CheckedRow) {
  return { plugin, version, loaded, counts, diagnostics };
}

/** One file that Node takes as it is; core and the format stay the built files that an application would import. */
async function makeAsking(folder: string): Promise<Asking> {
  const program = join(folder, "program.mjs");
  const build = await rolldown({ input: join(top, "scripts/corpus/program.ts"), platform: "node", external: /^node:/ });
  await build.write({ file: program, format: "esm" });
  await build.close();
  const built = (name: string) => join(top, "packages", name, "dist/index.js");
  return { program, core: built("core"), openclaw: built("openclaw") };
}

async function tryPackage(each: CorpusPackage, folder: string, asking: Asking): Promise<readonly CheckedRow[]> {
  const { name: plugin, version, cases = [{}] } = each;
  const installed = await install(each, folder);
  // The table has a line for each config; whoever reads rows asks for packages, and is given the first.
  const asked: readonly CorpusCase[] = isJson ? cases.slice(0, 1) : cases;
  const rows: CheckedRow[] = [];
  for (const [index, expected] of asked.entries()) {
    const answer =
      "problem" in installed
        ? installed
        : await ask(asking, {
            root: installed.root,
            folder: join(folder, `host-${index}`),
            ...(expected.config && { config: expected.config }),
          });
    const found =
      "problem" in answer
        ? { loaded: false, counts: {}, diagnostics: [crashed(plugin, answer.problem)] }
        : { loaded: answer.plugins > 0 && answer.running === answer.plugins, ...pick(answer) };
    rows.push({ plugin, version, ...found, expected, isExpected: isAsExpected(found, expected) });
  }
  return rows;
}

function pick({ counts, diagnostics }: Pick<CheckedRow, "counts" | "diagnostics">) {
  return { counts, diagnostics };
}

function crashed(plugin: string, message: string) {
  return {
    code: "CORPUS_NO_ANSWER",
    level: "error",
    plugin,
    message,
    help: "Run it by itself, without --json, and read what it printed.",
  } as const;
}
