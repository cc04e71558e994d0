// Sends inputs through the control plane, one after another, and tells its parent what it found. Before each input it
// writes the index into the file `beat`, so that the parent knows which one does not end. Arguments, as JSON: see Orders.
import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ownFault, type Orders, type Told } from "./fuzz.js";
import { Place } from "./place.js";
import { changedPrototypes, runInput, type Finding } from "./run-input.js";
import type { ManifestFormat } from "../../src/catalog/format.js";

interface Openclaw {
  openClaw(): readonly ManifestFormat[];
  readonly openclawDiagnostics: object;
}

const orders = JSON.parse(process.argv[2] ?? "") as Orders;
const openclaw = (await import(pathToFileURL(orders.openclaw).href)) as Openclaw;
const circumstances = {
  place: new Place(orders.base),
  formats: openclaw.openClaw(),
  codes: Object.keys(openclaw.openclawDiagnostics),
  budget: orders.budget,
  kind: orders.kind,
};
const beat = openSync(join(orders.base, "beat"), "w");

let index = orders.from;
let told = nothingTold();

function nothingTold() {
  const none = { sound: [] as string[], unsound: [] as string[], findings: [] as Finding[] };
  return { count: 0, whole: 0, ...none, slowest: { index, milliseconds: 0 } };
}

function tell(): void {
  for (const what of [...circumstances.place.changedAround(), ...changedPrototypes()]) {
    told.findings.push({
      index,
      kind: "unknown",
      what: `changed by this input or one of ${told.count} before it: ${what}`,
    });
  }
  process.send?.({ ...told, next: index } satisfies Told);
  told = nothingTold();
}

function late(what: string) {
  return (error: unknown): void => {
    told.findings.push({
      index,
      kind: "unknown",
      what: `${what}: ${String(error instanceof Error ? error.stack : error)}`,
    });
  };
}
process.on("uncaughtException", late("thrown into the void"));
process.on("unhandledRejection", late("rejected into the void"));
process.on("warning", late("Node warned"));
for (const name of ["debug", "error", "info", "log", "trace", "warn"] as const)
  console[name] = late(`console.${name} was called`);
process.on("disconnect", () => process.exit());

async function runAll(): Promise<void> {
  for (; index < orders.to && Date.now() < orders.until; index += orders.step) {
    writeSync(beat, String(index).padStart(12), 0);
    const { schemas, findings, milliseconds, isWhole } = await runInput(orders.seed, index, circumstances);
    told.count += 1;
    if (isWhole) told.whole += 1;
    told.findings.push(...findings);
    for (const { text, isSound } of schemas) {
      const hash = createHash("sha256").update(text).digest("base64url").slice(0, 16);
      told[isSound ? "sound" : "unsound"].push(hash);
    }
    if (milliseconds > told.slowest.milliseconds) told.slowest = { index, milliseconds };
    // Whoever was forgotten and failed is heard of here, at the input that it belongs to.
    await new Promise(setImmediate);
    if (told.count === 500 || findings.length > 0) tell();
  }
}

try {
  await runAll();
  tell();
  closeSync(beat);
  process.disconnect?.();
} catch (error) {
  // The fault of the program itself: nobody must take it for an input's.
  process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(ownFault);
}
