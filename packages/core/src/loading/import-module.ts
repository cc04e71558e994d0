import { join } from "node:path";
import type { Jiti } from "jiti";
import type { PluginEntry } from "../catalog/candidate.js";
import { Evaluator } from "./evaluate.js";
import { hostModules, sdkFoundBy } from "./host-modules.js";
import { importNatively, isNodeUpToDate } from "./native-imports.js";
import { readOwnFiles, type FileVersions } from "./own-files.js";

/** A module that was imported, with the plugin's own files that it consists of. */
export interface ImportedModule {
  readonly namespace: unknown;
  /** The versions that run; grows when the module imports a further file later. */
  readonly files: FileVersions;
}

/**
 * Imports a plugin's entry. `isFresh`: its own files are evaluated anew, whatever was imported before. Rejects with what
 * the module threw.
 */
export type ImportModule = (entry: PluginEntry, options?: { readonly isFresh: boolean }) => Promise<ImportedModule>;

/**
 * Makes the one function that brings code in: JavaScript through Node's own `import()`, TypeScript through jiti on every
 * Node, and through jiti also JavaScript that needs what the host lends, and JavaScript that Node holds in another
 * version. Which it is, is settled before anything runs: a module is never tried with a second loader.
 */
export function createImporter(options: { readonly cacheFolder: string }): ImportModule {
  let made: Promise<Jiti> | undefined;
  const evaluate = async (file: string, lends: boolean) => {
    const [jiti, lent] = await Promise.all([(made ??= makeJiti(options.cacheFolder)), lends ? hostModules() : none]);
    // Each import has an evaluator of its own: what it evaluated can be collected when the plugin is unloaded.
    const evaluator = new Evaluator(jiti, lent);
    return { namespace: await evaluator.import(file), files: evaluator.versions };
  };
  return async ({ file, language }, { isFresh } = { isFresh: false }) => {
    const sdk = sdkFoundBy(file);
    if (isFresh || language === "typescript") return evaluate(file, sdk !== "own");
    const { files, asksForHostModule } = await readOwnFiles(file);
    if (sdk === "none" && asksForHostModule) return evaluate(file, true);
    if (!isNodeUpToDate(file, files)) return evaluate(file, sdk !== "own");
    return { namespace: await importNatively(file, files), files };
  };
}

const none: ReadonlyMap<string, unknown> = new Map();

async function makeJiti(cacheFolder: string): Promise<Jiti> {
  const { createJiti } = await import("jiti");
  // It keeps one file for each that it transformed, and writes over it when that was edited.
  return createJiti(import.meta.url, { fsCache: join(cacheFolder, "jiti"), interopDefault: false });
}
