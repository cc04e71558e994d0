export { offerOwnModules } from "./entries/own-modules.js";
import { implementations } from "./implementations.js";
import { lentNamespace } from "./lent-namespace.js";
import { sdkSubpath } from "./specifier.js";
import { loadZod } from "./zod/load-zod.js";

const namespaces = new Map<string, object>();

/** Whether a specifier names OpenClaw's plugin SDK: `openclaw`, `openclaw/plugin-sdk`, `@openclaw/plugin-sdk`, a subpath. */
export function lendsModule(specifier: string): boolean {
  return sdkSubpath(specifier) !== undefined;
}

/**
 * What stands in for a module of OpenClaw's plugin SDK: a namespace object, the same one each time. Members that Mortise
 * does not have can be imported, and throw a `MortiseError`, `OPENCLAW_SDK_EXPORT_MISSING`, when they are used.
 *
 * @throws a `TypeError` for a specifier that `lendsModule` denies
 */
export function lentModule(specifier: string): unknown {
  const subpath = sdkSubpath(specifier);
  if (subpath === undefined) throw new TypeError(`${specifier} is no part of OpenClaw's plugin SDK`);
  const known = namespaces.get(subpath);
  if (known) return known;
  const name = subpath === "" ? "openclaw/plugin-sdk" : `openclaw/plugin-sdk/${subpath}`;
  // The one subpath that is another package as it is.
  const namespace = subpath === "zod" ? loadZod() : lentNamespace(name, implementations());
  namespaces.set(subpath, namespace);
  return namespace;
}
