import { describe, expect, it } from "vitest";
import { folderWith } from "./folder.js";
import { runScript, sourceFile } from "./child.js";

/** Loads one plugin again and again, its helper edited before each unless told otherwise, and prints how the heap went. */
const script = `
import { writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createImporter } from ${JSON.stringify(sourceFile("loading/import-module.ts"))};
import { importPlugin } from ${JSON.stringify(sourceFile("loading/import-plugin.ts"))};

const [root, cacheFolder, extension, edits] = process.argv.slice(2);
setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");

// V8 of Node 22 and newer also keeps what it compiled lately, until memory runs short: "last-resort" is that case. The
// V8 before lets go of it in an ordinary round only.
function collect() {
  gc();
  gc({ type: "major", execution: "sync", flavor: "last-resort" });
}

const entry = { file: root + "/index." + extension, language: extension === "ts" ? "typescript" : "javascript" };
const candidate = { id: "a", root, origin: "config", entry, diagnostics: [] };
const importModule = createImporter({ cacheFolder });

// Large enough that what is kept of it, its source or its values, shows.
const helper = (n) => "export const numbers = new Array(1_000).fill(" + n + "); // " + (n + " ").repeat(200);

async function heap() {
  for (let round = 0; round < 4; round += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

let loaded;
const heaps = [];
for (let n = 0; n <= 1000; n += 1) {
  if (n === 0 || edits === "edited") writeFileSync(root + "/helper." + extension, helper(n));
  loaded = await importPlugin(candidate, { importModule, deadlineMs: 60_000 }, loaded);
  if (loaded.failure) throw new Error(JSON.stringify(loaded.failure));
  const answer = loaded.plugin.register({});
  if (edits === "edited" && answer !== n) throw new Error("reload " + n + " gave what was before");
  // At equal distances, so that each measurement sees the same.
  if (n >= 500 && n % 100 === 0) heaps.push(await heap());
}
console.log(JSON.stringify(heaps));
`;

const entry = 'import { numbers } from "./helper.js"; export default { id: "a", register: () => numbers[0] };';
const megabyte = 1_000_000;

async function heapsOf(extension: string, edits: "edited" | "unedited"): Promise<readonly number[]> {
  const root = folderWith({ [`index.${extension}`]: entry, "package.json": { type: "module" } });
  return JSON.parse(await runScript(script, root, folderWith(), extension, edits)) as readonly number[];
}

/** How much the later half of measurements is above the earlier half, in bytes; the median of each. */
function growth(heaps: readonly number[]): number {
  const median = (some: readonly number[]) => some.toSorted((a, b) => a - b)[some.length >> 1] ?? Number.NaN;
  return median(heaps.slice(heaps.length >> 1)) - median(heaps.slice(0, heaps.length >> 1));
}

function shown(heaps: readonly number[]): string {
  return heaps.map((heap) => (heap / megabyte).toFixed(2)).join(" ");
}

describe("1,000 reloads in one process [LOAD-6, LIFE-11]", { timeout: 600_000 }, () => {
  it.each(["js", "ts"])("of an edited plugin keep nothing of what was before (%s)", async (extension) => {
    const heaps = await heapsOf(extension, "edited");
    console.log(`${extension}, edited: heap in MB after 500 to 1,000: ${shown(heaps)}`);
    expect(growth(heaps)).toBeLessThan(0.75 * megabyte);
  });

  it("of an unedited plugin keep nothing at all", async () => {
    const heaps = await heapsOf("js", "unedited");
    console.log(`unedited: heap in MB after 500 to 1,000: ${shown(heaps)}`);
    expect(growth(heaps)).toBeLessThan(0.1 * megabyte);
  });
});
