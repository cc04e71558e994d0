import vm from "node:vm";

const written = (url: string): Promise<unknown> => import(/* @vite-ignore */ url) as Promise<unknown>;

/** Test runners rewrite `import()` into their own loader, and would then test themselves instead of Node. */
const isRewritten = !/\bimport\s*\(/.test(written.toString());

const importByNode = isRewritten
  ? (vm.runInThisContext("(url) => import(url)", {
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }) as typeof written)
  : written;

/** Node's own `import()`, whatever runs this file. */
export async function nativeImport(url: string): Promise<unknown> {
  try {
    return await importByNode(url);
  } catch (error) {
    handleOnce(error);
    throw error;
  }
}

/**
 * What CommonJS throws that an ES module imports, Node 20 also gives as a rejection that nobody handles, and ends the
 * process for it. Whoever imports has the error already; any other rejection goes the way it always does.
 */
function handleOnce(error: unknown): void {
  const listener = (reason: unknown) => {
    if (reason !== error && process.listenerCount("unhandledRejection") === 1) throw reason;
  };
  process.on("unhandledRejection", listener);
  setImmediate(() => process.off("unhandledRejection", listener));
}
