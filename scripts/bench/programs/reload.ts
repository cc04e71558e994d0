/** Loads one plugin anew among others, edited and not, against importing it again by hand and running its `register`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createHost } from "@mortise/core";
import { leastOf, now } from "../measure.js";
import { codeOf, entryOf, idOf } from "../plugins.js";
import { answer, given } from "./given.js";
import { optionsFor } from "./host.js";

const { plugins, own, count, rounds } = given() as { plugins: string; own: string; count: number; rounds: number };

interface Module {
  readonly default: { register(api: { registerTool(tool: object): void }): void };
}

const host = await createHost(optionsFor(plugins, own));
await host.load(Array.from({ length: count }, (_, index) => idOf(index)));
const subject = count >> 1;
const file = entryOf(plugins, subject);
let version = 1;

const edit = () => writeFileSync(file, codeOf(subject, "javascript", (version += 1)));

function register({ default: plugin }: Module): ReadonlyMap<string, object> {
  const tools = new Map<string, object>();
  plugin.register({ registerTool: (tool) => void tools.set((tool as { name: string }).name, tool) });
  return tools;
}

// Of another file, so that neither's edits are seen by the other.
const copy = join(own, "copy.mjs");
const importCopy = async () => (await import(`${pathToFileURL(copy).href}?v=${version}`)) as Module;
const editCopy = () => writeFileSync(copy, codeOf(subject, "javascript", (version += 1)));
editCopy();
const known = await importCopy();

/** Milliseconds of the work alone. */
const after = (prepare: () => void, work: () => Promise<unknown>) => async () => {
  prepare();
  const begun = now();
  await work();
  return now() - begun;
};

async function reload(): Promise<void> {
  const change = await host.reload(idOf(subject));
  if (change.failed.length > 0) throw new Error(JSON.stringify(change.failed));
}

answer(
  await leastOf(
    {
      registered: after(
        () => {},
        async () => register(known),
      ),
      unedited: after(() => {}, reload),
      imported: after(editCopy, async () => register(await importCopy())),
      edited: after(edit, reload),
    },
    rounds,
  ),
);
