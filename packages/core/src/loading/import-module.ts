import { readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Jiti } from "jiti";
import type { PluginEntry } from "../catalog/candidate.js";
import { hasOwnSdk, hostModules, isMissingHostModule, mentionsHostModule } from "./host-modules.js";
import { nativeImport } from "./native-import.js";

/** Imports a plugin's entry and gives its namespace. Rejects with what the module threw. */
export type ImportModule = (entry: PluginEntry) => Promise<unknown>;

/**
 * Makes the one function that brings code in: JavaScript through Node's own `import()`, TypeScript through jiti on every
 * Node. A module is never tried with a second loader after it may have run.
 */
export function createImporter(options: { readonly cacheFolder: string }): ImportModule {
  const jitis = new Map<boolean, Promise<Jiti>>();
  const throughJiti = async (file: string) => {
    const lend = !hasOwnSdk(file);
    const made = jitis.get(lend) ?? makeJiti(options.cacheFolder, lend);
    jitis.set(lend, made);
    return (await made).import(file);
  };
  return async ({ file, language }) => {
    if (language === "typescript" || needsLending(file)) return throughJiti(file);
    try {
      return await nativeImport(pathToFileURL(file).href);
    } catch (error) {
      if (!isMissingHostModule(error)) throw error;
      return throughJiti(file);
    }
  };
}

async function makeJiti(cacheFolder: string, lend: boolean): Promise<Jiti> {
  const [{ createJiti }, virtualModules] = await Promise.all([import("jiti"), lend ? hostModules() : {}]);
  return createJiti(import.meta.url, {
    fsCache: join(cacheFolder, "jiti"),
    interopDefault: false,
    virtualModules: { ...virtualModules },
  });
}

/** CommonJS fails at `require`, when it already runs, so whether it needs the host's SDK is asked before. */
function needsLending(file: string): boolean {
  return isCommonJs(file) && mentionsHostModule(readFileSync(file, "utf8")) && !hasOwnSdk(file);
}

function isCommonJs(file: string): boolean {
  const extension = extname(file);
  if (extension !== ".js") return extension === ".cjs";
  return nearestPackageType(dirname(file)) !== "module";
}

function nearestPackageType(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { type?: unknown }).type;
  } catch {
    const parent = dirname(folder);
    return parent === folder ? undefined : nearestPackageType(parent);
  }
}
