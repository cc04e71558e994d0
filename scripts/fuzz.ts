/**
 * Random manifests, configs, package files and plugin folders through the control plane, in plain Node: none may throw,
 * hang, change a prototype, touch a file outside, name an unknown code or tell a secret.
 *
 *     npx jiti scripts/fuzz.ts --runs 1000000 [--seed n] [--from i] [--processes n] [--minutes n] [--kind schema]
 *     npx jiti scripts/fuzz.ts --seed n --only i      # one input again
 *     npx jiti scripts/fuzz.ts --seed n --show i      # what that input is
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleFuzz } from "../packages/core/test/fuzz/bundle.js";
import { fuzz, type FuzzReport } from "../packages/core/test/fuzz/fuzz.js";
import { kindNames, makeInput } from "../packages/core/test/fuzz/input.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    processes: { type: "string", default: String(availableParallelism()) },
    kind: { type: "string" },
    minutes: { type: "string" },
    only: { type: "string" },
    show: { type: "string" },
  },
});
const number = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is not a whole number.`);
  return Number(text);
};
const seed = number(values.seed);
const kind = kindNames.find((name) => name === values.kind);
if (kind !== values.kind) throw new Error(`There is no kind "${values.kind}", but ${kindNames.join(", ")}.`);
const again = `--seed ${seed}${kind === undefined ? "" : ` --kind ${kind}`}`;

function show(index: number): void {
  const { things, kind: made, config, ...rest } = makeInput(seed, index, kind);
  console.log({ kind: made, ...rest, ...(config !== undefined && { config }) });
  for (const [path, thing] of things) {
    console.log(`--- ${JSON.stringify(path)}`);
    console.log("bytes" in thing ? thing.bytes.toString("utf8") : thing);
  }
}

const start = performance.now();
const seconds = () => ((performance.now() - start) / 1000).toFixed(1);

let nextLine = 50_000;
function say({ count, findings, schemas }: FuzzReport): void {
  sayFindings(findings);
  if (count < nextLine) return;
  nextLine += 50_000;
  console.log(`${count} inputs, ${schemas} new schemas, ${findings.length} findings, ${seconds()} s`);
}

const sorts = new Map<string, number>();
let said = 0;

/** At once, and three of each sort: what differs in numbers, paths and quoted names alone is one sort. */
function sayFindings(findings: FuzzReport["findings"]): void {
  for (const { index, kind: of, what } of findings.slice(said)) {
    const sort = what.replace(/"[^"]*"|\d+|\/\S+/g, "…");
    const before = sorts.get(sort) ?? 0;
    sorts.set(sort, before + 1);
    if (before < 3) console.log(`FINDING ${again} --only ${index} (${of}): ${what}`);
    if (before === 3) console.log(`  and more like it; such as ${again} --only ${index}`);
  }
  said = findings.length;
}

async function run(): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-fuzz-program-")));
  const from = number(values.only ?? values.from);
  const to = values.only === undefined ? from + number(values.runs) : from + 1;
  const processes = values.only === undefined ? number(values.processes) : 1;
  const limit = values.minutes === undefined ? {} : { until: Date.now() + number(values.minutes) * 60_000 };
  try {
    const { program, openclaw } = await bundleFuzz(folder);
    const report = await fuzz({
      seed,
      kind,
      from,
      to,
      processes,
      program: [program],
      openclaw,
      onProgress: say,
      ...limit,
    });
    sayFindings(report.findings);
    const { count, whole, schemas, soundSchemas, findings, slowest } = report;
    console.log(
      `seed ${seed}: ${count} inputs in ${seconds()} s, ${whole} of them the whole way from discovery to the reports`,
    );
    console.log(`${schemas} new config schemas among them, ${soundSchemas} of these sound`);
    console.log(`slowest: ${again} --only ${slowest.index}, ${Math.round(slowest.milliseconds)} ms`);
    console.log(`${findings.length} findings`);
    process.exitCode = findings.length === 0 && (count === to - from || values.minutes !== undefined) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.show === undefined) await run();
else show(number(values.show));
