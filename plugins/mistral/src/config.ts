import { Type, type Static } from "@mortise/sdk/typebox";

/** What a setting is when the operator says nothing. */
export const defaults = {
  baseUrl: "https://api.mistral.ai",
  timeoutMs: 120_000,
  maxRetries: 1,
} as const;

/** The plugin's config; the manifest's `configSchema` is written from it. */
export const config = Type.Object(
  {
    apiKey: Type.String({ minLength: 1, description: "A Mistral API key." }),
    baseUrl: Type.Optional(
      Type.String({
        default: defaults.baseUrl,
        pattern: "^https?://",
        description: "Where the API is, without the version; for a proxy or the endpoint of a region.",
      }),
    ),
    timeoutMs: Type.Optional(
      Type.Integer({
        default: defaults.timeoutMs,
        minimum: 1,
        description: "How long each attempt may take, in milliseconds; where the answer is streamed, until it begins.",
      }),
    ),
    maxRetries: Type.Optional(
      Type.Integer({
        default: defaults.maxRetries,
        minimum: 0,
        maximum: 10,
        description: "How often a call that was rate-limited or met a failure of the vendor is tried again.",
      }),
    ),
  },
  { additionalProperties: false },
);

/** The plugin's config as the plugin reads it. */
export type Config = Static<typeof config>;
