import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FakeProvider } from "./fake-provider.js";

/** The id of the plugin that brings a test host's fakes. */
export const fakePluginId = "test-fakes";

/** Where the plugin's module finds the objects of the test, by the name of its folder. */
const shelf = Symbol.for("mortise.testing.fakes");
const fakesByFolder: Map<string, readonly FakeProvider[]> = ((globalThis as Record<symbol, unknown>)[shelf] ??=
  new Map()) as Map<string, readonly FakeProvider[]>;

const module = (folder: string) => `const fakes = globalThis[Symbol.for("mortise.testing.fakes")];
export default {
  id: "${fakePluginId}",
  register(api) {
    for (const { contract, value } of fakes.get(${JSON.stringify(folder)})) api.provide(contract, value);
  },
};
`;

/** Writes a plugin that brings fakes into a folder; `forget` lets go of them. */
export function writeFakePlugin(folder: string, fakes: readonly FakeProvider[]): { forget(): void } {
  const provides: Record<string, string[]> = {};
  for (const { contract, value } of fakes) {
    (provides[contract.key] ??= []).push((value as Readonly<Record<string, string>>)[contract.idField] ?? "");
  }
  mkdirSync(folder, { recursive: true });
  // A plugin that uses one in a timer is not to wait for a file while a test moves the time.
  const manifest = { id: fakePluginId, activation: { onStartup: true }, provides };
  writeFileSync(join(folder, "mortise.plugin.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "index.mjs"), module(folder));
  fakesByFolder.set(folder, fakes);
  return { forget: () => void fakesByFolder.delete(folder) };
}
