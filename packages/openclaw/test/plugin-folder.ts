import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { discover, vocabularyOf, type Candidate, type Catalog, type PluginManifest } from "@mortise/core/catalog";
import { gatewaySdk, type Sdk } from "@mortise/sdk";
import { onTestFinished } from "vitest";
import { openclawFormat, type OpenclawFormatOptions } from "../src/format.js";

/** How a folder is discovered. */
export interface Circumstances extends OpenclawFormatOptions {
  readonly origin?: "config" | "workspace" | "global" | "bundled";
  readonly development?: boolean;
  /** What the host has words for; the gateway's, unless given. */
  readonly sdk?: Pick<Sdk, "contracts" | "hooks">;
}

/** Files by path; what is no text is written as JSON. */
export type Files = Readonly<Record<string, unknown>>;

/** Writes a plugin's folder, which is gone after the test. */
export function writePlugin(files: Files): string {
  const parent = mkdtempSync(join(tmpdir(), "openclaw-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const root = join(parent, "plugin");
  mkdirSync(root);
  rewrite(root, files);
  return root;
}

/** Writes files into a plugin's folder. */
export function rewrite(root: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }
}

/** Finds what is in a plugin's folder, through core's own discovery. */
export function discoverFolder(root: string, circumstances: Circumstances = {}): Catalog {
  const { origin = "config", development = false, compat, sdk = gatewaySdk } = circumstances;
  return discover({
    roots: [{ path: origin === "config" ? root : dirname(root), origin }],
    formats: [openclawFormat(compat === undefined ? {} : { compat })],
    vocabulary: vocabularyOf(sdk),
    development,
    expandGlob: () => [],
  });
}

/** All candidates of a folder that is written for the test. */
export function readAll(files: Files, circumstances?: Circumstances): readonly Candidate[] {
  return discoverFolder(writePlugin(files), circumstances).candidates;
}

/** The one candidate of a folder that is written for the test. */
export function readOne(files: Files, circumstances?: Circumstances): Candidate {
  const [candidate, ...others] = readAll(files, circumstances);
  if (!candidate || others.length > 0)
    throw new Error(`expected one plugin, found ${others.length + (candidate ? 1 : 0)}`);
  return candidate;
}

/** A sound plugin with these fields in its manifest. */
export function withFields(fields: Readonly<Record<string, unknown>>, circumstances?: Circumstances): Candidate {
  const manifest = { id: "sample", configSchema: { type: "object" }, ...fields };
  return readOne({ "openclaw.plugin.json": manifest, "index.js": "" }, circumstances);
}

/** The normalised manifest of a candidate that has one. */
export function manifestOf(candidate: Candidate): PluginManifest {
  if (!candidate.manifest) throw new Error(candidate.diagnostics.map(({ message }) => message).join("\n"));
  return candidate.manifest;
}

/** Level, code and pointer of what was found, short enough to compare. */
export function notesOf({ diagnostics }: Candidate): readonly string[] {
  return diagnostics.map(({ level, code, pointer }) => [level, code, ...(pointer ? [pointer] : [])].join(" "));
}
