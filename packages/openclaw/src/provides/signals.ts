import type { JsonObject } from "../fields/shape.js";

/** How a manifest says what must be there for a tool or provider to be of use. */
interface Signals {
  readonly configSignals?: unknown;
  readonly authSignals?: unknown;
}

/** Metadata with the signals of availability together, as they were written: `config` paths and `auth` of providers. */
export function withAvailability({
  configSignals: config,
  authSignals: auth,
  ...rest
}: JsonObject & Signals): JsonObject {
  if (config === undefined && auth === undefined) return rest;
  return { ...rest, availability: { ...(config !== undefined && { config }), ...(auth !== undefined && { auth }) } };
}
