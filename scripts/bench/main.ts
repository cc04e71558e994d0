/**
 * The benchmarks: `npm run bench [-- suite …] [--json] [--check] [--cpu] [--small]`. Without a name, all suites. Prints a table, or
 * with `--json` an array of rows and nothing else. Exits with 2 for a suite that there is not, with 1 where `--check` is
 * given and an aim was missed.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cpuVariable } from "./measure.js";
import { createPrograms } from "./program.js";
import { bare, toRow, type ShownRow } from "./row.js";
import type { Setting } from "./suite.js";
import { suites } from "./suites.js";
import { table } from "./table.js";

const known = Object.keys(suites);
const smallSizes = [4, 20];

const options = {
  json: { type: "boolean", default: false },
  check: { type: "boolean", default: false },
  cpu: { type: "boolean", default: false },
  small: { type: "boolean", default: false },
} as const;

/** The arguments, or nothing where they are wrong, which it says. */
function readArguments() {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const strange = positionals.filter((name) => !known.includes(name));
    if (strange.length === 0) return { ...values, wanted: positionals.length > 0 ? positionals : known };
    console.error(`There is no suite ${strange.join(", ")}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  console.error("npm run bench [-- suite …] [--json] [--check] [--cpu] [--small]. The suites:");
  for (const [name, { about }] of Object.entries(suites)) console.error(`  ${name.padEnd(16)}${about}`);
  process.exitCode = 2;
  return undefined;
}

type Arguments = NonNullable<ReturnType<typeof readArguments>>;

async function runAll({ wanted, small, json }: Arguments): Promise<readonly ShownRow[]> {
  const programs = createPrograms();
  const rows: ShownRow[] = [];
  for (const name of wanted) {
    console.error(`Measuring ${name} …`);
    try {
      const found = await runOne(name, { run: programs.run, small });
      rows.push(...found);
      // At once: all suites together take a while.
      if (!json) console.log(`\n${table(found)}\n`);
    } catch (error) {
      // What the others measure is not lost.
      console.error(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
  programs.close();
  return rows;
}

async function runOne(
  name: string,
  { run, small }: Pick<Setting, "run"> & { readonly small: boolean },
): Promise<readonly ShownRow[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-bench-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const findings = await suites[name]?.run({
    run,
    emptyFolder: (own) => mkdtempSync(join(folder, `${own}-`)),
    sizes: (full) => (small ? smallSizes.slice(-full.length) : full),
    rounds: (full) => (small ? 1 : full),
  });
  process.removeListener("exit", remove);
  remove();
  return (findings ?? []).map((finding) => toRow(name, finding));
}

const given = readArguments();
if (given) {
  // Programs are told by it too.
  if (given.cpu) process.env[cpuVariable] = "1";
  // Whoever has enough of it leaves no files behind either.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  if (!given.json) console.log(`Node ${process.version}; x: times the floor of the same run; smaller is better`);
  const rows = await runAll(given);
  if (given.json) console.log(JSON.stringify(rows.map(bare), undefined, 2));
  if (given.check && rows.some(({ ok }) => !ok)) process.exitCode = 1;
}
