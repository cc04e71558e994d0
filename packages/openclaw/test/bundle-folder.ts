import { basename, dirname } from "node:path";
import { discoverPrepared, nativeFormat, vocabularyOf, type Candidate } from "@mortise/core/catalog";
import { defineResource, gatewaySdk } from "@mortise/sdk";
import { openClaw } from "../src/index.js";
import { writePlugin, type Files } from "./plugin-folder.js";

const keys = [
  "skills",
  "bundle-commands",
  "agents",
  "output-styles",
  "hook-packs",
  "mcp-servers",
  "lsp-servers",
  "settings-files",
  "rules",
  "apps",
];

/** The gateway's words, with those for what bundles bring. */
const contracts = {
  ...gatewaySdk.contracts,
  ...Object.fromEntries(keys.map((key) => [key, defineResource({ kind: `one-of-${key}`, key })])),
};

/** What is found in a folder, by the formats of the gateway in their order. */
export async function discoverBundles(root: string, origin: "config" | "workspace" = "config") {
  return discoverPrepared({
    roots: [{ path: origin === "config" ? root : dirname(root), origin }],
    formats: [nativeFormat, ...openClaw()],
    vocabulary: vocabularyOf({ ...gatewaySdk, contracts }),
    development: false,
    expandGlob: () => [],
  });
}

/** The one candidate of a folder. */
export async function readBundleAt(root: string, origin: "config" | "workspace" = "config"): Promise<Candidate> {
  const { candidates, diagnostics } = await discoverBundles(root, origin);
  const [candidate, ...others] = candidates;
  if (!candidate || others.length > 0) {
    throw new Error(`expected one plugin in ${basename(root)}: ${JSON.stringify({ candidates, diagnostics })}`);
  }
  return candidate;
}

/** The one candidate of a folder that is written for the test. */
export function readBundle(files: Files): Promise<Candidate> {
  return readBundleAt(writePlugin(files));
}

/** Front matter and a body. */
export function markdown(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}`);
  return `---\n${lines.join("\n")}\n---\n\nThe text itself.\n`;
}
