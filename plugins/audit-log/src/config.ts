import { Type } from "@mortise/sdk/typebox";

/** The plugin's config; the manifest's `configSchema` is written from it. */
export const config = Type.Object(
  {
    file: Type.Optional(
      Type.String({
        // A relative path would depend on the folder that the host happens to be started in.
        pattern: "^(?:/|[A-Za-z]:[\\\\/]|\\\\\\\\)",
        description: "The absolute path of the file to append to. Without it, lines go to the host's log.",
      }),
    ),
    includeContent: Type.Optional(
      Type.Boolean({
        default: false,
        description: "Also write what was said. Whoever can read the file can then read every conversation.",
      }),
    ),
  },
  { additionalProperties: false },
);
