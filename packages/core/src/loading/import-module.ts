import { createRequire } from "node:module";
import { join } from "node:path";
import type { PluginEntry } from "../catalog/candidate.js";
import { Evaluator } from "./evaluate.js";
import { lendingTo, type Lender, type Lending } from "./lender.js";
import { importNatively, isNodeUpToDate } from "./native-imports.js";
import type { FileVersions } from "./file-version.js";
import { areForNode, readOwnFiles, type OwnFilesReading } from "./own-files.js";
import { sourceReader } from "./read-imports.js";
import { createTransformer } from "./transformer.js";

/** A module that was imported, with the plugin's own files that it consists of. */
export interface ImportedModule {
  readonly namespace: unknown;
  /** The versions that run; grows when the module imports a further file later. */
  readonly files: FileVersions;
  /** Gives what another of the plugin's own files exports, by absolute path, as the module's own `require` would. */
  readonly require: (file: string) => unknown;
}

/** How an entry is imported. */
export interface ImportModuleOptions {
  /** The plugin's own files are evaluated anew, whatever was imported before. */
  readonly isFresh: boolean;
  /** What the plugin's format lends to its own files. Such files may also have been written for another loader than Node's. */
  readonly lender?: Lender | undefined;
}

/** Imports a plugin's entry. Rejects with what the module threw. */
export type ImportModule = (entry: PluginEntry, options?: ImportModuleOptions) => Promise<ImportedModule>;

/**
 * Makes the one function that brings code in: JavaScript through Node's own `import()`, TypeScript through jiti on every
 * Node, and through jiti also JavaScript that needs what the host lends, and JavaScript that Node holds in another
 * version. Which it is, is settled before anything runs: a module is never tried with a second loader.
 */
export function createImporter(options: { readonly cacheFolder: string }): ImportModule {
  const transformer = createTransformer(join(options.cacheFolder, "jiti"));
  const evaluate = async (file: string, lending: Lending, read?: OwnFilesReading["read"]): Promise<ImportedModule> => {
    const [readSource, lender] = await Promise.all([sourceReader(), lending.open()]);
    // Each import has an evaluator of its own: what it evaluated can be collected when the plugin is unloaded.
    const evaluator = new Evaluator({ transformer, readSource, lender }, read);
    const namespace = await evaluator.import(file);
    return { namespace, files: evaluator.versions, require: (other) => evaluator.require(other) };
  };
  return async ({ file, language }, { isFresh, lender } = { isFresh: false }) => {
    const lending = lendingTo(file, lender);
    if (isFresh || language === "typescript") return evaluate(file, lending);
    const { files, read, isInNeed } = readOwnFiles(file, lending.needs, await sourceReader());
    const isForNode = !isInNeed && isNodeUpToDate(file, files) && (!lender || areForNode(read));
    if (!isForNode) return evaluate(file, lending, read);
    // Made when it is used: few plugins ask for it, and it takes long.
    const require = (other: string): unknown => createRequire(file)(other) as unknown;
    return { namespace: await importNatively(file, files), files, require };
  };
}
