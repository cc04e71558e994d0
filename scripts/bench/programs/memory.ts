/** Says how many bytes of the heap all plugins of a folder take: loaded by a host, known to one, or imported and no more. */
import { pathToFileURL } from "node:url";
import { createHost } from "@mortise/core";
import { entryOf, idOf } from "../plugins.js";
import { answer, given } from "./given.js";
import { optionsFor } from "./host.js";

const { how, plugins, own, count } = given() as {
  how: "loaded" | "known" | "imported";
  plugins: string;
  own: string;
  count: number;
};

const indices = Array.from({ length: count }, (_, index) => index);
const kept: unknown[] = [];

/** What can be collected is, first. */
async function heap(): Promise<number> {
  for (let turn = 0; turn < 4; turn += 1) {
    await new Promise(setImmediate);
    globalThis.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function take(): Promise<void> {
  if (how === "imported") {
    for (const index of indices) kept.push(await import(pathToFileURL(entryOf(plugins, index)).href));
    return;
  }
  const host = await createHost(optionsFor(plugins, own));
  if (how === "loaded") await host.load(indices.map(idOf));
  kept.push(host);
}

const before = await heap();
await take();
answer((await heap()) - before);
