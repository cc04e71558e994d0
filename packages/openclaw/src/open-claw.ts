import type { ManifestFormat } from "@mortise/core/catalog";
import { bundleFormats } from "./bundles/formats.js";
import { openclawFormat, type OpenclawFormatOptions } from "./format.js";

/** How plugins that were made for OpenClaw are read and run. */
export type OpenClawOptions = OpenclawFormatOptions;

/**
 * Takes plugins that were published for OpenClaw, as they are, and the bundles that it takes. For the `formats` of a host;
 * an application's own formats may stand beside it.
 *
 * ```ts
 * await createHost({ formats: openClaw({ compat: "strict" }) });
 * ```
 *
 * Reading their manifests imports nothing of what runs them: that comes with the first one that is loaded.
 */
export function openClaw(options: OpenClawOptions = {}): readonly ManifestFormat[] {
  return [openclawFormat(options), ...bundleFormats()];
}
