import type * as Zod from "zod";
import { isSafeExecutable } from "./executable.js";
import { createReplySchemas } from "./reply-schemas.js";
import { createSecretSchemas } from "./secret-schemas.js";

/** Schemas of who may use a channel, and what an agent may do there, by the names that OpenClaw's SDK has for them. */
function createAccessSchemas({ z }: typeof Zod) {
  const maybe = z.boolean().optional();
  const count = z.number().int().positive().optional();
  const texts = z.array(z.string()).optional();
  const AllowFromListSchema = z.array(z.union([z.string(), z.number()])).optional();
  const ToolPolicySchema = z
    .strictObject({ allow: texts, alsoAllow: texts, deny: texts })
    .refine(({ allow = [], alsoAllow = [] }) => allow.length === 0 || alsoAllow.length === 0, {
      message: "a tool policy cannot have both allow and alsoAllow",
    })
    .optional();
  const setting = z.union([z.boolean(), z.literal("auto")]).optional();
  return {
    AllowFromListSchema,
    ToolPolicySchema,
    DmPolicySchema: z.enum(["pairing", "allowlist", "open", "disabled"]),
    GroupPolicySchema: z.enum(["open", "disabled", "allowlist"]),
    MentionPatternsPolicySchema: z.strictObject({
      mode: z.enum(["allow", "deny"]).optional(),
      allowIn: texts,
      denyIn: texts,
    }),
    ProviderCommandsSchema: z.strictObject({ native: setting, nativeSkills: setting }).optional(),
    ChannelBotLoopProtectionSchema: z.strictObject({
      enabled: maybe,
      maxEventsPerWindow: count,
      windowSeconds: count,
      cooldownSeconds: count,
    }),
    ChannelImplicitMentionsSchema: z.strictObject({ replyToBot: maybe, quotedBot: maybe, threadParticipation: maybe }),
    ChannelDangerouslyAllowNameMatchingSchema: maybe,
    ChannelGroupEntrySchema: z.strictObject({
      requireMention: maybe,
      tools: ToolPolicySchema,
      toolsBySender: z.record(z.string(), ToolPolicySchema).optional(),
      skills: texts,
      enabled: maybe,
      allowFrom: AllowFromListSchema,
      systemPrompt: z.string().optional(),
    }),
    ExecutableTokenSchema: z.string().refine(isSafeExecutable, "expected a program's name or path"),
  };
}

/** The schema of how a channel speaks. */
function createTtsSchema({ z }: typeof Zod, secret: Zod.ZodType) {
  const maybe = z.boolean().optional();
  const text = z.string().optional();
  const plain = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.unknown())]);
  const providers = z
    .record(
      z.string(),
      z.object({ apiKey: secret.optional() }).catchall(z.union([plain, z.record(z.string(), z.unknown())])),
    )
    .optional();
  const provider = z.string().min(1).optional();
  const persona = z.strictObject({
    label: text,
    description: text,
    provider,
    fallbackPolicy: z.enum(["preserve-persona", "provider-defaults", "fail"]).optional(),
    providers,
  });
  const allowed = [
    "enabled",
    "allowText",
    "allowProvider",
    "allowVoice",
    "allowModelId",
    "allowVoiceSettings",
  ] as const;
  const names = [...allowed, "allowNormalization", "allowSeed"];
  const TtsConfigSchema = z
    .strictObject({
      auto: z.enum(["off", "always", "inbound", "tagged"]).optional(),
      enabled: maybe,
      mode: z.enum(["final", "all"]).optional(),
      provider,
      persona: text,
      personas: z.record(z.string(), persona).optional(),
      summaryModel: text,
      modelOverrides: z.strictObject(Object.fromEntries(names.map((name) => [name, maybe]))).optional(),
      providers,
      maxTextLength: z.number().int().min(1).optional(),
      timeoutMs: z.number().int().min(1_000).max(120_000).optional(),
    })
    .optional();
  return { TtsConfigSchema };
}

/** All schemas that stand for themselves. */
export function createChannelSchemas(zod: typeof Zod) {
  const secrets = createSecretSchemas(zod);
  return {
    ...createReplySchemas(zod),
    ...createAccessSchemas(zod),
    ...createTtsSchema(zod, secrets.buildSecretInputSchema()),
    ...secrets,
  };
}
