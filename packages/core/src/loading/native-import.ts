import vm from "node:vm";

const written = (url: string): Promise<unknown> => import(/* @vite-ignore */ url) as Promise<unknown>;

/** Test runners rewrite `import()` into their own loader, and would then test themselves instead of Node. */
const isRewritten = !/\bimport\s*\(/.test(written.toString());

/** Node's own `import()`, whatever runs this file. */
export const nativeImport: (url: string) => Promise<unknown> = isRewritten
  ? (vm.runInThisContext("(url) => import(url)", {
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }) as typeof written)
  : written;
