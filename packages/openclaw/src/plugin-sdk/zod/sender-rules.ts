// What OpenClaw's schemas demand of who may write to a channel.

type Issues = { addIssue(issue: { code: "custom"; path: (string | number)[]; message: string }): void };

interface SenderRule {
  readonly policy?: string;
  readonly allowFrom?: readonly (string | number)[];
  readonly ctx: Issues;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Breach = "open_requires_wildcard" | "allowlist_requires_entries";

function breachOf(policy: string | undefined, allowFrom: readonly (string | number)[] = []): Breach | undefined {
  const senders = allowFrom.map((sender) => String(sender).trim()).filter((sender) => sender !== "");
  if (policy === "open" && !senders.includes("*")) return "open_requires_wildcard";
  return policy === "allowlist" && senders.length === 0 ? "allowlist_requires_entries" : undefined;
}

function demand({ policy, allowFrom, ctx, path, message }: SenderRule, breach: Breach): void {
  if (breachOf(policy, allowFrom) === breach) ctx.addIssue({ code: "custom", path: [...path], message });
}

/** A channel that is open to all must say so by `*`. */
export function requireOpenAllowFrom(rule: SenderRule): void {
  demand(rule, "open_requires_wildcard");
}

/** A channel that is open to a list needs a list. */
export function requireAllowlistAllowFrom(rule: SenderRule): void {
  demand(rule, "allowlist_requires_entries");
}

interface Senders {
  readonly dmPolicy?: string;
  readonly allowFrom?: readonly (string | number)[];
}

/** Both rules, of a channel or of one of its accounts, which has what it does not say from its channel. */
export function refineChannelDmPolicy(of: {
  channelId: string;
  value: Senders & { readonly accounts?: Readonly<Record<string, Senders | undefined>> };
  accountId?: string;
  ctx: Issues;
}): void {
  const { channelId, value, accountId, ctx } = of;
  const account = accountId === undefined ? value : value.accounts?.[accountId];
  if (!account) return;
  const policy = account.dmPolicy ?? value.dmPolicy;
  const breach = breachOf(policy, account.allowFrom ?? value.allowFrom);
  if (!breach) return;
  const place = accountId === undefined ? [] : ["accounts", accountId];
  const owner = ["channels", channelId, ...(accountId === undefined ? [] : ["accounts", "*"])].join(".");
  const wanted = breach === "open_requires_wildcard" ? 'to include "*"' : "to name at least one sender";
  ctx.addIssue({
    code: "custom",
    path: [...place, "allowFrom"],
    message: `${owner}.dmPolicy="${policy}" requires ${owner}.allowFrom ${wanted}`,
  });
}
