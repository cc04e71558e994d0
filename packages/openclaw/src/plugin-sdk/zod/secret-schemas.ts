import type * as Zod from "zod";

const namePattern = /^[A-Z][A-Z0-9_]{0,127}$/;
const nameRule = 'The id must be a name such as "OPENAI_API_KEY".';
const providerPattern = /^[a-z][a-z0-9_-]{0,63}$/;
const pointerPattern = /^(?:value|(?:\/(?:[^~]|~[01])*)+)$/;

/** Schemas of secrets, by the names that OpenClaw's SDK has for what gives them. */
export function createSecretSchemas({ z }: typeof Zod) {
  const provider = z.string().regex(providerPattern, 'The provider must be a name such as "default".');
  const reference = <Source extends string>(source: Source, id: Zod.ZodString) =>
    z.strictObject({ source: z.literal(source), provider, id });
  const secret = z.union([
    z.string(),
    z.discriminatedUnion("source", [
      reference("env", z.string().regex(namePattern, nameRule)),
      reference("store", z.string().regex(namePattern, nameRule)),
      reference("file", z.string().regex(pointerPattern, 'The id must be a JSON pointer, or "value".')),
      reference("exec", z.string().min(1)),
    ]),
  ]);
  return {
    /** A secret: as it is, or by reference. */
    buildSecretInputSchema: () => secret,
    buildOptionalSecretInputSchema: () => secret.optional(),
    buildSecretInputArraySchema: () => z.array(secret),
    /** Which members are secrets is told here by the manifest, so the schema is given back as it is. */
    registerSensitiveConfigSchema: <Schema>(schema: Schema): Schema => schema,
  };
}
