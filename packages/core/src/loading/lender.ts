import { hostModules, isLent, sdkFoundBy } from "./host-modules.js";

/** What stands in for packages in a plugin's own files, by specifier. */
export interface Lender {
  /** Whether it stands in for what a specifier names. */
  lends(specifier: string): boolean;
  /** The module that stands in. Called only where `lends` said so. */
  lend(specifier: string): unknown;
}

/** What one plugin's files are lent. */
export interface Lending {
  /** Whether Node by itself would find nothing, or another thing, where a file names this. */
  needs(specifier: string): boolean;
  /** What is lent, ready to be handed out. */
  open(): Promise<Lender>;
}

/**
 * What the host lends to the plugin whose entry is `file`: the SDK, unless the plugin brought its own, and what the
 * plugin's format lends, if anything.
 */
export function lendingTo(file: string, format?: Lender): Lending {
  let found: ReturnType<typeof sdkFoundBy> | undefined;
  // Looked for when a file asks for it: that takes as many looks as there are folders above.
  const sdk = () => (found ??= sdkFoundBy(file));
  const ofFormat = (specifier: string) => format?.lends(specifier) === true;
  return {
    needs: (specifier) => ofFormat(specifier) || (isLent(specifier) && sdk() === "none"),
    async open() {
      const modules = sdk() === "own" ? undefined : await hostModules();
      return {
        lends: (specifier) => ofFormat(specifier) || modules?.has(specifier) === true,
        lend: (specifier) => (ofFormat(specifier) ? format?.lend(specifier) : modules?.get(specifier)),
      };
    },
  };
}
