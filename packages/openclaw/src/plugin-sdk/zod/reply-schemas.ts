import type * as Zod from "zod";

/** Schemas of how a channel answers, by the names that OpenClaw's SDK has for them. */
export function createReplySchemas({ z }: typeof Zod) {
  const maybe = z.boolean().optional();
  const count = z.number().int().positive().optional();
  const countOrNone = z.number().int().min(0).optional();
  const TextChunkModeSchema = z.enum(["length", "newline"]);
  const BlockStreamingChunkSchema = z.strictObject({
    minChars: count,
    maxChars: count,
    breakPreference: z.enum(["paragraph", "newline", "sentence"]).optional(),
  });
  const BlockStreamingCoalesceSchema = z.strictObject({ minChars: count, maxChars: count, idleMs: countOrNone });
  const ChannelStreamingBlockSchema = z.strictObject({
    enabled: maybe,
    coalesce: BlockStreamingCoalesceSchema.optional(),
  });
  const commandText = z.enum(["raw", "status"]).optional();
  const ChannelStreamingPreviewSchema = z.strictObject({
    chunk: BlockStreamingChunkSchema.optional(),
    toolProgress: maybe,
    commandText,
  });
  const ChannelStreamingProgressSchema = z.strictObject({
    label: z.union([z.string(), z.literal(false)]).optional(),
    labels: z.array(z.string()).optional(),
    maxLines: count,
    maxLineChars: count,
    toolProgress: maybe,
    commandText,
    commentary: maybe,
    narration: maybe,
  });
  const ChannelDeliveryStreamingConfigSchema = z.strictObject({
    chunkMode: TextChunkModeSchema.optional(),
    block: ChannelStreamingBlockSchema.optional(),
  });
  const UnifiedStreamingModeSchema = z.enum(["off", "partial", "block", "progress"]);
  const ChannelPreviewStreamingConfigSchema = ChannelDeliveryStreamingConfigSchema.extend({
    mode: UnifiedStreamingModeSchema.optional(),
    preview: ChannelStreamingPreviewSchema.optional(),
    progress: ChannelStreamingProgressSchema.optional(),
  });
  const ContextVisibilityModeSchema = z.enum(["all", "allowlist", "allowlist_quote"]);
  const DmConfigSchema = z.strictObject({ historyLimit: countOrNone });
  const ReplyRuntimeConfigSchemaShape = {
    historyLimit: countOrNone,
    dmHistoryLimit: countOrNone,
    contextVisibility: ContextVisibilityModeSchema.optional(),
    dms: z.record(z.string(), DmConfigSchema.optional()).optional(),
    textChunkLimit: count,
    streaming: ChannelDeliveryStreamingConfigSchema.optional(),
    responsePrefix: z.string().optional(),
    mediaMaxMb: z.number().positive().optional(),
  };
  return {
    TextChunkModeSchema,
    BlockStreamingChunkSchema,
    BlockStreamingCoalesceSchema,
    ChannelStreamingBlockSchema,
    ChannelStreamingPreviewSchema,
    ChannelStreamingProgressSchema,
    ChannelDeliveryStreamingConfigSchema,
    UnifiedStreamingModeSchema,
    ChannelPreviewStreamingConfigSchema,
    ContextVisibilityModeSchema,
    DmConfigSchema,
    ReplyRuntimeConfigSchemaShape,
    ReplyToModeSchema: z.enum(["off", "first", "all", "batched"]),
    MarkdownConfigSchema: z.strictObject({ tables: z.enum(["off", "bullets", "code", "block"]).optional() }).optional(),
    MSTeamsReplyStyleSchema: z.enum(["thread", "top-level"]),
    ChannelSendReadReceiptsSchema: maybe,
  };
}
