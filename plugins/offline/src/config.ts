import { Type } from "@mortise/sdk/typebox";

/** The plugin's config; the manifest's `configSchema` is the same schema as JSON. */
export const config = Type.Object(
  {
    timeZone: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "The time zone of dates and times in the chat model's answers, such as Europe/Berlin. Absent: the machine's.",
      }),
    ),
    streamDelayMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1000,
        default: 0,
        description: "A pause before each streamed word, in milliseconds, to let people watch.",
      }),
    ),
  },
  { additionalProperties: false },
);
