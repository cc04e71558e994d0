import { Type, type Static } from "@mortise/sdk/typebox";

/** The plugin's config; the manifest's `configSchema` is the same schema as JSON. */
export const config = Type.Object(
  {
    voice: Type.Optional(
      Type.String({
        minLength: 1,
        default: "en-us",
        description: "The voice where a caller names none: a language such as en-us, and with +f3 a variant of it.",
      }),
    ),
    speed: Type.Optional(
      Type.Number({
        minimum: 0.5,
        maximum: 2.5,
        default: 1,
        description: "The speed where a caller names none; 1 is the voice's natural speed, 175 words a minute.",
      }),
    ),
    aliases: Type.Optional(
      Type.Record(Type.String(), Type.String({ minLength: 1 }), {
        default: {},
        description: 'Further names for voices, for callers that know other vendors\' names: { "alloy": "en-us" }.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** What an operator may set. */
export type Config = Static<typeof config>;
