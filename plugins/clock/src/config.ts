import { Type, type Static } from "@mortise/sdk/typebox";

/** What a setting is when the operator says nothing. */
export const defaults = { timeZone: "UTC", locale: "en-GB", tickMs: 1000 } as const;

/** The plugin's config; the manifest's `configSchema` is written from it. */
export const config = Type.Object(
  {
    timeZone: Type.Optional(
      Type.String({
        default: defaults.timeZone,
        minLength: 1,
        description: "The IANA time zone that is meant where nobody names one, for example Europe/Berlin.",
      }),
    ),
    locale: Type.Optional(
      Type.String({
        default: defaults.locale,
        minLength: 1,
        description: "BCP 47 tag of the language in which the time is told to people.",
      }),
    ),
    tickMs: Type.Optional(
      Type.Integer({
        default: defaults.tickMs,
        minimum: 10,
        maximum: 60_000,
        description: "How often the service ticks, in milliseconds.",
      }),
    ),
  },
  { additionalProperties: false },
);

/** The plugin's config as the plugin reads it. */
export type Config = Static<typeof config>;
