/** Loads all plugins of a folder through a host, or imports their entries and no more. Says how long it took, in milliseconds. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createHost } from "@mortise/core";
import { createJiti } from "jiti";
import { entryOf, idOf, type PluginsWanted } from "../plugins.js";
import { now } from "../measure.js";
import { answer, given } from "./given.js";
import { optionsFor } from "./host.js";

const { how, plugins, own, count, language } = given() as {
  how: "host" | "sequence" | "together" | "jiti";
  plugins: string;
  own: string;
  count: number;
  language: NonNullable<PluginsWanted["language"]>;
};

const indices = Array.from({ length: count }, (_, index) => index);

async function timeImports(): Promise<number> {
  const urls = indices.map((index) => pathToFileURL(entryOf(plugins, index, language)).href);
  const begun = now();
  if (how === "together") await Promise.all(urls.map((url) => import(url)));
  else for (const url of urls) await import(url);
  return now() - begun;
}

/** What a hand-written host would do for TypeScript. */
async function timeJiti(): Promise<number> {
  const files = indices.map((index) => entryOf(plugins, index, language));
  const begun = now();
  const jiti = createJiti(import.meta.url, { fsCache: join(own, "cache", "jiti-alone") });
  for (const file of files) await jiti.import(file);
  return now() - begun;
}

/** `load`: gated, imported, registered and committed; `whole`: making the host as well, which reads all manifests. */
async function timeHost(): Promise<{ readonly load: number; readonly whole: number }> {
  const begun = now();
  const host = await createHost(optionsFor(plugins, own));
  const made = now();
  await host.load(indices.map(idOf));
  const loaded = now();
  if (host.registry.instances.size !== count) throw new Error(`${host.registry.instances.size} of ${count} are loaded`);
  return { load: loaded - made, whole: loaded - begun };
}

answer(how === "host" ? await timeHost() : how === "jiti" ? await timeJiti() : await timeImports());
