import { createChannelSchemas } from "./channel-schemas.js";
import { loadZod } from "./load-zod.js";
import { createSchemaBuilders } from "./schema-builders.js";

/** What OpenClaw's SDK has that needs Zod; Zod is evaluated when the first of them is read. */
export const zodExports: ReadonlySet<string> = new Set(
  `AllowFromListSchema BlockStreamingChunkSchema BlockStreamingCoalesceSchema ChannelBotLoopProtectionSchema
  ChannelDangerouslyAllowNameMatchingSchema ChannelDeliveryStreamingConfigSchema ChannelGroupEntrySchema
  ChannelImplicitMentionsSchema ChannelPreviewStreamingConfigSchema ChannelSendReadReceiptsSchema
  ChannelStreamingBlockSchema ChannelStreamingPreviewSchema ChannelStreamingProgressSchema ContextVisibilityModeSchema
  DmConfigSchema DmPolicySchema ExecutableTokenSchema GroupPolicySchema MSTeamsReplyStyleSchema MarkdownConfigSchema
  MentionPatternsPolicySchema ProviderCommandsSchema ReplyRuntimeConfigSchemaShape ReplyToModeSchema
  TextChunkModeSchema ToolPolicySchema TtsConfigSchema UnifiedStreamingModeSchema
  buildCatchallMultiAccountChannelSchema buildChannelAccountSchemaParts buildChannelAllowBotsSchema
  buildChannelExecApprovalsSchema buildChannelReactionShape buildGroupEntrySchema buildMultiAccountChannelSchema
  buildNestedDmConfigSchema buildOptionalSecretInputSchema buildSecretInputArraySchema buildSecretInputSchema
  registerSensitiveConfigSchema z`.split(/\s+/),
);

let made: ReadonlyMap<string, unknown> | undefined;

/** What there is under one of those names. */
export function zodExport(name: string): unknown {
  return (made ??= make()).get(name);
}

function make(): ReadonlyMap<string, unknown> {
  const zod = loadZod();
  const schemas = createChannelSchemas(zod);
  return new Map<string, unknown>(Object.entries({ z: zod.z, ...schemas, ...createSchemaBuilders(zod, schemas) }));
}
