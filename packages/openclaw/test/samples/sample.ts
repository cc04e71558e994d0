// For every field that has a place: a manifest with it, and what the normalised manifest then holds.
/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** A manifest without a field and the same with it. */
export interface Sample {
  /** Fields that are there anyway. */
  readonly context?: Json;
  /** The field, or the field that it is a member of. */
  readonly given: Json;
  /** Pointers into the normalised manifest to what stands there because of it. */
  readonly has: Json;
  /** Both are fields of package.json, of its block `openclaw` or of the file itself. */
  readonly of?: "openclaw" | "package.json";
  readonly files?: Json;
}

/** A provider of models. */
export const p = { providers: ["p"] };
/** A channel. */
export const chat = { channels: ["chat"] };
/** A command-line program. */
export const backend = { cliBackends: ["b"] };
/** A config schema with keys for secrets. */
export const schemaWithKey = { configSchema: { type: "object", properties: { apiKey: {}, token: {} } } };
/** What a provider needs. */
export const setupProvider = { id: "p", envVars: ["P_KEY"], authMethods: ["api-key"] };
/** A way to sign in. */
export const choice = { provider: "p", method: "api-key", optionKey: "token" };
