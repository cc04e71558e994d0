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

/** What imports failed with just now, by failure. */
const told = new Map<symbol, unknown>();

/**
 * What CommonJS throws that an ES module imports, Node 20 also gives as a rejection that nobody handles, and ends the
 * process for it. Whoever imports has the error already; any other rejection goes the way it always does.
 */
function handleOnce(error: unknown): void {
  const failure = Symbol("failure");
  if (told.size === 0) process.on("unhandledRejection", afterFailedImport);
  told.set(failure, error);
  setImmediate(() => {
    told.delete(failure);
    if (told.size === 0) process.off("unhandledRejection", afterFailedImport);
  });
}

/** Whether a rejection that nobody handles is what an import failed with just now. */
export function isOfFailedImport(reason: unknown): boolean {
  return [...told.values()].includes(reason);
}

/** Listens to the rejections of the process for a moment after an import failed. What it throws ends the process. */
export function afterFailedImport(reason: unknown): void {
  if (!isOfFailedImport(reason) && process.listenerCount("unhandledRejection") === 1) throw reason;
}
