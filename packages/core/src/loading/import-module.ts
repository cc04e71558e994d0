import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { PluginEntry } from "../catalog/candidate.js";
import { Evaluator } from "./evaluate.js";
import { hostModules, sdkFoundBy } from "./host-modules.js";
import { nativeImport } from "./native-import.js";
import { asksForHostModule } from "./own-files.js";

/** Imports a plugin's entry and gives its namespace. Rejects with what the module threw. */
export type ImportModule = (entry: PluginEntry) => Promise<unknown>;

/**
 * Makes the one function that brings code in: JavaScript through Node's own `import()`, TypeScript through jiti on every
 * Node, and through jiti also JavaScript that needs what the host lends. Which it is, is settled before anything runs: a
 * module is never tried with a second loader.
 */
export function createImporter(options: { readonly cacheFolder: string }): ImportModule {
  const evaluators = new Map<boolean, Promise<Evaluator>>();
  const evaluate = async (file: string, lends: boolean) => {
    const made = evaluators.get(lends) ?? makeEvaluator(options.cacheFolder, lends);
    evaluators.set(lends, made);
    return (await made).import(file);
  };
  return async ({ file, language }) => {
    const sdk = sdkFoundBy(file);
    if (language === "typescript") return evaluate(file, sdk !== "own");
    if (sdk === "none" && (await asksForHostModule(file))) return evaluate(file, true);
    return nativeImport(pathToFileURL(file).href);
  };
}

async function makeEvaluator(cacheFolder: string, lends: boolean): Promise<Evaluator> {
  const [{ createJiti }, lent] = await Promise.all([
    import("jiti"),
    lends ? hostModules() : new Map<string, unknown>(),
  ]);
  const jiti = createJiti(import.meta.url, { fsCache: join(cacheFolder, "jiti"), interopDefault: false });
  return new Evaluator(jiti, lent);
}
