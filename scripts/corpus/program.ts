// Loads one package in a process of its own, and sends what it registered. Arguments: the built files of core and of
// the OpenClaw format; then the question, as JSON. Nothing that a plugin prints is mixed with the answer, which goes
// over the channel to the parent.
import { pathToFileURL } from "node:url";
import { generateSync, type JsonSchema } from "json-schema-faker";
import type { Host, HostOptions } from "@mortise/core";
import type * as Core from "@mortise/core";
import type * as Openclaw from "@mortise/openclaw";
import type { Answer, Question } from "./answer.js";

const [coreFile = "", openclawFile = "", asked = ""] = process.argv.slice(2);
const { createHost } = (await import(pathToFileURL(coreFile).href)) as typeof Core;
const { openClaw } = (await import(pathToFileURL(openclawFile).href)) as typeof Openclaw;
const { root, folder, config } = JSON.parse(asked) as Question;

/** Each plugin's config by id, and whether it is turned on. */
function optionsWith(entries: Readonly<Record<string, object>>): HostOptions {
  return {
    config: { plugins: { load: { paths: [root] }, entries } },
    cwd: folder,
    env: {},
    formats: openClaw({ compat: "lenient" }),
    folders: { state: `${folder}/state`, cache: `${folder}/cache`, globalPlugins: `${folder}/plugins` },
    services: "leave",
  };
}

/** The least that a schema admits. */
function leastConfig(schema: object): object {
  const made: unknown = generateSync(structuredClone(schema) as JsonSchema, {
    alwaysFakeOptionals: false,
    optionalsProbability: 0,
    useDefaultValue: true,
    seed: 1,
  });
  return typeof made === "object" && made !== null ? made : {};
}

async function configsOf(): Promise<Readonly<Record<string, object>>> {
  const host = await createHost(optionsWith({}));
  const found: [string, object][] = [];
  for (const { decision, config: verdict } of host.controlPlane.plugins) {
    const { manifest, id } = decision.candidate;
    if (!manifest) continue;
    const isValid = verdict?.state !== "invalid";
    found.push([id, { enabled: true, config: config ?? (isValid ? {} : leastConfig(manifest.configSchema ?? {})) }]);
  }
  await host.close();
  return Object.fromEntries(found);
}

/** What code registered; what a manifest brings by itself, such as skills, is no part of it. */
function countsOf({ registry, controlPlane }: Pick<Host, "registry" | "controlPlane">): Answer["counts"] {
  const { byKind } = controlPlane.vocabulary;
  const counts: Record<string, number> = {};
  for (const { kind, registered } of registry.contributions()) {
    if (registered.length === 0 || byKind.get(kind)?.declaredBy === "manifest") continue;
    counts[kind] = (counts[kind] ?? 0) + (kind === "hook" ? registered.length : 1);
  }
  return counts;
}

const entries = await configsOf();
const host = await createHost(optionsWith(entries));
const start = performance.now();
await host.load(Object.keys(entries));
const loadMs = performance.now() - start;
const answer: Answer = {
  plugins: Object.keys(entries).length,
  running: host.registry.instances.size,
  counts: countsOf(host),
  config: Object.values(entries)[0],
  diagnostics: host.diagnostics.all,
  loadMs,
};
process.send?.(answer, () => process.exit());
