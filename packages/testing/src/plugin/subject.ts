import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  isReady,
  reportPlugins,
  type Candidate,
  type Diagnostic,
  type ReadyCandidate,
  type Vocabulary,
} from "@mortise/core";
import { createTestHost, type AnyTestHost } from "../test-host.js";
import type { Finding } from "./check.js";
import { findingOf } from "./diagnostics.js";
import type { AnyPluginTestOptions } from "./options.js";

/** The plugin under test, as far as it is known without running it. */
export interface Subject {
  readonly id: string;
  /** Absolute path of its folder. */
  readonly root: string;
  readonly candidate: ReadyCandidate;
  readonly vocabulary: Vocabulary;
  readonly options: AnyPluginTestOptions;
  /** What is said of its manifest; whether it may run, and what is said of its config, is left to its life. */
  readonly diagnostics: readonly Diagnostic[];
  /** A host of its own with the plugin in it, or with a copy of it in another folder. */
  open(root?: string): Promise<AnyTestHost>;
}

/** A plugin that can be tested, or what is wrong with its folder or manifest. */
export type SubjectReading = { readonly subject: Subject } | { readonly findings: readonly Finding[] };

/** Reads the plugin in a folder; runs nothing. */
export async function readSubject(plugin: string | URL, options: AnyPluginTestOptions): Promise<SubjectReading> {
  const root = folderOf(plugin);
  const { formats = [], sdk } = options;
  await using found = await createTestHost({ plugins: [root], formats, ...(sdk && { sdk }) });
  const { plugins, diagnostics } = found.host.controlPlane;
  const [first, second] = plugins.map(({ decision }) => decision.candidate);
  if (!first) return { findings: notFound(root, diagnostics) };
  if (second) return { findings: [several(root, [first, second])] };
  if (!isReady(first)) return { findings: first.diagnostics.map(findingOf) };
  return { subject: await describe(root, first, options) };
}

/** The name of a plugin's folder, to call a suite by. */
export function folderName(plugin: string | URL): string {
  return basename(folderOf(plugin));
}

/** A file in the plugin's folder, such as its test or its manifest, stands for the folder. */
function folderOf(plugin: string | URL): string {
  const path = resolve(plugin instanceof URL || plugin.startsWith("file:") ? fileURLToPath(plugin) : plugin);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? dirname(path) : path;
}

async function describe(root: string, candidate: ReadyCandidate, options: AnyPluginTestOptions): Promise<Subject> {
  const { id } = candidate;
  const open = (folder = root) => openHost(id, folder, options);
  await using testHost = await open();
  const { controlPlane } = testHost.host;
  const report = reportPlugins(controlPlane).find((one) => one.id === id && one.root === candidate.root);
  const { vocabulary, plugins } = controlPlane;
  const ruled = plugins.flatMap(({ decision }) => decision.diagnostics.map(({ message }) => message));
  const diagnostics = (report?.diagnostics ?? []).filter(
    ({ code, message }) => !isAboutConfig(code) && !ruled.includes(message),
  );
  return { id, root: candidate.root, candidate, vocabulary, options, diagnostics, open };
}

/** Whether a diagnostic's code is about a config or its schema, and not about the rest of a manifest. */
function isAboutConfig(code: string): boolean {
  return /^(?:PLUGIN_CONFIG|PLUGIN_SCHEMA|CONFIG|SECRET)_/.test(code);
}

function openHost(id: string, root: string, options: AnyPluginTestOptions): Promise<AnyTestHost> {
  const { config, env = {}, formats = [], development = true, beside = [], besideConfig = {}, sdk } = options;
  const configs = { ...besideConfig, ...(config && { [id]: config }) };
  return createTestHost({
    plugins: [root, ...beside],
    env,
    formats,
    development,
    config: configs,
    ...(sdk && { sdk }),
  });
}

function notFound(root: string, diagnostics: readonly Diagnostic[]): readonly Finding[] {
  const mend = 'Name the folder that mortise.plugin.json is in: testPlugin(new URL("..", import.meta.url)).';
  return [{ what: `There is no plugin at ${root}.`, mend }, ...diagnostics.map(findingOf)];
}

function several(root: string, candidates: readonly Candidate[]): Finding {
  const ids = candidates.map(({ id }) => id).join(", ");
  return { what: `There are several plugins in ${root} (${ids}, …).`, mend: "Name the folder of one." };
}
