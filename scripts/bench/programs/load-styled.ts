/** Loads all plugins of a folder through a host that takes OpenClaw's. Says how long it took, in milliseconds. */
import { pathToFileURL } from "node:url";
import { createHost } from "@mortise/core";
import type * as Openclaw from "@mortise/openclaw";
import { now } from "../measure.js";
import { idOf } from "../plugins.js";
import { answer, given } from "./given.js";
import { optionsFor } from "./host.js";

const { plugins, own, count, openclaw } = given() as { plugins: string; own: string; count: number; openclaw: string };
const { openClaw } = (await import(pathToFileURL(openclaw).href)) as typeof Openclaw;

const begun = now();
const host = await createHost({ ...optionsFor(plugins, own), formats: openClaw() });
const made = now();
await host.load(Array.from({ length: count }, (_, index) => idOf(index)));
const loaded = now();
if (host.registry.instances.size !== count) throw new Error(`${host.registry.instances.size} of ${count} are loaded`);
answer({ load: loaded - made, whole: loaded - begun });
