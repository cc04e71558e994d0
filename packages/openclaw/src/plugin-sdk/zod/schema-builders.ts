import type * as Zod from "zod";
import type { createChannelSchemas } from "./channel-schemas.js";

type ChannelSchemas = ReturnType<typeof createChannelSchemas>;
type Shape = Readonly<Record<string, Zod.ZodType>>;
type Refine = (value: unknown, context: unknown) => void;

interface AccountsOptions {
  readonly refine?: Refine;
  /** Of one account, where it is another than the channel's. */
  readonly accountSchema?: Zod.ZodType;
  readonly optionalAccount?: boolean;
  readonly accountsMode?: "record" | "catchall";
}

interface AccountParts extends Readonly<Record<string, unknown>> {
  readonly omit?: readonly string[];
}

interface ReactionOptions {
  readonly notificationModes?: readonly [string, ...string[]];
  readonly reactionLevels?: readonly [string, ...string[]];
  readonly reactionAllowlist?: boolean;
  readonly ackReaction?: Zod.ZodType;
}

function without(shape: Shape, names: readonly string[] = []): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([name]) => !names.includes(name)));
}

/** What makes schemas of channels from those of one account, by the names that OpenClaw's SDK has for it. */
export function createSchemaBuilders(zod: typeof Zod, schemas: ChannelSchemas) {
  const { z } = zod;
  const withAccounts = (base: Zod.ZodObject, options: AccountsOptions = {}): Zod.ZodType => {
    const { refine, accountSchema = base, optionalAccount, accountsMode } = options;
    const refined = refine ? accountSchema.superRefine(refine) : accountSchema;
    const account = optionalAccount === true ? refined.optional() : refined;
    const accounts = accountsMode === "catchall" ? z.object({}).catchall(account) : z.record(z.string(), account);
    const channel = base.extend({ accounts: accounts.optional(), defaultAccount: z.string().optional() });
    return refine ? channel.superRefine(refine) : channel;
  };
  return {
    buildMultiAccountChannelSchema: withAccounts,
    buildCatchallMultiAccountChannelSchema: (base: Zod.ZodObject) => withAccounts(base, { accountsMode: "catchall" }),
    buildGroupEntrySchema: (extra: Shape = {}, options: { omit?: readonly string[] } = {}) =>
      z.strictObject({ ...without(schemas.ChannelGroupEntrySchema.shape, options.omit), ...extra }),
    buildNestedDmConfigSchema: (extra: Shape = {}) =>
      z
        .object({
          enabled: z.boolean().optional(),
          policy: schemas.DmPolicySchema.optional(),
          allowFrom: schemas.AllowFromListSchema,
          ...extra,
        })
        .optional(),
    buildChannelAllowBotsSchema: (options: { allowMentions?: boolean } = {}) =>
      (options.allowMentions === true ? z.union([z.boolean(), z.literal("mentions")]) : z.boolean()).optional(),
    buildChannelExecApprovalsSchema: (approver: Zod.ZodType, extra: Shape = {}) =>
      z
        .strictObject({
          enabled: z.union([z.boolean(), z.literal("auto")]).optional(),
          approvers: z.array(approver).optional(),
          agentFilter: z.array(z.string()).optional(),
          sessionFilter: z.array(z.string()).optional(),
          target: z.enum(["dm", "channel", "both"]).optional(),
          ...extra,
        })
        .optional(),
    buildChannelReactionShape: ({
      notificationModes,
      reactionLevels,
      reactionAllowlist,
      ackReaction,
    }: ReactionOptions) => ({
      ...(notificationModes && { reactionNotifications: z.enum(notificationModes).optional() }),
      ...(reactionAllowlist === true && { reactionAllowlist: schemas.AllowFromListSchema }),
      ...(reactionLevels && { reactionLevel: z.enum(reactionLevels).optional() }),
      ...(ackReaction && { ackReaction }),
    }),
    buildChannelAccountSchemaParts: (options: AccountParts = {}) => ({
      accountShape: without(accountShape(zod, schemas, options), options.omit),
      rootPolicyShape: {
        dmPolicy: schemas.DmPolicySchema.optional().default("pairing"),
        groupPolicy: schemas.GroupPolicySchema.optional().default("allowlist"),
      },
    }),
  };
}

/** What the accounts of all channels may have; a channel may put its own schema in the place of one. */
function accountShape({ z }: typeof Zod, schemas: ChannelSchemas, given: AccountParts): Shape {
  const maybe = z.boolean().optional();
  const own: Shape = {
    capabilities: z.array(z.string()).optional(),
    allowFrom: schemas.AllowFromListSchema,
    defaultTo: z.string().optional(),
    groupAllowFrom: schemas.AllowFromListSchema,
    mentionPatterns: schemas.MentionPatternsPolicySchema.optional(),
    streaming: schemas.ChannelDeliveryStreamingConfigSchema.optional(),
    mediaMaxMb: z.number().positive().optional(),
    replyToMode: schemas.ReplyToModeSchema.optional(),
  };
  const chosen = Object.entries(own).map(([name, schema]) => [name, (given[name] as Zod.ZodType) ?? schema] as const);
  return {
    ...schemas.ReplyRuntimeConfigSchemaShape,
    name: z.string().optional(),
    enabled: maybe,
    configWrites: maybe,
    markdown: schemas.MarkdownConfigSchema,
    dmPolicy: schemas.DmPolicySchema.optional(),
    groupPolicy: schemas.GroupPolicySchema.optional(),
    heartbeatVisibility: z.strictObject({ showOk: maybe, showAlerts: maybe, useIndicator: maybe }).optional(),
    healthMonitor: z.strictObject({ enabled: maybe }).optional(),
    ...Object.fromEntries(chosen),
  };
}
