import { createRequire } from "node:module";

/** The packages that the host lends to plugins which have none of their own. */
const lent = ["@mortise/sdk"] as const;

const missingPackage = new RegExp(`Cannot find package '(${lent.join("|")})'`);

/** Whether a plugin's file would find its own copy of everything that the host lends. */
export function hasOwnSdk(file: string): boolean {
  const require = createRequire(file);
  return lent.every((name) => {
    try {
      require.resolve(name);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether importing failed because something that the host lends is not there: then nothing has run yet. */
export function isMissingHostModule(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === "ERR_MODULE_NOT_FOUND" && missingPackage.test(String(message));
}

/** Whether a text mentions something that the host lends. */
export function mentionsHostModule(text: string): boolean {
  return lent.some((name) => text.includes(name));
}

/** The host's own copies, by specifier. */
export async function hostModules(): Promise<Readonly<Record<string, unknown>>> {
  const [sdk, typebox] = await Promise.all([import("@mortise/sdk"), import("@mortise/sdk/typebox")]);
  return { "@mortise/sdk": sdk, "@mortise/sdk/typebox": typebox };
}
